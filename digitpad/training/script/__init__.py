"""A recipe as a plain PyTorch script that does the same, step by step, without digitpad's trainer.

Networks, random changes and the order of the examples are taken from digitpad's own source, so the script
cannot drift away from what a run does; the loop around them is written for a reader. With the same seed the
first losses agree to some six digits: large linear layers multiply by another library in digitpad.
"""

from digitpad.training.script.datasets import is_exported
from digitpad.training.script.whole import resolve_for_script, script_of

__all__ = ["is_exported", "resolve_for_script", "script_of"]
