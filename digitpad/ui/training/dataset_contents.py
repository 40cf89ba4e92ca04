"""Says below the dataset's name what it holds, so that nobody trains on what they did not mean to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from digitpad.errors import DigitpadError, Sentence
from digitpad.recipe.kinds import expanded, is_folder
from digitpad.resources import data_root
from digitpad.ui.messages import joined, sentence
from digitpad.ui.recipe_form import RecipeForm
from digitpad.ui.settings import Settings
from digitpad.ui.threads.probe import Probe
from digitpad.ui.threads.task import Task
from digitpad.ui.widgets.fields import set_bold

if TYPE_CHECKING:
    from digitpad.data.labelled import Progress


class DatasetContents(QObject):
    """Counts a dataset's pictures in a thread whenever another one is chosen.

    Args:
        form: has the dataset's choice, and the line below it.
        settings: know the datasets' folder.
        parent: its owner.
    """

    def __init__(self, form: RecipeForm, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._settings = form, settings
        self._label = form.editors["dataset"].widget.contents
        self._counted: tuple[str, Path | None] | None = None
        self._ready = False
        self._show_again: Callable[[], object] = lambda: None  # what is displayed, in the language of now
        self._task = Task("datasetContents", self)
        self._probe = Probe(self)
        form.values_changed.connect(self._follow)

    @Slot()
    def refresh(self) -> None:
        """Count again where the same dataset is chosen, too: at the start, and when files have changed."""
        self._ready, self._counted = True, None
        self._follow()

    @Slot()
    def _follow(self) -> None:
        chosen = (str(self._form.recipe_values()["dataset"]), self._settings.data_folder)
        if chosen == self._counted or not self._ready:
            return
        self._counted = chosen
        self._task.cancel()  # the newest one counts
        name, root = chosen
        paths = [expanded(Path(name)) if is_folder(name) else root or data_root()]
        self._probe.reach_all(paths, partial(self._count, name, root), self._failed)

    def _count(self, name: str, root: Path | None) -> None:
        self._task.start(partial(_contents, name, root, self._task.progress), self._show, self._failed)

    def reword(self, _again: Callable[[str], str]) -> None:
        """Say it in another language."""
        self._show_again()

    def _show(self, sentences: Sequence[Sentence]) -> None:
        self._show_again = partial(self._show, sentences)
        words = [sentence(one) for one in sentences]
        set_bold(self._label, sentences[0].values.get("count") == 1)
        self._label.set_text(joined(*words), "\n".join(words))

    def _failed(self, error: DigitpadError) -> None:
        self._show_again = partial(self._failed, error)
        set_bold(self._label, True)
        self._label.set_text(sentence(error))


def _contents(name: str, root: Path | None, progress: Progress) -> tuple[Sentence, ...]:
    from digitpad.data.contents import contents

    return contents(name, root or data_root(), progress)
