"""Pickles written by hand, operation by operation, as no `pickle.dumps` would write them.

Every function gives the operations that leave one value on the stack; `pickled` makes a whole pickle of them.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

Code = bytes

NONE: Code = pickle.NONE
TRUE: Code = pickle.NEWTRUE
MARK: Code = pickle.MARK


def pickled(value: Code, protocol: int = 2) -> bytes:
    return pickle.PROTO + bytes([protocol]) + value + pickle.STOP


def text(value: str | bytes) -> Code:
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return pickle.BINUNICODE + struct.pack("<I", len(raw)) + raw


def number(value: float) -> Code:
    if isinstance(value, float):
        return pickle.BINFLOAT + struct.pack(">d", value)
    if -(2**31) <= value < 2**31:
        return pickle.BININT + struct.pack("<i", value)
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    if len(raw) < 256:
        return pickle.LONG1 + bytes([len(raw)]) + raw
    return pickle.LONG4 + struct.pack("<i", len(raw)) + raw


def tuple_of(*items: Code) -> Code:
    return pickle.MARK + b"".join(items) + pickle.TUPLE


def list_of(items: Iterable[Code]) -> Code:
    return pickle.EMPTY_LIST + pickle.MARK + b"".join(items) + pickle.APPENDS


def dict_of(pairs: Iterable[tuple[Code, Code]]) -> Code:
    body = b"".join(key + value for key, value in pairs)
    return pickle.EMPTY_DICT + pickle.MARK + body + pickle.SETITEMS


def named(pairs: Mapping[str, Code]) -> Code:
    """A dictionary with texts as keys."""
    return dict_of((text(key), value) for key, value in pairs.items())


def numbers(values: Iterable[int]) -> Code:
    return tuple_of(*map(number, values))


def name(module: str, attribute: str) -> Code:
    return pickle.GLOBAL + f"{module}\n{attribute}\n".encode()


def stack_name(module: Code, attribute: Code) -> Code:
    return module + attribute + pickle.STACK_GLOBAL


def call(function: Code, *args: Code) -> Code:
    return function + tuple_of(*args) + pickle.REDUCE


def new(kind: Code, *args: Code) -> Code:
    return kind + tuple_of(*args) + pickle.NEWOBJ


def build(target: Code, state: Code) -> Code:
    return target + state + pickle.BUILD


def put(value: Code, index: int) -> Code:
    """`value`, remembered under `index`."""
    return value + pickle.LONG_BINPUT + struct.pack("<I", index)


def get(index: int) -> Code:
    return pickle.LONG_BINGET + struct.pack("<I", index)


def forget(value: Code) -> Code:
    """Make `value` and drop it, for what it does on the way."""
    return value + pickle.POP


def storage(key: str, count: int, kind: str = "FloatStorage", module: str = "torch") -> Code:
    said = tuple_of(text("storage"), name(module, kind), text(key), text("cpu"), number(count))
    return said + pickle.BINPERSID


def tensor(
    place: Code, shape: Iterable[int], stride: Iterable[int] | None = None, offset: int = 0, *more: Code
) -> Code:
    sizes = tuple(shape)
    if stride is None:
        stride = [1] * len(sizes)
        for axis in reversed(range(len(sizes) - 1)):
            stride[axis] = stride[axis + 1] * sizes[axis + 1]
    rebuild = name("torch._utils", "_rebuild_tensor_v2")
    hooks = call(name("collections", "OrderedDict"))
    return call(
        rebuild, place, number(offset), numbers(sizes), numbers(stride), pickle.NEWFALSE, hooks, *more
    )


def module(
    kind: Code | None = None,
    parameters: Code = pickle.EMPTY_DICT,
    modules: Code = pickle.EMPTY_DICT,
    buffers: Code = pickle.EMPTY_DICT,
    **settings: Code,
) -> Code:
    """A whole network, as `torch.save(network)` writes it."""
    state = named({"_parameters": parameters, "_buffers": buffers, "_modules": modules, **settings})
    return build(new(kind or name("__main__", "Net")), state)


def archive(content: bytes, numbers_of: Mapping[str, bytes] | None = None, folder: str = "archive") -> bytes:
    """The zip file that torch writes around a pickle and its storages."""
    parts = {"data.pkl": content, "byteorder": b"little", "version": b"3\n"}
    parts |= {f"data/{key}": value for key, value in (numbers_of or {}).items()}
    return zipped({f"{folder}/{part}": value for part, value in parts.items()})


def zipped(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for part, value in parts.items():
            file.writestr(zipfile.ZipInfo(part), value, compression, compresslevel=1)
    return buffer.getvalue()


def legacy(
    content: bytes,
    numbers_of: Mapping[str, bytes] | None = None,
    width: int = 4,
    magic: bytes | None = None,
    protocol: bytes | None = None,
    system: bytes | None = None,
) -> bytes:
    """The row of pickles that torch wrote before 1.6."""
    held = numbers_of or {}
    return b"".join(
        (
            magic or pickle.dumps(0x1950A86A20F9469CFC6C, 2),
            protocol or pickle.dumps(1001, 2),
            system or pickle.dumps({"protocol_version": 1001, "little_endian": True}, 2),
            content,
            pickle.dumps(list(held), 2),
            *(struct.pack("<q", len(value) // width) + value for value in held.values()),
        )
    )


def raw_zip(
    entries: Iterable[tuple[bytes, bytes, dict[str, int]]], comment: bytes = b"", **end: int
) -> bytes:
    """A zip file of which any field may lie.

    Args:
        entries: name, content and fields of the directory that differ from the truth: "method", "flags",
            "crc", "packed", "size", "offset".
        comment: what stands at the end of the file.
        end: fields of the end record that differ: "count", "length", "offset".
    """
    body, directory, count = bytearray(), bytearray(), 0
    for title, content, lies in entries:
        true = {"flags": 0, "method": 0, "crc": zlib.crc32(content), "packed": len(content)}
        field = {**true, "size": len(content), "offset": len(body), **lies}
        local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, field["flags"], field["method"], 0, 0, field["crc"],
                            field["packed"], field["size"], len(title), 0)  # fmt: skip
        body += local + title + content
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, field["flags"], field["method"], 0, 0,
                                 field["crc"], field["packed"], field["size"], len(title), 0, 0, 0, 0, 0,
                                 field["offset"]) + title  # fmt: skip
        count += 1
    record = {"count": count, "length": len(directory), "offset": len(body), **end}
    return bytes(body + directory) + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, record["count"] & 0xFFFF,
                                          record["count"] & 0xFFFF, record["length"], record["offset"],
                                          len(comment)) + comment  # fmt: skip
