"""The window in which the user changes what had to be assumed of a network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitpad.errors import UsageError
from digitpad.model.assumed import Assumed, described
from digitpad.model.assumption_texts import KINDS, given
from digitpad.ui.messages import filled, joined, sentence, translated
from digitpad.ui.prediction.trying_line import TryingLine
from digitpad.ui.style.theme import message_colours, soft_text, with_text
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.dialogs import room_on_screen
from digitpad.ui.widgets.elided_combo import ElidedCombo
from digitpad.ui.widgets.fields import label_for, named, push_button, set_bold, shrinkable, text_label

_WIDEST_OTHER = 620  # pixels of what reads as well; what is longer is cut


class AssumptionsWindow(QDialog):
    """A row for each assumption; what is chosen in one is settled, and the rest is what reads best with it.

    Args:
        parent: the window beside which it stands.

    Attributes:
        trying: what is being tried, and the button that gives it up.

    Signals:
        changed(): the user has settled something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assumptions")
        self.setWindowTitle(self.tr("digitpad - what the file does not say"))
        self.setMinimumWidth(440)
        self.trying = TryingLine(self)
        policy = self.trying.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the rows would scroll while it is shown
        self.trying.setSizePolicy(policy)
        self._about = named(text_label(""), "assumptionsNote", self.tr("What is assumed"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self._rows = {key: _Row(key, self, grid, number) for number, key in enumerate(KINDS)}
        for row in self._rows.values():
            row.changed.connect(self._report)
            row.grown.connect(self._fit)
        self._now = named(text_label("", bold=True), "assumptionsAccuracy", self.tr("How well it reads"))
        self._before = named(text_label(""), "assumptionsBefore", self.tr("How well it read before"))
        self._problem = named(text_label(""), "assumptionsProblem", self.tr("Why nothing has changed"))
        self._others_title = text_label(self.tr("Reads as well; a click takes it:"))
        self._others = QVBoxLayout()
        self._others.setSpacing(2)
        about = self.tr("Settle nothing: the search decides all of it again")
        self._reset = push_button(
            self.tr("All as it reads &best"), "assumptionsReset", about, self._settle_none
        )
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = close.button(QDialogButtonBox.StandardButton.Close)
        named(button, "closeAssumptions", self.tr("Close the window")).setAutoDefault(False)
        close.rejected.connect(self.close)
        figures = in_row((self._now, 1), (self._before, 1), spacing=12)
        parts = self._about, grid, self._problem, figures, self._others_title, self._others
        column = in_column(*parts, spacing=8, margin=0)
        column.addStretch(1)
        rows = QWidget()
        rows.setLayout(column)
        self._column = column
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(rows)
        last = in_row(self._reset, (QWidget(), 1), close)
        self.setLayout(in_column((self._area, 1), self.trying, last, spacing=8))

    @property
    def settled(self) -> dict[str, str]:
        """What the user has settled, by key of `KINDS`."""
        return {key: row.chosen for key, row in self._rows.items() if row.chosen}

    def show_assumed(self, file: str, assumed: Assumed, before: Assumed | None) -> None:
        """Show what is assumed of a network.

        Args:
            file: its name.
            assumed: what is assumed.
            before: what was assumed before the last change.
        """
        if assumed.accuracy is None:
            rest = self.tr("What you choose is settled, and the rest is likely.")
        else:
            rest = self.tr("What you choose is settled, and the rest is what reads best.")
        says = self.tr("{file} does not say the following.").format(file=file)
        note = "" if assumed.note is None else self.tr("({note})").format(note=filled(assumed.note))
        self._about.setText(joined(says, rest, note))
        for key, row in self._rows.items():
            row.show_value(assumed.values.get(key), key in assumed.chosen)
        self._now.setText(self.tr("Now: {reads}").format(reads=sentence(assumed.reads)))
        self._before.setVisible(before is not None)
        if before is not None:
            self._before.setText(self.tr("Before: {reads}").format(reads=sentence(before.reads)))
        self._show_others(assumed)
        self.show_problem("")
        self._fit()

    def show_problem(self, text: str) -> None:
        """Say why what is settled cannot be; "" for nothing."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._colour()
        self._fit()

    def _show_others(self, assumed: Assumed) -> None:
        while (item := self._others.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._others_title.setVisible(bool(assumed.others))
        for number, (values, accuracy) in enumerate(assumed.others):
            text = self.tr("{what}: {percent:.1f} %")
            what = text.format(what=filled(described(values)), percent=100 * accuracy)
            fitted = self.fontMetrics().elidedText(what, Qt.TextElideMode.ElideMiddle, _WIDEST_OTHER)
            about = self.tr("Settle this: {what}").format(what=what)
            name, settle = f"assumeOther-{number}", partial(self._settle, values)
            button = push_button(fitted.replace("&", "&&"), name, about, settle)
            self._others.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.show()  # it counts in the window's size from now on

    def _settle(self, values: Mapping[str, str]) -> None:
        for key, value in values.items():
            self._rows[key].show_value(value, True)
        self._report()

    @Slot()
    def _settle_none(self) -> None:
        for row in self._rows.values():
            row.give_back()
        self._report()

    @Slot()
    def _report(self) -> None:
        self.show_problem("")
        self.changed.emit()

    @Slot()
    def _fit(self) -> None:
        """Become as wide as its buttons need, and as high as its lines do then, where the screen has room."""
        outer, inner = self.layout(), self._column
        if outer is None:
            return
        inner.activate()
        outer.activate()
        beside = outer.totalMinimumSize() - self._area.minimumSizeHint()
        width = max(self.width(), inner.totalMinimumSize().width() + beside.width())
        height = inner.totalHeightForWidth(width - beside.width()) + beside.height()
        self.resize(width, max(self.height(), min(height, room_on_screen(self).height())))

    def _colour(self) -> None:
        wrong = with_text(self.palette(), QColor(message_colours(self.palette(), "error").text))
        self._problem.setPalette(wrong)
        soft = with_text(self.palette(), soft_text(self.palette()))
        for label in (self._before, self._about, self._others_title):
            label.setPalette(soft)
        for row in self._rows.values():
            row.colour(wrong, soft)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()


class _Row(QObject):
    """A field for one assumption, whose it is, and what is wrong with it.

    Attributes:
        chosen: what the user has settled; "" for what reads best.

    Signals:
        changed(): the user has settled something else.
        grown(): it needs more room.
    """

    changed = Signal()
    grown = Signal()

    def __init__(self, key: str, parent: QWidget, grid: QGridLayout, number: int) -> None:
        super().__init__(parent)
        self._key, self._value, self.chosen = key, "", ""
        kind, title = KINDS[key], translated(KINDS[key].title)
        form = translated(kind.form)
        self._best = self.tr("what reads best")
        self._combo = shrinkable(named(ElidedCombo(parent), f"assume-{key}", title))
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.setCompleter(QCompleter(self._combo))  # an empty one: "1" is not to become "1,0"
        self._combo.setToolTip(form)
        self._combo.addItems([self._best, *kind.usual])
        self._label = label_for(parent, title, self._combo)
        self._whose = QLabel(parent)
        self._whose.setObjectName(f"assume-{key}-whose")
        self._problem = named(text_label(""), f"assume-{key}-problem", self.tr("What is wrong"))
        self._problem.hide()
        self._widgets = self._label, self._combo, self._whose, self._problem
        for column, widget in enumerate(self._widgets[:3]):
            grid.addWidget(widget, 2 * number, column)
        grid.addWidget(self._problem, 2 * number + 1, 1, 1, 2)
        self._combo.activated.connect(self._take)
        if (line := self._combo.lineEdit()) is not None:
            line.editingFinished.connect(self._take)

    def show_value(self, value: str | None, is_chosen: bool) -> None:
        """Show what is assumed, and whether the user has settled it; None hides the row."""
        for widget in self._widgets[:3]:
            widget.setVisible(value is not None)
        self._value = value or ""
        self.chosen = self._value if is_chosen else ""
        self._show(self._value, is_chosen)

    def give_back(self) -> None:
        """Leave it to the search."""
        self.chosen = ""
        self._show(self._best, False)

    def _show(self, text: str, is_chosen: bool) -> None:
        with QSignalBlocker(self._combo):
            if (index := self._combo.findText(text)) >= 0:
                self._combo.setCurrentIndex(index)
            self._combo.setEditText(text)
        if (line := self._combo.lineEdit()) is not None:
            line.setCursorPosition(0)  # of a long value the beginning
        self._whose.setText(self.tr("set by you") if is_chosen else self.tr("assumed"))
        set_bold(self._label, is_chosen)
        self._problem.hide()

    @Slot()
    def _take(self) -> None:
        """What was typed or chosen is settled, if it can be."""
        text = self._combo.currentText().strip()
        if text in (self._best, ""):
            if self.chosen or text == "":
                self.give_back()
                self.changed.emit()
            return
        if text == (self.chosen or self._value):
            self._problem.hide()
            return
        try:
            given([f"{self._key}={text}"])
        except UsageError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
            self.grown.emit()
            return
        self.chosen = text
        self._show(text, True)
        self.changed.emit()

    def colour(self, wrong: QPalette, soft: QPalette) -> None:
        """Take over the colours of problems and of what is less important."""
        self._problem.setPalette(wrong)
        self._whose.setPalette(soft)
