"""digitpad: a drawing pad that recognises digits and trains its own network in front of you.

`from digitpad import Recognizer, Recipe, train` is all that a notebook needs; see docs/python.md.
"""

import importlib

__version__ = "0.1.0"

# Imported when they are first used, as torch takes seconds; `__init__.pyi` has them for type checkers.
_MODULES = {
    "DigitpadError": "digitpad.errors",
    "Drawing": "digitpad.ink.drawing",
    "Recipe": "digitpad.recipe.recipe",
    "Recognizer": "digitpad.recognizer",
    "preset": "digitpad.recipe.presets",
    "train": "digitpad.training.run",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return [*globals(), *_MODULES]
