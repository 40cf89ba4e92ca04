"""The commands `train`, `evaluate`, `predict`, `inspect`, `export`: what the window does, in text.

Each module imports torch and the rest of the core only when its command runs, so that `--help` is quick.
"""

from digitpad.cli.command import main

__all__ = ["main"]
