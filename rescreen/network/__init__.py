"""Questions to a graph of clues: paths, centralities, layouts, routes, rhythms, exports."""
