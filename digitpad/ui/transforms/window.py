"""The window in which a recipe's random transforms are chosen, with a live preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.style.theme import as_message
from digitpad.ui.transforms.preview_views import DrawsView, StepsView
from digitpad.ui.transforms.transform_list import TransformList
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.dialogs import first_size
from digitpad.ui.widgets.export_menu import ExportMenu
from digitpad.ui.widgets.fields import named, push_button, text_label
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.ui.transforms.preview import Preview

_INTERVAL = 50  # milliseconds from a change to the preview that is requested for it
_LEFT = 310  # pixels of the list and the fields


class TransformsWindow(QDialog):
    """Chooses transforms and shows what they do. It stands beside the main window and does not block it.

    Args:
        banner: where it is shown that a picture was saved, or could not be.
        parent: the window beside which it stands.

    Attributes:
        list: the transforms; its `changed` is emitted when the user changes them.
        picture_button: for the preview of another picture.
        seed: of the preview's draws.

    Signals:
        preview_requested(): of the list and `seed`; `show_preview` or `show_problem` answers it.
    """

    preview_requested = Signal()

    def __init__(self, banner: StatusBanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformsWindow")
        self.setWindowTitle(self.tr("digitpad - random transforms of the training pictures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first_size(self, 1000, 680, least=(800, 600))
        self.seed = 1
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL)
        self._timer.setObjectName("previewTimer")
        self._timer.timeout.connect(self.preview_requested)
        self.list = TransformList(self)
        self.steps, self.draws = StepsView(), DrawsView()
        problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText, margin=8)
        problem.setAutoFillBackground(True)
        problem.hide()
        self._problem = named(problem, "transformsProblem", self.tr("What is wrong with the transforms"))
        self._lay_out()
        self._colour()
        self.draws.show_preview(None, self.tr("The pictures will be here in a moment…"))
        self.list.changed.connect(self.request_soon)
        for view, name in ((self.steps, "transform-steps"), (self.draws, "transform-draws")):
            ExportMenu(view, name, banner)

    def _lay_out(self) -> None:
        text = self.tr(
            "The network sees each training picture changed anew, in this order. Test pictures and what "
            "you draw stay as they are."
        )
        left = QWidget()
        left.setFixedWidth(_LEFT)
        left.setLayout(in_column(text_label(text), (self.list, 1), spacing=8, margin=0))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = close.button(QDialogButtonBox.StandardButton.Close)
        named(button, "closeTransformsButton", self.tr("Close the window"))
        button.setAutoDefault(False)
        close.rejected.connect(self.close)
        body = in_row(left, (self._preview_column(), 1), spacing=18)
        self.setLayout(in_column((body, 1), close))

    def _preview_column(self) -> QVBoxLayout:
        area = named(QScrollArea(), "transformStepsArea", self.tr("The picture, step by step"))
        area.setWidget(self.steps)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.horizontalScrollBar().sizeHint().height()
        area.setFixedHeight(self.steps.sizeHint().height() + bar + 2)
        again = self.tr("Draw the changes again with other random numbers")
        again_button = push_button(self.tr("&Draw again"), "drawAgainButton", again, self._draw_again)
        another = self.tr("Show the changes of another picture")
        self.picture_button = push_button(self.tr("A&nother picture…"), "anotherPictureButton", another)
        heading = text_label(self.tr("What the network may see: twelve draws, the first as above"), bold=True)
        return in_column(
            self._problem,
            text_label(self.tr("One picture, step by step"), bold=True),
            area,
            in_row((heading, 1), self.picture_button, again_button),
            (self.draws, 1),
            spacing=8,
        )

    def set_transforms(self, transforms: Iterable[Mapping[str, Any]]) -> None:
        """Show a list, and request its preview; the user changed nothing."""
        self.list.set_transforms(transforms)
        self.request_soon()

    def show_preview(self, preview: Preview) -> None:
        """Show what becomes of the picture."""
        self._problem.hide()
        self.steps.show_preview(preview)
        self.draws.show_preview(preview)

    def show_problem(self, text: str) -> None:
        """Show why there is no preview; the list stays as it is."""
        self._problem.setText(text)
        self._problem.show()
        self.steps.show_preview(None)
        self.draws.show_preview(None, self.tr("There is no preview of this list."))

    @Slot()
    def request_soon(self) -> None:
        """Request a preview of what is chosen by then; several requests in a short time become one."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _draw_again(self) -> None:
        self.seed += 1
        self.request_soon()

    def _colour(self) -> None:
        self._problem.setPalette(as_message(self.palette(), "error"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)
