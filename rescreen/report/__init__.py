"""What people and other programs receive: output files, summaries, explanations, replays.

Import the module that you need; nothing heavy is imported here, for the command line's sake.
"""
