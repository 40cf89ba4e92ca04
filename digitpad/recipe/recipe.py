"""Recipes: which network learns what, and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitpad.data.labelled import PictureOptions
from digitpad.errors import RecipeError, did_you_mean, printable
from digitpad.form import PerChannel
from digitpad.model.registry import OWN, Architecture, architecture
from digitpad.recipe.table import ALIASES, TABLE, Settings, renamed

BASE = "based_on"
"""The key of a file that names the preset whose settings count where the file is silent."""

REFUSE_BELOW = 0.5
"""Refuse where the loss "open-set" gives less. Of MNIST's and the held-out writers' digits 0.1-0.2 % are."""


@dataclass(frozen=True, slots=True)
class Recipe(Settings):
    """Everything that decides how a network is trained; `Settings` has the values, `TABLE` their meaning.

    The same recipe gives the same run.

    Raises:
        RecipeError: when a value is out of range.
    """

    def __post_init__(self) -> None:
        for name, setting in TABLE.items():
            setting.kind.check(setting.words, getattr(self, name))
        if self.network == OWN and not self.layers:
            raise RecipeError("The network has no layers; add some in [[layers]] or in the network editor.")
        if self.layers and self.network != OWN:
            raise RecipeError(
                'A recipe with [[layers]] has network = "{own}", not "{network}"; leave one of them out.',
                own=OWN,
                network=self.network,
            )

    def __repr__(self) -> str:
        values = [
            f"{name}={getattr(self, name)!r}"
            for name, setting in TABLE.items()
            if getattr(self, name) != setting.default
        ]
        return f"Recipe({', '.join(values)})"

    @property
    def entry(self) -> Architecture:
        """Its network."""
        return architecture(self.network, self.layers)

    @property
    def picture_options(self) -> PictureOptions:
        """How the dataset's pictures are to be given."""
        return PictureOptions(
            self.picture_size,
            {"grey": 1, "colour": 3}.get(self.colour, 0),
            "" if self.pictures == "auto" else self.pictures,
            self.test_fraction,
            self.split_seed,
        )

    @property
    def normalisation(self) -> tuple[PerChannel, PerChannel]:
        """Mean and std, once they are known.

        Raises:
            RecipeError: while they are still to be the dataset's.
        """
        if self.mean is None or self.std is None:
            raise RecipeError("The normalisation is not known before the dataset is.")
        return self.mean, self.std

    @property
    def refuse_below(self) -> float | None:
        """Probability of being one of the classes at all below which the network refuses to answer."""
        return REFUSE_BELOW if self.loss == "open-set" else None

    def with_changes(self, **changes: Any) -> Recipe:
        """The recipe with some settings changed; plain values, as a file has them, are taken too.

        Raises:
            RecipeError: when a value is out of range.
        """
        return dataclasses.replace(
            self, **{name: TABLE[name].kind.typed(value) for name, value in renamed(changes).items()}
        )

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain values, as a checkpoint keeps them."""
        return {name: setting.kind.plain(getattr(self, name)) for name, setting in TABLE.items()}

    @classmethod
    def from_dict(cls, values: object) -> Recipe:
        """The recipe that `as_dict` described, under present or older names of the settings.

        Raises:
            RecipeError: when a setting is unknown, missing or out of range.
        """
        if not isinstance(values, dict):
            raise RecipeError("The recipe in this file is not readable.")
        known = known_settings(values)
        if not {"name", "network"} <= known.keys():
            raise RecipeError("The recipe in this file is not complete.")
        return cls(**{name: TABLE[name].kind.typed(value) for name, value in known.items()})


def known_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a file under the settings' present names.

    Raises:
        RecipeError: for a name that no setting has or had, with the nearest one.
    """
    for name in values:
        if name not in TABLE and name not in ALIASES:
            raise RecipeError(
                "There is no setting '{name}'{hint}. The settings are {known}.",
                name=printable(str(name)),
                hint=did_you_mean(name, (*TABLE, BASE)),
                known=", ".join((BASE, *TABLE)),
            )
    return renamed(values)
