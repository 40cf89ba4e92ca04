"""The form's random transforms, chosen in a window of their own, before a picture of the user's."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import DigitpadError
from digitpad.ui.pad import Canvas
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.recipe_form import RecipeForm
from digitpad.ui.threads.task import Task
from digitpad.ui.training.controller import TrainingController
from digitpad.ui.transforms.controller import TransformsController
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.data.whole_pictures import Pixels


class ChoosingTransforms(QObject):
    """Opens the window from the form, and takes what is chosen there into the form.

    Args:
        window: what dialogs belong to.
        canvas: the pad, whose picture the preview begins with.
        form: has the setting.
        training: while it trains, nothing can be chosen.
        banner: where errors are shown.
    """

    def __init__(
        self,
        window: QWidget,
        canvas: Canvas,
        form: RecipeForm,
        training: TrainingController,
        banner: StatusBanner,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = canvas
        self._form = form
        self._field = form.editors["transforms"]
        self._folder: Path | None = None
        self._banner = banner
        self.control = TransformsController(window, banner, self._take, self._ask, self)
        self._task = Task("transformPicture", self)
        self._task.failed.connect(banner.show_error)
        self._field.clicked.connect(self.open)
        form.values_changed.connect(self._follow)
        training.run_requested.connect(self._begun)
        training.idle.connect(self._rested)

    @Slot()
    def open(self) -> None:
        """Show the window with the form's transforms and what lies on the pad."""
        try:
            self.control.open(self._transforms(), self._picture(), *self._given())
        except DigitpadError as error:
            self._banner.show_error(error)

    def _transforms(self) -> list[Any]:
        return list(self._field.value())

    def _picture(self) -> Pixels | None:
        """What lies on the pad; None for an empty one."""
        from digitpad.data.whole_pictures import as_bytes
        from digitpad.ink.raster import rasterize

        drawing = self._canvas.drawing()
        if drawing.empty:
            return None
        return as_bytes(drawing.shown if isinstance(drawing, PadPicture) else rasterize(drawing))

    def _given(self) -> tuple[int, int, str, Any, Any]:
        """Size, channels, variation and normalisation as far as the form tells; else the network's own."""
        from digitpad.model.normalization import averaged
        from digitpad.model.registry import ARCHITECTURES
        from digitpad.recipe.recipe import Recipe

        recipe = Recipe.from_dict(self._form.recipe_values())
        entry, options = ARCHITECTURES[recipe.network], recipe.picture_options
        channels = options.channels or entry.form.channels
        # A dataset's own normalisation is measured when it is loaded; the network's usual one is near.
        mean = entry.mean if recipe.mean is None else recipe.mean
        std = entry.std if recipe.std is None else recipe.std
        if channels == 1:
            mean, std = averaged(mean), averaged(std)
        return options.size or entry.form.size, channels, recipe.augmentation, mean, std

    @Slot(object)
    def _take(self, transforms: tuple[dict[str, Any], ...]) -> None:
        self._field.set_value(list(transforms))

    @Slot()
    def _follow(self) -> None:
        """The preview follows what is changed in the form beside it."""
        shown = self.control.shown
        if shown is None:
            return
        try:
            given = self._given()
        except DigitpadError:
            return  # half typed
        if self._transforms() != shown.transforms():
            self.control.update(self._transforms(), *given)

    @Slot()
    def _ask(self) -> None:
        kinds = self.tr("Pictures ({patterns});;All files (*)").format(
            patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES)
        )
        path = ask_for_file(self._window, self.tr("A picture for the preview"), self._folder, kinds)
        if path is not None:
            self._folder = path.parent
            self._task.cancel()
            self._task.start(partial(_read, path), self.control.set_picture)

    @Slot()
    def _begun(self) -> None:
        self.control.set_editable(False)

    @Slot()
    def _rested(self) -> None:
        self.control.set_editable(True)


def _read(path: Path) -> Pixels:
    from digitpad.data.whole_pictures import read_rgb

    return read_rgb(path)
