from digitpad.errors import DigitpadError as DigitpadError
from digitpad.ink.drawing import Drawing as Drawing
from digitpad.recipe.presets import preset as preset
from digitpad.recipe.recipe import Recipe as Recipe
from digitpad.recognizer import Recognizer as Recognizer
from digitpad.training.run import train as train

__version__: str
__all__ = ["DigitpadError", "Drawing", "Recipe", "Recognizer", "preset", "train"]
