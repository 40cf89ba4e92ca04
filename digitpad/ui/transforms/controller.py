"""What connects the window of transforms with the recipe and with the thread that computes its previews."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import Cancelled, DigitpadError, RecipeError
from digitpad.ui.messages import sentence
from digitpad.ui.threads.task import Task
from digitpad.ui.transforms.preview import Preview, PreviewOrder
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.transforms.work import drawn_digit, preview
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.data.labelled import Progress
    from digitpad.form import PerChannel
    from digitpad.ui.transforms.work import Pixels

_PATIENCE = 0.3  # seconds that a preview may take on when a newer one is wanted


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """What the previews are made of, beside the transforms; as `preview` takes it."""

    picture: Pixels | None
    size: int
    channels: int
    augmentation: str
    mean: PerChannel | None
    std: PerChannel | None


class TransformsController(QObject):
    """Opens the window, and shows in it what its transforms do.

    Args:
        window: what it stands beside.
        wait_for_imports: returns when no other thread imports torch's parts any more.
        banner: where errors are shown that have nothing to do with the transforms that were chosen.
        take: called with the new transforms, a tuple of dicts.
        ask_for_picture: called where the preview should be of another picture; `set_picture` gives it.
        parent: its owner.
    """

    def __init__(
        self,
        window: QWidget,
        wait_for_imports: Callable[[], object],
        banner: StatusBanner,
        take: Callable[[tuple[dict[str, Any], ...]], object],
        ask_for_picture: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._wait_for_imports = wait_for_imports
        self._banner = banner
        self._take = take
        self._ask_for_picture = ask_for_picture
        self._shown: TransformsWindow | None = None
        self._given: _Given | None = None
        self._making: _Given | None = None  # what the preview under way is made of
        self._order: PreviewOrder | None = None  # the newest that is not begun
        self._task: Task | None = None
        self._editable = True

    @property
    def shown(self) -> TransformsWindow | None:
        """The window while it is open."""
        return self._shown

    def open(
        self,
        transforms: Iterable[Mapping[str, Any]],
        picture: Pixels | None,
        size: int,
        channels: int,
        augmentation: str,
        mean: PerChannel | None,
        std: PerChannel | None,
    ) -> None:
        """Show the window with these transforms; one that is open shows them instead of its own.

        torch has been loaded before.

        Args:
            transforms: as a recipe's dict has them.
            picture: what the preview is made of, uint8 (H, W) or (H, W, 3); None: a digit drawn by the
                program.
            size, channels: of the network's input.
            augmentation, mean, std: the recipe's.
        """
        self._give(_Given(picture, size, channels, augmentation, mean, std))
        window = self._shown or self._make()
        window.set_transforms(transforms)
        if window.isVisible():
            window.raise_()
            window.activateWindow()
        else:
            window.show()

    def update(
        self,
        transforms: Iterable[Mapping[str, Any]],
        size: int,
        channels: int,
        augmentation: str,
        mean: PerChannel | None,
        std: PerChannel | None,
    ) -> None:
        """Let an open window follow a recipe that was changed elsewhere; its picture stays."""
        if self._shown is not None and self._given is not None:
            self._give(_Given(self._given.picture, size, channels, augmentation, mean, std))
            self._shown.set_transforms(transforms)

    def set_picture(self, picture: Pixels | None) -> None:
        """Make the preview of another picture; None: of the digit drawn by the program."""
        if self._shown is not None and self._given is not None:
            self._give(replace(self._given, picture=picture))
            self._shown.request_soon()

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed, now and when the window is opened."""
        self._editable = on
        if self._shown is not None:
            self._shown.list.set_editable(on)

    def shut_down(self) -> None:
        """Close the window and wait for the thread; what it said is not heard any more."""
        if self._shown is not None:
            self._shown.close()
        if self._task is not None:
            self._task.cancel()
            self._task.wait()
        QCoreApplication.removePostedEvents(self, QEvent.Type.MetaCall.value)

    def _make(self) -> TransformsWindow:
        window = self._shown = TransformsWindow(self._banner, self._window)
        window.list.set_editable(self._editable)
        window.list.changed.connect(self._changed)
        window.picture_button.clicked.connect(self._ask_for_picture)
        window.preview_requested.connect(self._wanted)
        window.finished.connect(self._closed)
        return window

    def _give(self, given: _Given) -> None:
        """Take what the next previews are made of; one that is under way is of no use any more."""
        self._given = given
        if self._task is not None:
            self._task.cancel()

    @Slot()
    def _closed(self) -> None:
        self._shown = self._order = self._given = None
        if self._task is not None:
            self._task.cancel()

    @Slot()
    def _changed(self) -> None:
        if self._shown is not None:
            self._take(tuple(self._shown.transforms()))

    @Slot()
    def _wanted(self) -> None:
        if self._shown is None:
            return
        self._order = PreviewOrder(tuple(self._shown.transforms()), self._shown.seed)
        if self._task is None:
            self._start()

    def _start(self) -> None:
        order, given = self._order, self._given
        self._order, self._making = None, given
        if order is None or given is None:
            return
        task = self._task = Task(partial(_made, given, order, self._overtaken), self._wait_for_imports, self)
        task.done.connect(self._show)
        task.failed.connect(self._say)
        task.finished.connect(self._ended)
        task.start()

    def _overtaken(self) -> bool:
        """Whether a newer preview waits; asked in the thread."""
        return self._order is not None

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.wait()  # a moment: its work is done
            task.deleteLater()
        self._start()

    @Slot(object)
    def _show(self, found: Preview) -> None:
        if self._shown is not None and not self._outdated():
            self._shown.show_preview(found)

    @Slot(object)
    def _say(self, error: DigitpadError) -> None:
        if self._shown is None or self._outdated():
            return
        self._shown.show_problem(sentence(error))
        if not isinstance(error, RecipeError):
            self._banner.show_error(error)

    def _outdated(self) -> bool:
        """Whether what is told now is of another picture or recipe; it may have been told before a change."""
        return self._making is not self._given


def _made(given: _Given, order: PreviewOrder, overtaken: Callable[[], bool], progress: Progress) -> Preview:
    """For the thread: the preview. A slow one is given up when a newer is wanted, a quick one is shown."""
    began = time.monotonic()

    def go_on(done: int, total: int) -> None:
        progress(done, total)
        if overtaken() and time.monotonic() - began > _PATIENCE:
            raise Cancelled

    return preview(
        drawn_digit() if given.picture is None else given.picture,
        given.size,
        given.channels,
        order.transforms,
        given.augmentation,
        given.mean,
        given.std,
        order.seed,
        go_on,
    )
