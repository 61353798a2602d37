"""The command line. Commands are thin: they parse, call one function of a lower room, and print.

`main` is what the `rescreen` command runs. Nothing heavy is imported until a command needs it.
"""

from rescreen.cli.app import main

__all__ = ["main"]
