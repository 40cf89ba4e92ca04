"""The window of the bench, by mouse and keys: what is typed and pasted, and the arithmetic of a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.ui.bench.curve_view import CurveView
from digitpad.ui.bench.window import BenchWindow
from digitpad.ui.style.theme import apply_theme, soft_text

Kind = TypeVar("Kind", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


class Bench:
    """The user at the bench."""

    def __init__(self, window: BenchWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def open(self, title: str) -> None:
        """Choose an example with a click on its title."""
        (item,) = self.window.list.findItems(title, Qt.MatchFlag.MatchExactly)
        place = self.window.list.visualItemRect(item).center()
        self.qtbot.mouseClick(self.window.list.viewport(), LEFT, pos=place)

    def find(self, kind: type[Kind], name: str) -> Kind:
        widget = self.window.findChild(kind, name)
        assert isinstance(widget, kind), name
        return widget

    def click(self, name: str, row: int, column: int) -> QTableWidget:
        """Click a cell of a table."""
        table = self.find(QTableWidget, name)
        item = table.item(row, column)
        table.scrollToItem(item)
        self.qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(item).center())
        return table

    def type(self, name: str, row: int, column: int, text: str) -> None:
        """Go to a cell and type over it, as in a spreadsheet."""
        table = self.click(name, row, column)
        self.qtbot.keyClicks(table, text[:1])
        editor = table.viewport().findChild(QLineEdit)
        assert editor is not None
        self.qtbot.keyClicks(editor, text[1:])
        self.qtbot.keyClick(editor, Qt.Key.Key_Return)
        self.qtbot.waitUntil(
            lambda: table.item(row, column).text() == text
        )  # Qt takes it over a little later

    def paste(self, name: str, text: str) -> None:
        """Paste text with the keyboard."""
        QGuiApplication.clipboard().setText(text)
        table = self.find(QTableWidget, name)
        table.setFocus()
        self.qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def set(self, name: str, value: int) -> None:
        """Type a number into a spin box."""
        spin = self.find(QSpinBox, name)
        spin.setFocus()
        spin.selectAll()
        self.qtbot.keyClicks(spin, str(value))

    def numbers(self, name: str) -> list[list[str]]:
        table = self.find(QTableWidget, name)
        return [
            [table.item(row, column).text() for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    def marked(self, name: str) -> set[tuple[int, int]]:
        """Cells with a colour of their own."""
        table = self.find(QTableWidget, name)
        return {
            (row, column)
            for row in range(table.rowCount())
            for column in range(table.columnCount())
            if table.item(row, column).data(Qt.ItemDataRole.BackgroundRole) is not None
        }

    def page(self, example: str) -> str:
        """The arithmetic that is shown."""
        return self.find(QTextBrowser, f"{example}Text").toPlainText()

    def label(self, name: str) -> str:
        """What a label says; nothing where it is not in sight."""
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""


@pytest.fixture
def bench(show: Callable[..., None], qtbot: QtBot) -> Bench:
    window = BenchWindow()
    show(window, 900, 720)
    return Bench(window, qtbot)


def test_a_setting_that_cannot_be_is_named_in_place_of_the_output(bench: Bench) -> None:
    bench.set("convolutionStrideSpin", 0)
    assert bench.numbers("convolutionOutput")  # it may still become 10
    bench.qtbot.keyClick(bench.find(QSpinBox, "convolutionStrideSpin"), Qt.Key.Key_Return)
    assert bench.label("convolutionProblem") == "The setting stride is 0; choose a whole number from 1 to 12."
    bench.set("convolutionStrideSpin", 2)
    assert bench.label("convolutionProblem") == ""
    bench.set("convolutionInputRowsSpin", 50)
    bench.qtbot.keyClick(bench.find(QSpinBox, "convolutionInputRowsSpin"), Qt.Key.Key_Return)
    assert bench.find(QSpinBox, "convolutionInputRowsSpin").text() == "50"
    assert "Rows is 50" in bench.label("convolutionInputProblem")
    bench.set("convolutionInputRowsSpin", 3)
    assert bench.label("convolutionInputProblem") == ""
    assert len(bench.numbers("convolutionInputTable")) == 3


def test_the_convolution_of_the_notes_is_there_with_its_arithmetic(bench: Bench) -> None:
    assert bench.numbers("convolutionOutput") == [["10", "12", "12"], ["18", "16", "16"], ["13", "9", "3"]]
    bench.click("convolutionOutput", 2, 1)
    page = bench.page("convolution")
    assert "output[2][1] = 9" in page
    assert "2×1 + 1×2 + 0×1 = 4" in page
    assert "4 + 3 + 2 = 9" in page
    assert "rows: ⌊(5 + 2×0 − 1×(3 − 1) − 1) / 1⌋ + 1 = 3" in page
    assert "F.conv2d(" in page
    patch = {(row, column) for row in (2, 3, 4) for column in (1, 2, 3)}
    assert bench.marked("convolutionInputTable") == patch


def test_arrow_keys_walk_through_the_output(bench: Bench) -> None:
    table = bench.click("convolutionOutput", 0, 0)
    bench.qtbot.keyClick(table, Qt.Key.Key_Right)
    bench.qtbot.keyClick(table, Qt.Key.Key_Down)
    assert "output[1][1] = 16" in bench.page("convolution")


def test_settings_of_the_convolution(bench: Bench) -> None:
    bench.set("convolutionStrideSpin", 2)
    assert bench.numbers("convolutionOutput") == [["10", "12"], ["13", "3"]]
    bench.set("convolutionPaddingSpin", 1)
    assert bench.numbers("convolutionOutput")[0] == ["1", "4", "8"]
    bench.set("convolutionDilationSpin", 4)
    problem = bench.label("convolutionProblem")
    assert problem.startswith("The kernel covers 9 × 9 cells, more than the input's 7 × 7")
    assert not bench.find(QTableWidget, "convolutionOutput").isVisible()
    assert bench.page("convolution") == ""
    bench.set("convolutionDilationSpin", 2)
    assert bench.label("convolutionProblem") == ""
    assert bench.find(QTableWidget, "convolutionOutput").isVisible()


def test_numbers_are_typed_over(bench: Bench) -> None:
    bench.type("convolutionInputTable", 0, 0, "-2,5")
    assert bench.numbers("convolutionOutput")[0][0] == "6.5"
    assert "(−2.5)×1 + 2×2 + 0×1 = 1.5" in bench.page("convolution")


def test_a_wrong_number_is_marked_and_named(bench: Bench) -> None:
    bench.type("convolutionInputTable", 1, 2, "abc")
    assert bench.label("convolutionInputProblem") == "Row 2, column 3: 'abc' is not a number."
    assert bench.label("convolutionProblem") == "Correct the number that is marked."
    table = bench.find(QTableWidget, "convolutionInputTable")
    assert table.item(1, 2).toolTip() == "'abc' is not a number."
    assert bench.marked("convolutionInputTable") == {(1, 2)}
    bench.type("convolutionInputTable", 1, 2, "2")
    assert bench.label("convolutionInputProblem") == bench.label("convolutionProblem") == ""
    assert bench.numbers("convolutionOutput")[0] == ["10", "12", "12"]


def test_rows_and_columns_are_added_and_left_out(bench: Bench) -> None:
    bench.set("convolutionInputRowsSpin", 3)
    bench.set("convolutionInputColumnsSpin", 6)
    assert bench.numbers("convolutionInputTable")[2] == ["1", "2", "1", "0", "0", "0"]
    assert bench.numbers("convolutionOutput") == [["10", "12", "12", "6"]]


def test_rows_are_pasted_and_copied(bench: Bench) -> None:
    bench.paste("convolutionKernelTable", "tensor([[1., 0.],\n        [0., -1.]])")
    assert bench.numbers("convolutionKernelTable") == [["1.", "0."], ["0.", "-1."]]
    assert bench.find(QSpinBox, "convolutionKernelRowsSpin").value() == 2
    assert len(bench.numbers("convolutionOutput")) == 4
    table = bench.find(QTableWidget, "convolutionKernelTable")
    bench.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1.\t0.\n0.\t-1."
    output = bench.click("convolutionOutput", 0, 0)
    bench.qtbot.keyClick(output, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "0\t0\t-3\t2"


@pytest.mark.parametrize(
    ("text", "what"),
    [("1 2\n3", "The rows differ in length"), ("", "The text has no numbers"), ("1 " * 13, "too many")],
)
def test_what_cannot_be_pasted_says_so_and_changes_nothing(bench: Bench, text: str, what: str) -> None:
    before = bench.numbers("convolutionKernelTable")
    bench.paste("convolutionKernelTable", text)
    assert what in bench.label("convolutionKernelProblem")
    assert bench.numbers("convolutionKernelTable") == before
    assert bench.numbers("convolutionOutput")[0] == ["10", "12", "12"]


def test_one_pasted_number_goes_into_the_current_cell(bench: Bench) -> None:
    bench.click("convolutionKernelTable", 1, 1)
    bench.paste("convolutionKernelTable", "7")
    assert bench.numbers("convolutionKernelTable")[1] == ["0", "7", "0"]


def test_max_pooling_with_and_without_ceil_mode(bench: Bench) -> None:
    bench.open("Max pooling")
    assert bench.numbers("poolingOutput") == [["2", "3"], ["5", "1"]]
    bench.click("poolingOutput", 1, 0)
    assert "max(5, 2, 3, 2, 1, 0) = 5" in bench.page("pooling")
    bench.qtbot.mouseClick(bench.find(QCheckBox, "poolingCeilModeCheck"), LEFT)
    assert bench.numbers("poolingOutput") == [["2"]]
    assert "max(1, 2, 0, 0, 1, 2, 1, 2, 1) = 2" in bench.page("pooling")


def test_the_stride_of_max_pooling_follows_its_kernel(bench: Bench) -> None:
    bench.open("Max pooling")
    bench.set("poolingKernelSpin", 2)
    assert bench.find(QSpinBox, "poolingStrideSpin").value() == 2
    bench.set("poolingStrideSpin", 1)
    bench.set("poolingPaddingSpin", 2)
    assert bench.label("poolingProblem").startswith("Max pooling takes a padding of up to half")


def test_activations_and_their_parameter(bench: Bench) -> None:
    bench.open("Activation")
    parameter = bench.find(QLineEdit, "activationParameterEdit")
    assert bench.numbers("activationOutput") == [["1", "0"], ["0", "3"]]
    assert not parameter.isVisible()
    combo = bench.find(QComboBox, "activationNameCombo")
    combo.setFocus()
    bench.qtbot.keyClicks(combo, "Sigmoid")
    bench.click("activationOutput", 0, 1)
    assert "1 / (1 + exp(0.5)) = 1 / (1 + 1.6487) = 1 / 2.6487 = 0.3775" in bench.page("activation")
    combo.setCurrentText("LeakyReLU")
    assert parameter.isVisible()
    assert parameter.text() == "0.01"
    parameter.selectAll()
    bench.qtbot.keyClicks(parameter, "0,5")
    assert bench.numbers("activationOutput")[0] == ["1", "−0.25"]
    bench.qtbot.keyClicks(parameter, "x")
    assert bench.label("activationProblem") == "negative_slope, alpha: '0,5x' is not a number."


def test_the_curve_shows_the_chosen_number(bench: Bench) -> None:
    bench.open("Activation")
    curve = bench.find(CurveView, "activationCurve")
    before = curve.grab().toImage()
    bench.click("activationOutput", 1, 1)
    assert curve.grab().toImage() != before


@pytest.mark.parametrize(
    ("title", "name", "loss", "written"),
    [
        ("L1 loss", "l1", "0.6667", "mean: 2 / 3 = 0.6667"),
        ("MSE loss", "mse", "1.3333", "mean: 4 / 3 = 1.3333"),
        ("Entropy", "entropy", "1.0397", "in bits: 1.0397 / ln 2 = 1.5"),
        ("Cross-entropy", "crossEntropy", "1.1019", "−ln softmax[1] = −ln 0.3322 = 1.1019"),
        ("KL divergence", "divergence", "0.0851", "0.2355 + (−0.0811) + (−0.0693) = 0.0851"),
    ],
)
def test_the_losses_of_the_notes(bench: Bench, title: str, name: str, loss: str, written: str) -> None:
    bench.open(title)
    assert bench.label(f"{name}Title") == f"{title}: {loss}"
    assert written in bench.page(name)


def test_a_click_in_the_softmax_shows_its_share(bench: Bench) -> None:
    bench.open("Cross-entropy")
    bench.click("crossEntropyOutput", 1, 2)
    assert "softmax [2] = 0.3672" in bench.page("crossEntropy")
    assert "1.3499 / 3.6764 = 0.3672" in bench.page("crossEntropy")
    bench.set("crossEntropyTargetSpin", 5)
    assert bench.label("crossEntropyProblem").startswith("Class 5 has no score")


def test_the_sum_instead_of_the_mean(bench: Bench) -> None:
    bench.open("L1 loss")
    combo = bench.find(QComboBox, "l1ReductionCombo")
    combo.setFocus()
    bench.qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert bench.label("l1Title") == "L1 loss: 2"
    bench.set("l1TargetColumnsSpin", 2)
    assert "each needs its partner" in bench.label("l1Problem")


def test_probabilities_that_are_none_say_so(bench: Bench) -> None:
    bench.open("Entropy")
    bench.type("entropyPTable", 0, 0, "0.6")
    assert bench.label("entropyProblem") == "The probabilities of p add up to 1.1 instead of 1."
    bench.paste("entropyPTable", "1/3 1/3\n1/3 1/3")
    assert "this example has one" in bench.label("entropyPProblem")
    bench.paste("entropyPTable", "1/3 1/3 1/3")
    assert bench.label("entropyTitle") == "Entropy: 1.0986"


def test_reset_brings_the_first_numbers_back(bench: Bench) -> None:
    bench.paste("convolutionInputTable", "1 2\n3 4")
    bench.set("convolutionStrideSpin", 3)
    bench.qtbot.mouseClick(bench.find(QPushButton, "resetBenchButton"), LEFT)
    assert bench.numbers("convolutionOutput")[0] == ["10", "12", "12"]
    assert bench.find(QSpinBox, "convolutionStrideSpin").value() == 1


def test_the_context_menu_of_the_numbers_pastes_and_copies(bench: Bench) -> None:
    actions = bench.find(QTableWidget, "convolutionInputTable").actions()
    assert [action.text() for action in actions] == ["&Copy all", "&Paste rows"]
    assert all(isinstance(action, QAction) for action in actions)


def test_marks_take_the_colours_of_the_theme(bench: Bench, qapp: QApplication) -> None:
    def colour() -> Any:
        table = bench.find(QTableWidget, "convolutionInputTable")
        return table.item(0, 0).data(Qt.ItemDataRole.BackgroundRole)

    try:
        apply_theme(qapp, "light")
        bench.qtbot.waitUntil(lambda: QColor(colour()).lightness() > 128)
        apply_theme(qapp, "dark")
        bench.qtbot.waitUntil(lambda: QColor(colour()).lightness() < 128)
    finally:
        apply_theme(qapp, "light")


@pytest.mark.parametrize("closed", [False, True])
def test_code_takes_the_colours_of_the_theme(bench: Bench, qapp: QApplication, closed: bool) -> None:
    for title in ("Cross-entropy", "KL divergence"):
        bench.open(title)
    texts = [bench.find(QTextBrowser, f"{name}Text") for name in ("crossEntropy", "divergence")]

    def colours() -> list[str]:
        cursors = [text.document().find("import torch") for text in texts]
        return [cursor.charFormat().foreground().color().name() for cursor in cursors]

    try:
        for scheme in ("light", "dark", "light"):
            bench.window.setVisible(not closed)
            apply_theme(qapp, scheme)
            bench.window.show()
            bench.qtbot.waitUntil(lambda: colours() == [soft_text(qapp.palette()).name()] * 2, timeout=1000)
    finally:
        apply_theme(qapp, "light")
