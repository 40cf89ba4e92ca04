"""Protobuf messages, walked through in their file.

A message is fields with a number, a kind and a value, one after the other; a value may be a message again
(protobuf.dev/programming-guides/encoding). What is read costs what is looked at, whatever sizes are claimed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from digitpad.errors import CheckpointError
from digitpad.model.safe_io.tensors import too_large

_MAX_FIELDS = 500_000
"""Most fields that are looked at; a model of 1,000 layers has some 50,000."""

_MAX_TEXT, _MAX_NUMBERS = 1000, 100_000

Part = tuple[int, int]
"""Where a value of several bytes begins and ends in the file."""


def damaged_model() -> CheckpointError:
    """The error for bytes that are not a model."""
    return CheckpointError("it is not an ONNX model, or it is damaged")


class MessageReader:
    """Reads the messages of a file.

    Args:
        file: the open file.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _MAX_FIELDS
        self._numbers_left = _MAX_NUMBERS

    def read(self, part: Part) -> bytes:
        """What is in a part of the file."""
        self._file.seek(part[0])
        return self._file.read(part[1] - part[0])

    def fields(self, part: Part) -> Iterator[tuple[int, int | Part]]:
        """Numbers and values of a message's fields."""
        position, end = part
        while position < end:
            self._left -= 1
            if self._left < 0:
                raise CheckpointError("it holds more layers than any network here has")
            self._file.seek(position)
            begin = self._file.read(20)
            tag, used = _varint(begin, 0)
            number, kind = tag >> 3, tag & 7
            if kind == 0:
                value, used = _varint(begin, used)
                position += used
                yield number, value
                continue
            length = {1: 8, 5: 4}.get(kind, 0)
            if kind == 2:
                length, used = _varint(begin, used)
            elif not length:
                raise damaged_model()
            position += used
            if length > end - position:
                raise damaged_model()
            yield number, (position, position + length)
            position += length

    def text(self, value: int | Part | None, most: int = _MAX_TEXT) -> str:
        """A text; "" where there is none.

        Raises:
            CheckpointError: when it has more than `most` bytes.
        """
        begin, end = part_of(value) if value is not None else (0, 0)
        if end - begin > most:
            raise damaged_model()
        return self.read((begin, end)).decode("utf-8", "replace")

    def whole(self, value: int | Part) -> tuple[int, ...]:
        """Whole numbers with signs, one or a row of them."""
        if isinstance(value, int):
            return (_signed(value),)
        if value[1] - value[0] > 10 * self._numbers_left:
            raise too_large()
        content, position, numbers = self.read(value), 0, []
        while position < len(content):
            number, position = _varint(content, position)
            numbers.append(_signed(number))
        self._numbers_left -= len(numbers)
        if self._numbers_left < 0:
            raise too_large()
        return tuple(numbers)

    def floats(self, value: int | Part) -> tuple[float, ...]:
        """Numbers of 32 bits, one or a row of them."""
        part = part_of(value)
        if (part[1] - part[0]) % 4 or part[1] - part[0] > 4 * self._numbers_left:
            raise damaged_model()
        return tuple(number for (number,) in struct.iter_unpack("<f", self.read(part)))


def part_of(value: int | Part) -> Part:
    """The value of a field, which has to have several bytes."""
    if isinstance(value, int):
        raise damaged_model()
    return value


def _varint(content: bytes, position: int) -> tuple[int, int]:
    """A number in base 128, lowest digits first, and where the next one begins."""
    number = shift = 0
    while position < len(content) and shift < 70:
        byte = content[position]
        position += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number & (2**64 - 1), position
        shift += 7
    raise damaged_model()


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number
