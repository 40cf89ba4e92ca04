"""What the network answers: the class, its bars, what it was given, and which network it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from digitpad.form import DIGITS, UNREAD
from digitpad.numerals import percent
from digitpad.ui.prediction.answer_look import Rows, lines_of
from digitpad.ui.prediction.answer_view import AnswerView
from digitpad.ui.prediction.bars import Bars
from digitpad.ui.prediction.bars import number as number_text
from digitpad.ui.prediction.input_preview import InputPreview
from digitpad.ui.prediction.network_lines import NetworkLines
from digitpad.ui.widgets.accessible import Role
from digitpad.ui.widgets.boxes import in_column, in_row
from digitpad.ui.widgets.elided_label import ElidedLabel
from digitpad.ui.widgets.fitting import at_most_lines
from digitpad.ui.widgets.segment_button import SegmentButton

_LARGEST = 24
"""Height in lines from which answer and input grow no more: on a large screen the bars want the room."""


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer in words.

    Attributes:
        beneath: under the large class or number.
        line: on the line below, mostly the margin to the second class.
        short: the same in fewer words.
        description: all of it, for screen readers.
    """

    beneath: str
    line: str
    short: str
    description: str


class AnswerWords(QObject):
    """Puts answers into words.

    Attributes:
        digits: whether the classes are the digits.
    """

    digits = True

    def unknown(self) -> str:
        """Shown in place of a class where there may be none."""
        return self.tr("Not a digit I know") if self.digits else self.tr("Not a class I know")

    def margin(self, margin: float, second: str) -> tuple[str, str]:
        """How far the answer lies ahead of the class `second`, in log-probability; and in fewer words."""
        text = self.tr("margin to second: {margin} (second: {name})")
        short = self.tr("margin {margin} to {name}")
        values = {"margin": number_text(margin), "name": second}
        return text.format(**values), short.format(**values)

    def text(
        self, name: str, chance: str, margins: tuple[str, str], unknown: bool, rows: Rows, chosen: int
    ) -> AnswerText:
        """An answer in words.

        Args:
            name: the class.
            chance: its probability in percent.
            margins: how far it lies ahead, and in fewer words; empty where it is the only class.
            unknown: whether it may be no class at all, and `name` only what comes nearest.
            rows: of several digits, or digits with signs, their classes row by row; None for a sign.
            chosen: number of the digit that the arguments above are about.
        """
        if unknown:
            beneath = self.tr("unknown") if rows else self.tr("nearest: {name}").format(name=name)
            description = self.tr("{answer}; nearest: {name}").format(answer=self.unknown(), name=name)
        else:
            beneath = chance
            description = self.tr("{name}, {chance}").format(name=name, chance=chance)
        line, short = (description, description) if unknown and rows else margins
        if margins[0]:
            description = self.tr("{answer}; {margin}").format(answer=description, margin=margins[0])
        if rows:
            digits = sum(word is not None for row in rows for word in row)
            description = self.tr("{number}, digit {place} of {count}: {answer}").format(
                number=", ".join(lines_of(rows)), place=chosen + 1, count=digits, answer=description
            )
            if digits < sum(map(len, rows)):
                beside = self.tr("{sign} is not read · {line}")
                line, short = (beside.format(sign=UNREAD, line=text) for text in (line, short))
                description = self.tr("{answer}. {sign} is a sign that is not read.").format(
                    answer=description, sign=UNREAD
                )
        return AnswerText(beneath, line, short, description)


class PredictionPanel(QWidget):
    """Shows one answer at a time; cheap enough for every point of a stroke.

    The Qt property `digit` is the class's number, -1 without an answer; `logProbs` is the list of
    log-probabilities, empty without an answer. `number` is what several digits make up, such as "2026", its
    rows in lines and "?" for a sign, and empty otherwise; then `digit` and `logProbs` are the chosen one's.
    `unknown` is whether the answer is "not a digit I know", and `digit` what comes nearest.

    Signals:
        answer_changed(): the properties have new values.
    """

    ACCESSIBLE_ROLE = Role.Grouping

    answer_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predictionPanel")
        self.setAccessibleName(self.tr("Prediction"))
        self._classes: tuple[str, ...] = DIGITS
        self._digit = -1
        self._log_probs: list[float] = []
        self._number = ""
        self._unknown = False
        self._words = AnswerWords(self)
        self.answer = AnswerView(self)
        self.input_preview = InputPreview(self)
        self.bars = Bars(self)
        self.bars.set_classes(self._classes)
        for large in (self.answer, self.input_preview):
            at_most_lines(large, _LARGEST)
        self._margin_line = ElidedLabel(self, cut=Qt.TextElideMode.ElideRight)
        self._margin_line.setObjectName("margin")
        switch = self._switch()
        self.network_lines = NetworkLines(self)
        upper = in_row((self.answer, 1), (self.input_preview, 1), spacing=8)
        parts = (upper, 4), self._margin_line, switch, (self.bars, 9), self.network_lines
        self.setLayout(in_column(*parts, spacing=6, margin=4))
        self.show_loading()

    def _switch(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._scales = QButtonGroup(self)
        log_tip = self.tr("What the network computes: from −20 to 0, the longest bar is best")
        for name, text, tip in (
            ("logButton", self.tr("Log-softmax"), log_tip),
            ("probabilityButton", self.tr("Probability"), self.tr("The same answer in percent")),
        ):
            button = SegmentButton(text, self)
            button.setObjectName(name)
            button.setChecked(name == "logButton")
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            self._scales.addButton(button)
            row.addWidget(button)
        self.probability_button = button
        self.probability_button.toggled.connect(self.bars.set_as_probability)
        return row

    def set_classes(self, classes: Sequence[str]) -> None:
        """Name the classes, in the network's order; an answer that was shown goes."""
        if tuple(classes) != self._classes:
            self._classes = tuple(classes)
            self._words.digits = set(classes) <= set(DIGITS)
            self.bars.set_classes(self._classes)
            self.show_blank()

    def classes(self) -> tuple[str, ...]:
        """The classes' names, in the network's order."""
        return self._classes

    def show_loading(self) -> None:
        """Say that the network is still loading."""
        self._show_message(self.tr("The network is loading…"))

    def show_reading(self) -> None:
        """Say that a picture is being read, which takes a while."""
        self._show_message(self.tr("The picture is being read…"))

    def show_blank(self) -> None:
        """Say that nothing is drawn, which is not a digit."""
        self._show_message(self.tr("Nothing drawn"))

    def show_no_ink(self) -> None:
        """Say that a picture is blank."""
        self._show_message(self.tr("No ink was found in this picture"))

    def show_refused(self, message: str) -> None:
        """Say why the network cannot be asked about what is on the pad."""
        self._show_message(message)

    def show_no_network(self, message: str) -> None:
        """Say why no network answers."""
        self._show_message(message)

    def show_prediction(
        self,
        log_probs: Sequence[float],
        digit: int,
        margin: float,
        *,
        unknown: bool = False,
        rows: Sequence[Sequence[int | None]] = (),
        chosen: int = 0,
    ) -> None:
        """Show an answer.

        Args:
            log_probs: natural logarithms of the probabilities, one per class.
            digit: number of the class that is answered, 0 to one less than there are classes.
            margin: its log-probability less that of the second, 0 or more.
            unknown: whether it may be no class at all, and `digit` only what comes nearest.
            rows: of several digits, or digits with signs, the classes' numbers row by row; None for a sign.
            chosen: number of the digit that the arguments above are about.
        """
        values = [float(value) for value in log_probs]
        words = tuple(tuple(None if one is None else self._name(one) for one in row) for row in rows)
        name = self._name(digit)
        chance = percent(math.exp(min(0.0, values[digit])))
        text = self._words.text(
            name, chance, self._margin_text(values, digit, margin), unknown, words, chosen
        )
        if words:
            self.answer.show_digits(words, chosen, text.beneath)
        elif unknown:
            self.answer.show_message(self._words.unknown(), text.beneath)
        else:
            self.answer.show_answer(name, text.beneath)
        self._margin_line.set_text(text.line, short=text.short)
        self._number, self._unknown = "\n".join(lines_of(words)), unknown
        self._set_answer(digit, values, text.description)

    def _name(self, digit: int) -> str:
        return self._classes[digit] if digit < len(self._classes) else str(digit)

    def _margin_text(self, values: list[float], digit: int, margin: float) -> tuple[str, str]:
        others = [other for other in range(min(len(values), len(self._classes))) if other != digit]
        second = max(others, key=values.__getitem__, default=-1)
        return ("", "") if second < 0 else self._words.margin(margin, self._classes[second])

    def _show_message(self, text: str) -> None:
        self.answer.show_message(text)
        self._margin_line.set_text("")
        self._number, self._unknown = "", False
        self._set_answer(-1, [], text)

    def _set_answer(self, digit: int, log_probs: list[float], description: str) -> None:
        self._digit, self._log_probs = digit, log_probs
        self.bars.set_muted(self._unknown)
        self.bars.set_values(log_probs, digit)
        if description != self.accessibleDescription():  # each change is read out
            self.setAccessibleDescription(description)
        self.answer_changed.emit()

    def _get_digit(self) -> int:
        return self._digit

    def _get_log_probs(self) -> list[float]:
        return list(self._log_probs)

    def _get_number(self) -> str:
        return self._number

    def _get_unknown(self) -> bool:
        return self._unknown

    digit = Property(int, _get_digit, notify=answer_changed)
    logProbs = Property(list, _get_log_probs, notify=answer_changed)  # noqa: N815 - a Qt property's name
    number = Property(str, _get_number, notify=answer_changed)
    unknown = Property(bool, _get_unknown, notify=answer_changed)


class CorrectionHint(ElidedLabel):
    """Keeps its room without an answer, so that nothing moves when one comes.

    Args:
        panel: whose answer can be corrected.
    """

    def __init__(self, panel: PredictionPanel) -> None:
        super().__init__(cut=Qt.TextElideMode.ElideRight)
        self.setObjectName("correctionHint")
        self._panel = panel
        panel.answer_changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        # Samples are digits: what another network answers cannot be corrected.
        answered = self._panel.property("digit") != -1 and self._panel.classes() == DIGITS
        text = self.tr("Wrong? Click its bar, or press 0–9") if answered else ""
        if text != self.text():
            tip = self.tr(
                "Click the bar of what it was, or press its key while the pad has the focus: the drawing is "
                "kept among your samples, and the network can be taught with them."
            )
            self.set_text(text, tip if answered else "")
