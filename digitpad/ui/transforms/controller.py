"""Joins the window of transforms with the form's field for them, the pad, and the thread of its previews."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, SignalInstance, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from digitpad.data.picture_kinds import SUFFIXES
from digitpad.errors import Cancelled, DigitpadError, RecipeError
from digitpad.ui.messages import sentence
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.threads.task import Task
from digitpad.ui.threads.worker import explained
from digitpad.ui.transforms.preview import Preview, PreviewSettings, preview
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.widgets.dialogs import ask_for_file
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.ink.drawing import Drawing
    from digitpad.ui.widgets.pixels import Pixels

    Request = tuple[Pixels | None, PreviewSettings, list[dict[str, Any]], int]
    """The arguments of `preview`."""

_PATIENCE = 0.3  # seconds that a preview may take on when a newer one is requested


class TransformsController(QObject):
    """Opens the window, shows in it what its transforms do, and takes what is chosen into the field.

    Args:
        window: what it stands beside.
        field: the form's editor of the transforms, with `value` and `set_value`; a click opens the window.
        recipe_values: returns the form's settings as a recipe's dict.
        values_changed: emitted when they change.
        drawing: returns what lies on the pad, which the preview begins with.
        banner: where errors are shown that the chosen transforms do not cause.

    Attributes:
        dialog: the window while it is open.
        pending: the newest preview that was requested and is not displayed yet.
    """

    def __init__(
        self,
        window: QWidget,
        field: QToolButton,
        recipe_values: Callable[[], Mapping[str, object]],
        values_changed: SignalInstance,
        drawing: Callable[[], Drawing],
        banner: StatusBanner,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._field: Any = field
        self._recipe_values = recipe_values
        self._drawing = drawing
        self._banner = banner
        self._folder: Path | None = None
        self._picture: Pixels | None = None
        self._settings: PreviewSettings | None = None  # None while the window is closed
        self.dialog: TransformsWindow | None = None
        self.pending: Request | None = None
        self._latest = Latest(self._compute, self._show, "transformPreviews", self, low_priority=True)
        self._task = Task("transformPicture", self)
        self._task.failed.connect(banner.show_error)
        field.clicked.connect(self.open)
        field.installEventFilter(self)
        values_changed.connect(self._follow)

    @Slot()
    def open(self) -> None:
        """Show the window with the form's transforms and what lies on the pad."""
        try:
            self._settings = PreviewSettings.of(self._recipe_values())
            self._picture = self._pixels()
        except DigitpadError as error:
            self._banner.show_error(error)
            return
        self._latest.start()
        dialog = self.dialog or self._make()
        dialog.set_transforms(self._field.value())
        if dialog.isVisible():
            dialog.raise_()
            dialog.activateWindow()
        else:
            dialog.show()

    def _make(self) -> TransformsWindow:
        dialog = self.dialog = TransformsWindow(self._banner, self._window)
        dialog.list.set_editable(self._field.isEnabled())
        dialog.list.changed.connect(self._take)
        dialog.picture_button.clicked.connect(self._ask_for_picture)
        dialog.preview_requested.connect(self._request)
        dialog.finished.connect(self._closed)
        return dialog

    def _pixels(self) -> Pixels | None:
        """What lies on the pad; None for an empty one."""
        from digitpad.data.whole_pictures import as_bytes
        from digitpad.ink.raster import rasterize

        drawing = self._drawing()
        if drawing.empty:
            return None
        return as_bytes(drawing.pixels if isinstance(drawing, PadPicture) else rasterize(drawing))

    def close(self) -> None:
        """Close the window."""
        if self.dialog is not None:
            self.dialog.close()

    @Slot()
    def _closed(self) -> None:
        self.dialog = self._settings = self.pending = None

    @Slot()
    def _take(self) -> None:
        if self.dialog is not None:
            self._field.set_value(self.dialog.list.transforms())

    @Slot()
    def _follow(self) -> None:
        """Show what was changed in the form."""
        if self.dialog is None:
            return
        try:
            settings = PreviewSettings.of(self._recipe_values())
        except DigitpadError:
            return  # half typed
        if settings != self._settings or self._field.value() != self.dialog.list.transforms():
            self._settings = settings
            self.dialog.set_transforms(self._field.value())

    @Slot()
    def _ask_for_picture(self) -> None:
        kinds = self.tr("Pictures ({patterns});;All files (*)").format(
            patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES)
        )
        path = ask_for_file(self._window, self.tr("A picture for the preview"), self._folder, kinds)
        if path is not None:
            self._folder = path.parent
            self._task.start(partial(_read, path), self._set_picture)

    def _set_picture(self, picture: Pixels) -> None:
        if self.dialog is not None:
            self._picture = picture
            self.dialog.request_soon()

    @Slot()
    def _request(self) -> None:
        if self.dialog is not None and self._settings is not None:
            transforms, seed = self.dialog.list.transforms(), self.dialog.seed
            self.pending = self._picture, self._settings, transforms, seed
            self._latest.ask(preview=self.pending)

    def _is_current(self, request: Request) -> bool:
        """Whether a preview is of the present picture and settings."""
        return request[0] is self._picture and request[1] == self._settings

    def _compute(self, requests: Requests) -> Iterator[tuple[Request, Preview | DigitpadError]]:
        """In the thread: a slow preview is given up when a newer is requested, a quick one is shown."""
        request: Request = requests["preview"]
        began = time.monotonic()

        def check(_done: int, _total: int) -> None:
            if not self._is_current(request):
                raise Cancelled
            if time.monotonic() - began > _PATIENCE:
                self._latest.check_overtaken()

        try:
            yield request, preview(*request, check)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is shown beside the list
            yield request, explained(error)

    def _show(self, outcome: tuple[Request, Preview | DigitpadError]) -> None:
        request, result = outcome
        if self.pending is request:
            self.pending = None
        if self.dialog is None or not self._is_current(request):
            return
        if isinstance(result, Preview):
            self.dialog.show_preview(result)
            return
        self.dialog.show_problem(sentence(result))
        if not isinstance(result, RecipeError):
            self._banner.show_error(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and self.dialog is not None:
            self.dialog.list.set_editable(self._field.isEnabled())
        return super().eventFilter(watched, event)


def _read(path: Path) -> Pixels:
    from digitpad.data.whole_pictures import read_rgb

    return read_rgb(path)
