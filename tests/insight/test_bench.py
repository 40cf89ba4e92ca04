"""The bench's examples: their numbers are torch's, and what is written leads to them."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from digitpad.errors import UsageError
from digitpad.insight.bench.activations import ACTIVATIONS, Activated
from digitpad.insight.bench.example import Example
from digitpad.insight.bench.losses import L1Loss, MSELoss
from digitpad.insight.bench.numerals import MOST, Matrix, read_number, read_rows, write
from digitpad.insight.bench.probabilities import CrossEntropy, Entropy, KLDivergence
from digitpad.insight.bench.sliding import Convolution, MaxPooling

NOTES: Matrix = (
    (1.0, 2.0, 0.0, 3.0, 1.0),
    (0.0, 1.0, 2.0, 3.0, 1.0),
    (1.0, 2.0, 1.0, 0.0, 0.0),
    (5.0, 2.0, 3.0, 1.0, 1.0),
    (2.0, 1.0, 0.0, 1.0, 1.0),
)
KERNEL: Matrix = ((1.0, 2.0, 1.0), (0.0, 1.0, 0.0), (2.0, 1.0, 0.0))

numbers = st.floats(-100, 100).map(lambda value: round(value, 3))
sizes = st.integers(1, 6)


@st.composite
def matrices(draw: st.DrawFn, rows: int = 0, columns: int = 0, entries: Any = numbers) -> Matrix:
    height, width = rows or draw(sizes), columns or draw(sizes)
    line = st.tuples(*[entries] * width)
    return draw(st.tuples(*[line] * height))


@st.composite
def distributions(draw: st.DrawFn, size: int) -> Matrix:
    parts = draw(st.lists(st.integers(1, 50), min_size=size, max_size=size))
    return (tuple(part / sum(parts) for part in parts),)


def run(example: Example) -> torch.Tensor:
    """What the example's own code computes, in double precision."""
    names: dict[str, Any] = {}
    exec(example.code().replace("float32", "float64"), names)  # as the user runs it
    result: torch.Tensor = names["result"]
    return result


def double(values: object) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


def check(example: Example) -> None:
    """Output, explanation and loss are those of torch."""
    expected = run(example)
    computed = double(example.output)
    if example.loss is None:
        torch.testing.assert_close(computed, expected, rtol=1e-9, atol=1e-9)
    else:
        torch.testing.assert_close(double(example.loss), expected, rtol=1e-9, atol=1e-9)
    for row, line in enumerate(example.output):
        for column, value in enumerate(line):
            worked = example.explain((row, column))
            assert worked.value == value
            assert words(worked.lines)
            assert not worked.lines or " = " not in str(worked.lines[-1]) or ends(worked.lines, value)
    assert words(example.summary())


def words(lines: Iterable[object]) -> str:
    return "\n".join(map(str, lines))


def ends(lines: tuple[object, ...], value: float) -> bool:
    return any(str(line).endswith(f"= {write(value)}") for line in lines)


def test_the_notes_numbers() -> None:
    assert Convolution(NOTES, KERNEL).output == ((10, 12, 12), (18, 16, 16), (13, 9, 3))
    assert Convolution(NOTES, KERNEL, stride=2).output == ((10, 12), (13, 3))
    assert Convolution(NOTES, KERNEL, padding=1).output[0] == (1, 3, 4, 10, 8)
    assert MaxPooling(NOTES, 3, 3, ceil_mode=True).output == ((2, 3), (5, 1))
    assert MaxPooling(NOTES, 3, 3, ceil_mode=False).output == ((2,),)
    assert Activated(((1.0, -0.5), (-1.0, 3.0)), "ReLU").output == ((1, 0), (0, 3))
    one, other = ((1.0, 2.0, 3.0),), ((1.0, 2.0, 5.0),)
    assert [write(loss(one, other).loss) for loss in (L1Loss, MSELoss)] == ["0.6667", "1.3333"]
    assert L1Loss(one, other, "sum").loss == 2
    assert write(CrossEntropy(((0.1, 0.2, 0.3),), 1).loss) == "1.1019"


def test_a_convolution_is_written_out_row_by_row() -> None:
    worked = Convolution(NOTES, KERNEL).explain((0, 0))
    assert worked.lines == (
        "1×1 + 2×2 + 0×1 = 5",
        "0×0 + 1×1 + 2×0 = 1",
        "1×2 + 2×1 + 1×0 = 4",
        "5 + 1 + 4 = 10",
    )
    patch, kernel, products = worked.tables
    assert patch.texts[0] == ("1", "2", "0")
    assert kernel.texts[2] == ("2", "1", "0")
    assert products.texts[2] == ("2", "2", "0")
    assert set(worked.used[0]) == {(row, column) for row in range(3) for column in range(3)}


def test_what_lies_in_the_padding_is_faint_and_takes_no_part() -> None:
    worked = Convolution(NOTES, KERNEL, padding=1).explain((0, 0))
    assert worked.tables[0].faint == {(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)}
    assert set(worked.used[0]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_cross_entropy_is_written_out_with_its_softmax() -> None:
    example = CrossEntropy(((0.1, 0.2, 0.3),), 1)
    assert example.explain((2, 1)).lines == (
        "exp(0.2) = 1.2214",
        "exp(0.1) + exp(0.2) + exp(0.3) = 1.1052 + 1.2214 + 1.3499 = 3.6764",
        "1.2214 / 3.6764 = 0.3322",
        "−ln 0.3322 = −0.2 + ln 3.6764 = 1.1019",
    )
    assert "−ln softmax[1] = −ln 0.3322 = 1.1019" in words(example.summary())


def test_the_size_of_the_output_is_worked_out() -> None:
    assert "rows: ⌊(5 + 2×0 − 1×(3 − 1) − 1) / 2⌋ + 1 = 2" in words(Convolution(NOTES, KERNEL, 2).summary())
    left_out = MaxPooling(((1.0, 2.0), (3.0, 4.0)), 2, 3, padding=1, ceil_mode=True)
    assert "= 2, 2 − 1 = 1" in words(left_out.summary())
    assert left_out.output == ((1,),)


@given(st.data(), matrices(), sizes, st.integers(0, 3), st.integers(1, 3))
def test_convolution_is_torchs(
    data: st.DataObject, source: Matrix, stride: int, padding: int, dilation: int
) -> None:
    kernel = data.draw(matrices())
    extents = [dilation * (size - 1) + 1 for size in (len(kernel), len(kernel[0]))]
    room = [size + 2 * padding for size in (len(source), len(source[0]))]
    if any(extent > free for extent, free in zip(extents, room, strict=True)):
        with pytest.raises(UsageError, match="The kernel covers"):
            Convolution(source, kernel, stride, padding, dilation)
        return
    example = Convolution(source, kernel, stride, padding, dilation)
    check(example)


@given(matrices(), st.integers(1, 4), st.integers(1, 5), st.integers(0, 3), st.integers(1, 3), st.booleans())
def test_max_pooling_is_torchs_and_refuses_what_torch_refuses(
    source: Matrix, kernel: int, stride: int, padding: int, dilation: int, ceil_mode: bool
) -> None:
    tensor = torch.tensor(source)[None, None]
    try:
        example = MaxPooling(source, kernel, stride, padding, dilation, ceil_mode)
    except UsageError:
        with pytest.raises(RuntimeError):
            torch.nn.functional.max_pool2d(tensor, kernel, stride, padding, dilation, ceil_mode)
        return
    check(example)


@given(matrices(), st.sampled_from(sorted(ACTIVATIONS)), st.floats(0.001, 2))
def test_activations_are_torchs(source: Matrix, name: str, parameter: float) -> None:
    check(Activated(source, name, parameter))


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("value", [-1e6, -40.0, 0.0, 40.0, 1e6])
def test_very_large_numbers_do_not_overflow(name: str, value: float) -> None:
    example = Activated(((value,),), name, ACTIVATIONS[name].default)
    torch.testing.assert_close(double(example.output), run(example), rtol=1e-9, atol=1e-9)
    assert example.explain((0, 0)).lines


@given(st.data(), matrices(), st.sampled_from(["mean", "sum"]), st.sampled_from([L1Loss, MSELoss]))
def test_distances_are_torchs(data: st.DataObject, source: Matrix, reduction: str, loss: Any) -> None:
    target = data.draw(matrices(len(source), len(source[0])))
    check(loss(source, target, reduction))


@given(st.data(), matrices(1))
def test_cross_entropy_is_torchs(data: st.DataObject, scores: Matrix) -> None:
    example = CrossEntropy(scores, data.draw(st.integers(0, len(scores[0]) - 1)))
    check(example)
    softmax = torch.softmax(double(scores), 1)[0]
    torch.testing.assert_close(double(example.output[1]), softmax, rtol=1e-9, atol=1e-9)


def test_scores_that_are_far_apart_do_not_overflow() -> None:
    example = CrossEntropy(((1000.0, 0.0, 999.0),), 1)
    check(example)
    assert example.rows[0] == "exp(x − 1000)"
    assert "The largest score, 1000, is subtracted" in words(example.explain((0, 0)).lines)
    assert "−(x[1] − 1000) + ln Σ exp(x − 1000) = −(−1000) + ln 1.3679 = 1000.3133" in words(
        example.summary()
    )


@given(st.data(), sizes)
def test_entropy_and_divergence_are_torchs(data: st.DataObject, size: int) -> None:
    p, q = data.draw(distributions(size)), data.draw(distributions(size))
    check(Entropy(p))
    check(KLDivergence(p, q))
    expected = torch.distributions.Categorical(double(p[0])).entropy()
    torch.testing.assert_close(double(Entropy(p).loss), expected, rtol=1e-6, atol=1e-6)


def test_probabilities_of_zero() -> None:
    certain, even = ((1.0, 0.0),), ((0.5, 0.5),)
    assert Entropy(certain).loss == 0
    assert "adds 0" in words(Entropy(certain).explain((1, 1)).lines)
    assert write(KLDivergence(certain, even).loss) == write(math.log(2))
    assert KLDivergence(even, certain).loss == math.inf
    assert "∞" in words(KLDivergence(even, certain).summary())
    assert KLDivergence(certain, certain).loss == 0


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: L1Loss(((1.0, 2.0),), ((1.0,),)), "each needs its partner"),
        (lambda: CrossEntropy(((1.0, 2.0),), 2), "Class 2 has no score"),
        (lambda: CrossEntropy(KERNEL, 0), "There are 3 rows"),
        (lambda: Entropy(((0.5, 0.6),)), "add up to 1.1 instead of 1"),
        (lambda: Entropy(((1.5, -0.5),)), "between 0 and 1"),
        (lambda: KLDivergence(((0.5, 0.5),), ((1.0,),)), "both need one for each class"),
        (lambda: MaxPooling(NOTES, 2, 2, padding=2), "up to half of its kernel: 1 here, and not 2"),
        (lambda: Convolution(KERNEL, NOTES), "The kernel covers 5 × 5 cells, more than the input's 3 × 3"),
        (lambda: Convolution(NOTES, KERNEL, 0), "begin at 1"),
    ],
)
def test_what_does_not_fit_is_one_sentence(make: Any, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        make()


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-0.5", -0.5), ("−0,5", -0.5), (" 1e-3 ", 0.001), ("1/3", 1 / 3), (".5", 0.5), ("+2.", 2)],
)
def test_numbers_as_they_are_typed(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1 2", "nan", "inf", "1/0", "1/2/3", "1e7", "--1", "0x1", "1_0", "٣"]
)
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_number(text)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert math.isfinite(read_number(text))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1 2\n3 4", [["1", "2"], ["3", "4"]]),
        ("1, 2, 3\r\n4, 5, 6\r\n", [["1", "2", "3"], ["4", "5", "6"]]),
        ("1,5\t2\n3\t4", [["1,5", "2"], ["3", "4"]]),
        ("[[1,2],\n [0, 1]]", [["1", "2"], ["0", "1"]]),
        (
            "torch.tensor([[1., 2,\n 0],\n [0, 1, 2]], dtype=torch.float32)",
            [["1.", "2", "0"], ["0", "1", "2"]],
        ),
        ("0.1;0.2", [["0.1", "0.2"]]),
    ],
)
def test_rows_as_they_are_pasted(text: str, rows: list[list[str]]) -> None:
    assert read_rows(text) == rows


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no numbers"),
        ("[[]]", "no numbers"),
        ("1 2\n3", "differ in length: from 1 to 2"),
        ("1 " * (MOST + 1), f"1 × {MOST + 1} numbers are too many"),
    ],
)
def test_rows_that_have_no_room_are_one_sentence(text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        read_rows(text)


@given(st.floats(allow_nan=False, width=32))
def test_numbers_are_written_short_and_near(value: float) -> None:
    text = write(value)
    assert "-" not in text
    if math.isfinite(value):
        assert float(text.replace("−", "-")) == pytest.approx(value, rel=1e-3, abs=5e-5)
