"""Pickles, and the files around them, written by hand as no library would write them."""

from __future__ import annotations

import io
import json
import math
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from digitpad.model.registry import network_shapes

Code = bytes
"""Operations of a pickle that leave one value on the stack."""


def op(value: object) -> Code:
    """The operations for a plain value; `bytes` in it are operations already."""
    if isinstance(value, bytes):
        return value
    if value is None or isinstance(value, bool):
        return {None: pickle.NONE, True: pickle.NEWTRUE, False: pickle.NEWFALSE}[value]
    if isinstance(value, float):
        return pickle.BINFLOAT + struct.pack(">d", value)
    if isinstance(value, int):
        if -(2**31) <= value < 2**31:
            return pickle.BININT + struct.pack("<i", value)
        raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
        head = (
            pickle.LONG1 + bytes([len(raw)]) if len(raw) < 256 else pickle.LONG4 + struct.pack("<i", len(raw))
        )
        return head + raw
    if isinstance(value, str):
        raw = value.encode("utf-8", "surrogatepass")
        return pickle.BINUNICODE + struct.pack("<I", len(raw)) + raw
    if isinstance(value, dict):
        pairs = b"".join(op(key) + op(part) for key, part in value.items())
        return pickle.EMPTY_DICT + pickle.MARK + pairs + pickle.SETITEMS
    assert isinstance(value, Iterable)
    parts = pickle.MARK + b"".join(map(op, value))
    return parts + pickle.TUPLE if isinstance(value, tuple) else pickle.EMPTY_LIST + parts + pickle.APPENDS


def name(path: str) -> Code:
    """A class or function, written "module attribute"."""
    return pickle.GLOBAL + path.replace(" ", "\n").encode() + b"\n"


def stack_name(module: object, attribute: object) -> Code:
    return op(module) + op(attribute) + pickle.STACK_GLOBAL


def call(function: str | Code, *args: object) -> Code:
    return (name(function) if isinstance(function, str) else function) + op(args) + pickle.REDUCE


def new(kind: str | Code, *args: object) -> Code:
    return (name(kind) if isinstance(kind, str) else kind) + op(args) + pickle.NEWOBJ


def build(target: Code, state: object) -> Code:
    return target + op(state) + pickle.BUILD


def put(value: object, index: int) -> Code:
    """`value`, remembered under `index`."""
    return op(value) + pickle.LONG_BINPUT + struct.pack("<I", index)


def get(index: int) -> Code:
    return pickle.LONG_BINGET + struct.pack("<I", index)


def forget(*values: object) -> Code:
    """Make each of `values` and drop it, for what it does on the way."""
    return b"".join(op(value) + pickle.POP for value in values)


def persistent(value: object) -> Code:
    return op(value) + pickle.BINPERSID


def storage(key: object, count: object, kind: str = "torch FloatStorage", *view: object) -> Code:
    return persistent(("storage", name(kind), key, "cpu", count, *view))


def tensor(shape: Sequence[int], *, place: Code = storage("7", 10)) -> Code:  # noqa: B008 - bytes
    """A tensor, by default of the numbers of fc2.bias in `NUMBERS`."""
    stride = tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))
    return call("torch._utils _rebuild_tensor_v2", place, 0, tuple(shape), stride, False, {})


def module(
    modules: object = pickle.EMPTY_DICT,
    *,
    parameters: object = pickle.EMPTY_DICT,
    kind: str | Code = "__main__ Net",
    memo: int = 0,
    **state: object,
) -> Code:
    """A whole network, as `torch.save(network)` writes it, remembered under `memo`."""
    parts = {"_parameters": parameters, "_buffers": pickle.EMPTY_DICT, "_modules": modules}
    return build(put(new(kind), memo), parts | state)


SHAPES = network_shapes("notes-basic")
NUMBERS = {str(index): bytes(4 * math.prod(shape)) for index, shape in enumerate(SHAPES.values())}
"""The storages of `network`."""


def network(**changed: object) -> dict[str, object]:
    """The weights of "notes-basic", some of them changed."""
    shapes = enumerate(SHAPES.items())
    weights = {key: tensor(shape, place=storage(str(n), math.prod(shape))) for n, (key, shape) in shapes}
    return weights | {title.replace("__", "."): value for title, value in changed.items()}


# Files ------------------------------------------------------------------------------------------------------


def pickled(value: object) -> bytes:
    return pickle.PROTO + b"\2" + op(value) + pickle.STOP


def zipped(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for part, content in parts.items():
            file.writestr(zipfile.ZipInfo(part), content, compression, compresslevel=1)
    return buffer.getvalue()


def archive(value: object, numbers: Mapping[str, bytes] = NUMBERS, **more: bytes) -> bytes:
    """The zip file that torch writes around a pickle and its storages."""
    parts = {"data.pkl": pickled(value), "byteorder": b"little", "version": b"3\n", **more}
    parts |= {f"data/{key}": content for key, content in numbers.items()}
    return zipped({f"archive/{part}": content for part, content in parts.items()})


def legacy(value: object, numbers: Mapping[str, bytes] = NUMBERS, /, **changed: bytes) -> bytes:
    """The row of pickles that torch wrote before 1.6; `changed` replaces some."""
    row = {
        "magic": pickle.dumps(0x1950A86A20F9469CFC6C, 2),
        "protocol": pickle.dumps(1001, 2),
        "system": pickle.dumps({"protocol_version": 1001, "little_endian": True}, 2),
        "value": pickled(value),
        "keys": pickle.dumps(list(numbers), 2),
    }
    storages = (struct.pack("<q", len(content) // 4) + content for content in numbers.values())
    return b"".join((*(row | changed).values(), *storages))


def safetensors(header: object, data: bytes = bytes(40), length: int | None = None) -> bytes:
    """A safetensors file with any header: bytes as they are, anything else as JSON."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


Entry = tuple[bytes, bytes, dict[str, int]]
"""A part of a zip file: name, content, and the fields of its directory that differ from the truth."""


def raw_zip(entries: Iterable[Entry], comment: bytes = b"", **end: int) -> bytes:
    """A zip file of which any field may lie.

    Args:
        entries: its parts; fields are "method", "flags", "crc", "packed", "size" and "offset".
        comment: what stands at the end of the file.
        end: fields of the end record that differ: "count", "length", "offset".
    """
    body, directory, count = bytearray(), bytearray(), 0
    for title, content, lies in entries:
        true = {"flags": 0, "method": 0, "crc": zlib.crc32(content), "packed": len(content)}
        field = {**true, "size": len(content), "offset": len(body), **lies}
        about = struct.pack("<4H3IH", field["flags"], field["method"], 0, 0, field["crc"], field["packed"],
                            field["size"], len(title))  # fmt: skip
        body += b"PK\3\4" + struct.pack("<H", 20) + about + bytes(2) + title + content
        directory += b"PK\1\2" + struct.pack("<2H", 20, 20) + about + bytes(12)
        directory += struct.pack("<I", field["offset"]) + title
        count += 1
    record = {"count": count & 0xFFFF, "length": len(directory), "offset": len(body)} | end
    fields = (record["count"], record["count"], record["length"], record["offset"], len(comment))
    return bytes(body + directory) + b"PK\5\6" + bytes(4) + struct.pack("<2H2IH", *fields) + comment


def zip64(whole: bytes, place: int) -> bytes:
    """The zip file `whole`, with an end record that sends to one in zip64 that lies."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, place, place, place, place)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(whole) - 22, 1)
    return whole[:-22] + record + locator + b"PK\5\6" + bytes(4) + b"\xff" * 12 + bytes(2)
