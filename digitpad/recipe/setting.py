"""What there is to know about a setting, and the groups and rules that settings have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitpad.recipe.kinds import Choice, Kind, is_folder

ANY_TIME, BETWEEN_EPOCHS, NEVER = "any time", "between epochs", "never"
"""When a resumed run may change a setting."""

MAIN, OPTIMIZER, PICTURES, NETWORK = "", "optimizer", "pictures", "network"
"""Groups of the form: what is always in sight, and the pages of "More settings"."""

FOLDER = "a folder of pictures"
"""Stands in `when` for any dataset that is a folder."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What there is to know about a setting beside its value. Title, tooltip and advice are to be translated.

    Attributes:
        name: of the recipe's field, and the key in files.
        default: `dataclasses.MISSING` where there is none.
        kind: the values that are allowed.
        group: where the form has it; None for what the form sets elsewhere.
        editor: object name of its field in the form.
        title: its label, with "&" before the key that leads to it.
        tooltip: what it does.
        advice: what to try.
        wide: whether the field takes a whole row.
        unit: stands behind the number in the form.
        when: another setting, and its only value beside which this one means anything.
        resume: when a resumed run may change it.
        summary: what the summary of a recipe says where the value is not the default.
        constant: whether the script has it as a constant.
        aliases: names it had in older files and commands.
    """

    name: str
    default: Any
    kind: Kind
    group: str | None
    editor: str
    title: str
    tooltip: str
    advice: str
    wide: bool = False
    unit: str = ""
    when: tuple[str, str] | None = None
    resume: str = ANY_TIME
    summary: str = ""
    constant: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The name as it stands in a sentence."""
        return self.name.replace("_", " ")

    @property
    def names(self) -> tuple[str, ...]:
        """The names to choose from; none where it is not a choice."""
        return tuple(self.kind.titles) if isinstance(self.kind, Choice) else ()

    def applies(self, values: Mapping[str, object]) -> bool:
        """Whether it means anything beside `values`, those of the other settings."""
        if self.when is None:
            return True
        value = values.get(self.when[0])
        return is_folder(value) if self.when[1] == FOLDER else value == self.when[1]
