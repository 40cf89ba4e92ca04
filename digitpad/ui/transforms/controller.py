"""What connects the window of transforms with the recipe and with the thread that computes its previews."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from digitpad.errors import Cancelled, DigitpadError, RecipeError
from digitpad.ui.messages import sentence
from digitpad.ui.threads.latest import Latest, Requests
from digitpad.ui.transforms.preview import Preview, PreviewOrder
from digitpad.ui.transforms.window import TransformsWindow
from digitpad.ui.transforms.work import drawn_digit, preview
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
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
        banner: where errors are shown that have nothing to do with the transforms that were chosen.
        take: called with the new transforms, a tuple of dicts.
        ask_for_picture: called where the preview should be of another picture; `set_picture` gives it.
        parent: its owner.

    Attributes:
        pending: the newest preview that was asked for and is not shown yet.
    """

    def __init__(
        self,
        window: QWidget,
        banner: StatusBanner,
        take: Callable[[tuple[dict[str, Any], ...]], object],
        ask_for_picture: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._banner = banner
        self._take = take
        self._ask_for_picture = ask_for_picture
        self._shown: TransformsWindow | None = None
        self._given: _Given | None = None
        self.pending: PreviewOrder | None = None
        self._latest = Latest(self._preview, "transformPreviews", self, low_priority=True)
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
        self._given = _Given(picture, size, channels, augmentation, mean, std)
        self._latest.start()
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
            self._given = _Given(self._given.picture, size, channels, augmentation, mean, std)
            self._shown.set_transforms(transforms)

    def set_picture(self, picture: Pixels | None) -> None:
        """Make the preview of another picture; None: of the digit drawn by the program."""
        if self._shown is not None and self._given is not None:
            self._given = replace(self._given, picture=picture)
            self._shown.request_soon()

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed, now and when the window is opened."""
        self._editable = on
        if self._shown is not None:
            self._shown.list.set_editable(on)

    def close(self) -> None:
        """Close the window."""
        if self._shown is not None:
            self._shown.close()

    def _make(self) -> TransformsWindow:
        window = self._shown = TransformsWindow(self._banner, self._window)
        window.list.set_editable(self._editable)
        window.list.changed.connect(self._changed)
        window.picture_button.clicked.connect(self._ask_for_picture)
        window.preview_requested.connect(self._wanted)
        window.finished.connect(self._closed)
        return window

    @Slot()
    def _closed(self) -> None:
        self._shown = self._given = self.pending = None

    @Slot()
    def _changed(self) -> None:
        if self._shown is not None:
            self._take(tuple(self._shown.transforms()))

    @Slot()
    def _wanted(self) -> None:
        if self._shown is None:
            return
        self.pending = PreviewOrder(tuple(self._shown.transforms()), self._shown.seed)
        self._latest.ask(preview=(self._given, self.pending))

    def _show(self, given: _Given, order: PreviewOrder, result: Preview | DigitpadError) -> None:
        if self.pending is order:
            self.pending = None
        if self._shown is None or self._given is not given:
            return  # of another picture or recipe
        if isinstance(result, Preview):
            self._shown.show_preview(result)
            return
        self._shown.show_problem(sentence(result))
        if not isinstance(result, RecipeError):
            self._banner.show_error(result)

    def _preview(self, requests: Requests) -> None:
        """In the thread: a slow preview is given up when a newer is wanted, a quick one is shown."""
        given, order = requests["preview"]
        began = time.monotonic()

        def go_on(_done: int, _total: int) -> None:
            slow = time.monotonic() - began > _PATIENCE
            if given is not self._given or (slow and self._latest.overtaken):
                raise Cancelled

        result: Preview | DigitpadError
        try:
            result = _made(given, order, go_on)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is shown beside the list
            result = self._latest.error(error)
        self._latest.post(self._show, given, order, result)


def _made(given: _Given, order: PreviewOrder, go_on: Callable[[int, int], None]) -> Preview:
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
