"""Changed valid files without end, and draws from the table of calls; the same seed gives the same files."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
import pickletools
import random
import struct
from collections.abc import Callable, Iterator
from typing import Any

from tests.tools.campaigns.hostile_bytes import op, safetensors, zipped
from tests.tools.campaigns.hostile_corpus import (
    FORMS,
    HIDDEN,
    filled,
    odd_values,
    our_entries,
    places,
    unzipped,
    valid_files,
    ways,
)

_SIGNS = (b"PK\1\2", b"PK\3\4", b"PK\5\6", b"ctorch", b"\x80\2", b"data.pkl", b"X", b"Q", b"}", b"tR")
_ODD_BYTES = (b"\0", b"\1", b"(", b".", b"\x7f", b"\x80", b"\xff")
_ODD_INTS = (0, 1, 0x7FFF, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 - 1)
_ODD_JSON = (None, -1, 2**63, 2**64, [], [0], [2**40, 2**40], [10], {}, "", "F16", "BOOL", 1.5, [0, 40], True)
_OPCODES = [operation.code.encode("latin-1") for operation in pickletools.opcodes]


def mutations(seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of changed files."""
    rng = random.Random(seed)
    files = list(valid_files().items())
    for number in itertools.count():
        change = rng.choices(list(_CHANGES), list(_CHANGES.values()))[0]
        title, content = rng.choice(
            files if rng.random() < 0.2 else files[1:]
        )  # the large one teaches little
        kind = change.__name__.strip("_").replace("_", " ")
        yield f"{kind}: {number} of {title}", change(rng, content)


def _interesting(rng: random.Random, content: bytes) -> int:
    """A place where something begins, else any."""
    at = content.find(rng.choice(_SIGNS), rng.randrange(len(content) + 1)) if rng.random() < 0.6 else -1
    return at if at >= 0 else rng.randrange(len(content) + 1)


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: _interesting(rng, content) + rng.randrange(-4, 5)]


def _edited(rng: random.Random, items: list[bytes], odd: Callable[[bytes], list[bytes]]) -> bytes:
    """`items` together, some of them replaced by what `odd` makes of them, left out or repeated."""
    for _ in range(rng.choice((1, 1, 1, 2, 5, 20))):
        at, other = rng.randrange(len(items) + 1), rng.randrange(len(items) + 1)
        count = rng.choice((1, 1, 1, 2, 8, 64))
        copied, new = items[other : other + count], odd(b"".join(items[at : at + 1]))
        ways = ((count, []), (count, copied), (0, copied), (0, new), (len(new), new))
        left_out, new = rng.choices(ways, (1, 1, 1, 1, 5))[0]
        items[at : at + left_out] = new
    return b"".join(items)


def _bytes(rng: random.Random, content: bytes) -> bytes:
    def odd(byte: bytes) -> list[bytes]:
        width, form = rng.choice(((2, "<H"), (4, "<I"), (8, "<Q")))
        number = struct.pack(form, rng.choice([number for number in _ODD_INTS if number < 256**width]))
        bit = bytes(one ^ 1 << rng.randrange(8) for one in byte)
        length = rng.choice((1, 4, 64, 1000))
        new = rng.choice((bit, rng.choice(_ODD_BYTES), number, bytes(length), rng.randbytes(length)))
        return [bytes([one]) for one in new]

    begin, end = 0, len(content)
    if rng.random() < 0.3:
        begin = _interesting(rng, content)
        end = begin + 20
    return content[:begin] + _edited(rng, [bytes([one]) for one in content[begin:end]], odd) + content[end:]


def _splice(rng: random.Random, content: bytes) -> bytes:
    other = rng.choice(list(valid_files().values())[1:])
    return content[: _interesting(rng, content)] + other[_interesting(rng, other) :]


def _pickle_in(content: bytes) -> tuple[list[bytes], Callable[[bytes], bytes]]:
    """The operations of the pickle in a file, and what makes the file again of other ones."""
    if not content.startswith(b"\x80"):
        parts = unzipped(content if content.startswith(b"PK") else valid_files()["module"])
        (name,) = (name for name in parts if name.endswith("data.pkl"))
        inner, whole = parts[name], lambda changed: zipped(parts | {name: changed})
    else:
        begin = 0
        for _ in range(3):
            begin = content.index(pickle.STOP + pickle.PROTO, begin) + 1
        inner, whole = content[begin:], lambda changed: content[:begin] + changed + content[begin + end :]
    places = [place or 0 for _, _, place in pickletools.genops(inner)]
    end = places[-1] + 1
    return [inner[a:b] for a, b in zip(places, [*places[1:], end], strict=True)], whole


def _pickle_bytes(rng: random.Random, content: bytes) -> bytes:
    operations, whole = _pickle_in(content)
    return whole(_bytes(rng, b"".join(operations)))


def _pickle_operations(rng: random.Random, content: bytes) -> bytes:
    operations, whole = _pickle_in(content)

    def odd(operation: bytes) -> list[bytes]:
        what = rng.choice(list(HIDDEN))
        call = rng.choice(list(ways(what, HIDDEN[what]).values()))
        return [rng.choice((call, rng.choice(_OPCODES) + operation[1:], op(rng.choice(_ODD_INTS))))]

    return whole(_edited(rng, operations, odd))


def _value(rng: random.Random, _content: bytes) -> bytes:
    """An odd value in one of the places, or anywhere in a checkpoint of ours."""
    value, form = rng.choice(list(odd_values().values())), rng.choice(("", ", before 1.6"))
    if rng.random() < 0.5:
        return filled(rng.choice(list(places())), form, value)
    inner: Any = (whole := copy.deepcopy(our_entries()))
    key = rng.choice(list(whole))
    while inner[key] and isinstance(inner[key], dict | list) and rng.random() < 0.8:
        inner = inner[key]
        key = rng.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
    inner[key] = value
    if rng.random() < 0.1:
        del inner[key]
    return FORMS[form](whole)


def _call(rng: random.Random, _content: bytes) -> bytes:
    """Anything hidden, called in any way anywhere."""
    what = rng.choice(list(HIDDEN))
    code = rng.choice(list(ways(what, HIDDEN[what]).values()))
    return filled(rng.choice(list(places())), rng.choice(list(FORMS)), code)


def _header(rng: random.Random, _content: bytes) -> bytes:
    """A safetensors file with another header."""
    content = valid_files()["safetensors"]
    begin = 8 + struct.unpack("<Q", content[:8])[0]
    header, data = content[8:begin], content[begin:]
    if rng.random() < 0.5:
        return safetensors(_bytes(rng, header), data)
    entries = json.loads(header)
    entry = entries[rng.choice(list(entries))]
    entry[rng.choice(list(entry))] = rng.choice(_ODD_JSON)
    return safetensors(entries, data)


def _directory(rng: random.Random, content: bytes) -> bytes:
    """A zip file with changes in its directory alone."""
    content = content if content.startswith(b"PK") else valid_files()["state_dict"]
    begin = content.index(b"PK\1\2")
    return content[:begin] + _bytes(rng, content[begin:])


_CHANGES: dict[Callable[[random.Random, bytes], bytes], int] = {
    **dict.fromkeys((_cut, _splice, _directory, _header), 1),
    **dict.fromkeys((_bytes, _call), 2),
    **dict.fromkeys((_pickle_bytes, _pickle_operations, _value), 3),
}
"""How a file is changed, and how often."""
