"""What `predict` prints of what was read: text for people, or a JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digitpad.cli.language import tr
from digitpad.cli.output import bars, print_json
from digitpad.errors import printable
from digitpad.form import DIGITS
from digitpad.numerals import percent

if TYPE_CHECKING:
    from digitpad.reading import Prediction, Reading


def tell(name: dict[str, Any], reading: Reading, as_json: bool) -> None:
    """Print what was read.

    Args:
        name: which drawing or picture it is.
        reading: what was read in it.
        as_json: whether to print it as JSON.
    """
    if as_json:
        print_json({**name, **_as_json(reading)})
        return
    title = printable(":".join(map(str, name.values())), 4096)
    if reading.blank:
        print(tr("{picture}: nothing drawn").format(picture=title), end="\n\n")
    elif reading.several or reading.signs:
        print("\n".join(_number(title, reading)), end="\n\n")
    else:
        answer, classes = reading.digits[0].prediction, reading.classes
        print(f"{title}: {_words(answer, classes)}")
        print("\n".join(bars(answer.log_probs, classes, answer.digit)), end="\n\n")


def _number(title: str, reading: Reading) -> list[str]:
    """The number, its rows one under the other, each with a line for every digit in it."""
    one_row = len(reading.lines) == 1
    printed = [f"{title}: {reading.text}" if one_row else f"{title}:"]
    for number, line in enumerate(reading.lines):
        printed += [] if one_row else [f"  {line}"]
        row = [digit for digit in reading.digits if digit.line == number]
        indent = "  " if one_row else "    "
        printed += [f"{indent}{_words(digit.prediction, reading.classes)}" for digit in row]
    if reading.signs:
        printed.append("  " + tr("? is a sign, which is not read"))
    return printed


def _words(prediction: Prediction, classes: Sequence[str]) -> str:
    """The class with its probability, or that it is none."""
    if not prediction.unknown:
        text = tr("{name} ({chance}, margin {margin:.2f})")
    elif tuple(classes) == DIGITS:
        text = tr("not a digit I know (nearest: {name}, {chance})")
    else:
        text = tr("not a class I know (nearest: {name}, {chance})")
    chance = percent(prediction.probability)
    return text.format(name=classes[prediction.digit], chance=chance, margin=prediction.margin)


def _as_json(reading: Reading) -> dict[str, Any]:
    single = reading.single
    return {
        "digit": None if single.blank else single.digit,
        "class": None if single.blank else reading.classes[single.digit],
        "probability": single.probability,
        "log_probs": list(single.log_probs),
        "blank": single.blank,
        "number": None if reading.blank else reading.text,
        "digits": [
            {
                "digit": digit.prediction.digit,
                "probability": digit.prediction.probability,
                "log_probs": list(digit.prediction.log_probs),
                "box": list(digit.box),
                "line": digit.line,
            }
            for digit in reading.digits
        ],
        "known": reading.known,
        "unknown": reading.unknown,
        "lines": list(reading.lines),
        "signs": [{"box": list(sign.box), "line": sign.line} for sign in reading.signs],
    }
