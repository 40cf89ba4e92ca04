"""Trains any recipe as `digitpad train --json` does: `python -m tests.tools.campaigns.run_recipe`.

The command has no options for augmentation and averages, which the kill campaign wants together with dropout
and every optimiser. Here a file is written after every step, too, where the command spares the disk.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from digitpad.cli.output import print_json
from digitpad.recipe.recipe import Recipe
from digitpad.training import trainer as trainer_module
from digitpad.training.session import new_trainer, resumed_trainer


def _quiet(_done: int, _total: int) -> None:
    pass


def main() -> None:
    """Train to the end, printing the events."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipe", help="the recipe's settings as JSON")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    trainer_module.SAVING_FRACTION = 1e9
    if arguments.resume:
        trainer, told = resumed_trainer(
            arguments.resume, {}, out=None, device="cpu", progress=_quiet, save_interval=0.0
        )
        for sentence in told:
            print(f"digitpad: {sentence}", file=sys.stderr)
    else:
        recipe = Recipe.from_dict(json.loads(arguments.recipe))
        trainer = new_trainer(recipe, {}, out=arguments.out, device="cpu", progress=_quiet, save_interval=0.0)
    print(f"digitpad: training in {trainer.out}", file=sys.stderr, flush=True)
    for event in trainer.run():
        print_json(event.as_json())


if __name__ == "__main__":
    main()
