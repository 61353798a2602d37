"""Case series (系列案): clues that belong together, what holds them, and what people decided."""
