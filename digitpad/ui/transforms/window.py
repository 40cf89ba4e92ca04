"""The window in which a recipe's random changes are chosen, with a live preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.style.theme import message_colours
from digitpad.ui.transforms.chosen import ChosenTransforms
from digitpad.ui.transforms.draws_view import DrawsView
from digitpad.ui.transforms.preview import PreviewOrder, Table
from digitpad.ui.transforms.steps_view import StepsView
from digitpad.ui.transforms.words import TransformWords
from digitpad.ui.widgets.export_menu import ExportMenu
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.status_banner import StatusBanner

if TYPE_CHECKING:
    from digitpad.ui.transforms.preview import Preview

_INTERVAL = 50  # milliseconds from a change to the preview that is wanted for it
_LEFT = 310  # pixels of the list and the fields


class TransformsWindow(QDialog):
    """Chooses transforms and shows what they do. It stands beside the window and holds nothing up.

    Args:
        table: the transforms that there are, and the settings of each.
        banner: where it is shown that a picture was saved, or could not be.
        parent: the window beside which it stands.

    Attributes:
        picture_button: asks for another picture.

    Signals:
        changed(object): the new transforms, a tuple of dicts; somebody changed them.
        preview_wanted(object): a `PreviewOrder`; `show_preview` or `show_problem` answers it.
    """

    changed = Signal(object)
    preview_wanted = Signal(object)

    def __init__(self, table: Table, banner: StatusBanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transformsWindow")
        self.setWindowTitle(self.tr("digitpad - random changes of the training pictures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(800, 600)
        self.resize(1000, 680)
        words = TransformWords(self)
        self._seed = 1
        self._timer = QTimer(self)
        self._timer.setObjectName("previewTimer")
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self._ask)
        self.chosen = ChosenTransforms(table, words, self)
        self.steps = StepsView(words)
        self.draws = DrawsView()
        self._problem = named(QLabel(), "transformsProblem", self.tr("What is wrong with the transforms"))
        self._lay_out()
        self._colour()
        self._clear_problem()
        self.draws.show_preview(None, self.tr("The pictures will be here in a moment…"))
        self.chosen.changed.connect(self._changed)
        for view, name in ((self.steps, "transform-steps"), (self.draws, "transform-draws")):
            ExportMenu(view, name, banner)

    def _lay_out(self) -> None:
        told = QLabel(
            self.tr(
                "Each training picture is changed anew each time it is seen, in this order. Test pictures "
                "and what you draw stay as they are."
            )
        )
        told.setWordWrap(True)
        left = QWidget()
        left.setFixedWidth(_LEFT)
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(8)
        left_column.addWidget(told)
        left_column.addWidget(self.chosen, 1)
        body = QHBoxLayout()
        body.setSpacing(18)
        body.addWidget(left)
        body.addLayout(self._preview_column(), 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = close.button(QDialogButtonBox.StandardButton.Close)
        named(button, "closeTransformsButton", self.tr("Close the window"))
        button.setAutoDefault(False)
        close.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addLayout(body, 1)
        column.addWidget(close)

    def _preview_column(self) -> QVBoxLayout:
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setAutoFillBackground(True)
        self._problem.setMargin(8)
        self.again_button = self._button(
            self.tr("&Draw again"), "drawAgainButton", self.tr("Draw the changes by other random numbers")
        )
        self.picture_button = self._button(
            self.tr("A&nother picture…"), "anotherPictureButton", self.tr("Show another picture's changes")
        )
        self.again_button.clicked.connect(self.draw_again)
        area = named(QScrollArea(), "transformStepsArea", self.tr("The picture, step by step"))
        area.setWidget(self.steps)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.horizontalScrollBar().sizeHint().height()
        area.setFixedHeight(self.steps.sizeHint().height() + bar + 2)
        buttons = QHBoxLayout()
        buttons.addWidget(_heading(self.tr("What the network may see: twelve draws, the first as above")), 1)
        buttons.addWidget(self.picture_button)
        buttons.addWidget(self.again_button)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._problem)
        column.addWidget(_heading(self.tr("One picture, step by step")))
        column.addWidget(area)
        column.addLayout(buttons)
        column.addWidget(self.draws, 1)
        return column

    def _button(self, text: str, name: str, description: str) -> QPushButton:
        button = named(QPushButton(text), name, description)
        button.setToolTip(description)
        button.setAutoDefault(False)
        return button

    def transforms(self) -> list[dict[str, Any]]:
        """The transforms in their order, each with its name and what it is told."""
        return self.chosen.transforms()

    def set_transforms(self, transforms: Iterable[Mapping[str, Any]]) -> None:
        """Show a list, and ask for its preview; `changed` does not tell of it."""
        self.chosen.set_transforms(transforms)
        self.ask_soon()

    def set_editable(self, on: bool) -> None:
        """Whether the list can be changed."""
        self.chosen.set_editable(on)

    def show_preview(self, preview: Preview) -> None:
        """Show what becomes of the picture."""
        self._clear_problem()
        self.steps.show_preview(preview)
        self.draws.show_preview(preview)

    def show_problem(self, text: str) -> None:
        """Say why there is no preview; the list stays as it is."""
        self._problem.setText(text)
        self._problem.show()
        self.steps.show_preview(None)
        self.draws.show_preview(None, self.tr("There is no preview of this list."))

    def _clear_problem(self) -> None:
        self._problem.hide()
        self._problem.clear()

    @Slot()
    def draw_again(self) -> None:
        """Ask for other draws."""
        self._seed += 1
        self.ask_soon()

    @Slot()
    def ask_soon(self) -> None:
        """Want a preview of what is chosen by then; several wishes in a short time become one."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        self.preview_wanted.emit(PreviewOrder(tuple(self.transforms()), self._seed))

    @Slot()
    def _changed(self) -> None:
        self.changed.emit(tuple(self.transforms()))
        self.ask_soon()

    def _colour(self) -> None:
        colours = message_colours(self.palette(), "error")
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.background))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours.text))
        self._problem.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
