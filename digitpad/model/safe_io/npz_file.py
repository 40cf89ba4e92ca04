"""A zip file of NumPy's arrays, as `numpy.savez` writes it."""

from __future__ import annotations

import re
import struct
import zipfile

from digitpad.errors import tr
from digitpad.model.safe_io.arrays import DTYPES, stored_array
from digitpad.model.safe_io.tensor_reader import BUDGET
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor, too_large

_SUFFIX = ".npy"
_MOST_ARRAYS = 1000
_HEADER = re.compile(
    rb"\{'descr': '([<>|=]?)([a-z]\d)', 'fortran_order': (True|False), 'shape': \(([\d, ]{0,100})\), \}\s*"
)


def is_npz(names: set[str]) -> bool:
    """Whether a zip file with parts of these names holds arrays alone."""
    return bool(names) and all(name.endswith(_SUFFIX) for name in names)


def arrays_in(archive: zipfile.ZipFile) -> dict[object, object]:
    """The arrays in such a file by name, with their numbers.

    Raises:
        CheckpointError: when there are too many, or too many numbers in them.
        Exception: of any kind when it is damaged.
    """
    parts = archive.infolist()
    # What is compressed cannot unpack to more than its announced size.
    if len(parts) > _MOST_ARRAYS or sum(part.file_size for part in parts) > BUDGET:
        raise too_large()
    return {part.filename.removesuffix(_SUFFIX): _array(archive, part) for part in parts}


def _array(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> TensorRef | UnreadableTensor:
    with archive.open(part) as stream:
        content = stream.read(part.file_size)
    form, width = ("<H", 10) if content[6] == 1 else ("<I", 12)
    (length,) = struct.unpack(form, content[8:width])
    header = _HEADER.fullmatch(content[width : width + min(length, 1000)])
    order, code, fortran, sizes = header.groups() if header is not None else (b">", b"", b"", b"")
    if not content.startswith(b"\x93NUMPY") or code.decode() not in DTYPES or order == b">":
        return UnreadableTensor(
            tr("its weights are of an unusual type, and digitpad reads only ordinary numbers")
        )
    shape = tuple(int(size) for size in sizes.split(b",") if size.strip())
    return stored_array(content[width + length :], DTYPES[code.decode()], shape, fortran == b"True")
