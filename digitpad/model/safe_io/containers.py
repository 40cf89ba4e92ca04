"""The two kinds of file that torch writes, each checked before any of it is trusted.

A zip archive (torch 1.6 and later) is read by Python's `zipfile`: its parts must be stored uncompressed, as
`torch.save` writes them, and together be no larger than the file, which leaves a zip bomb no room. A sequence
of pickles (before torch 1.6) is followed by the numbers of its storages.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from dataclasses import replace
from typing import BinaryIO

from digitpad.errors import CheckpointError, tr
from digitpad.model.safe_io.names import Name, storage_dtype
from digitpad.model.safe_io.npz_file import arrays_in, is_npz
from digitpad.model.safe_io.other_files import cut_short, other_archive
from digitpad.model.safe_io.pickles import read_pickle
from digitpad.model.safe_io.stubs import Budget, InnerPickle, ObjectStub
from digitpad.model.safe_io.tensors import Storage, UnreadableTensor, too_large

MAX_PICKLE = 32 << 20
"""Most bytes of pickle. A large language model's has about 1 MiB, and arrays of NumPy stand in it whole."""

METADATA, MAX_METADATA = "digitpad.json", 1 << 20
"""The part of an archive with texts beside its tensors, which torch passes over; most bytes of it."""

_MAX_DIRECTORY = 2 << 20
_CHUNK = 1 << 20

_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_PROTOCOL = 1001


def damaged_error() -> CheckpointError:
    """Return the error for bytes that cannot be what they begin as."""
    return CheckpointError("it is not a PyTorch file, or it is damaged; choose one that torch.save wrote")


def _storage(saved: object) -> object:
    """Return the storage for torch's persistent id ("storage", class, key, device, count[, view])."""
    if isinstance(saved, InnerPickle):
        return _storage_in(saved.content, saved.budget)
    if not isinstance(saved, tuple) or not saved:
        raise damaged_error()
    if saved[0] == "module":  # before torch 1.6: the class of a module, with its source text
        return saved[1]
    kind, name, key, _device, count = saved[:5]
    if kind != "storage" or not isinstance(name, Name) or not isinstance(key, str):
        raise damaged_error()
    dtype = storage_dtype(name)
    if dtype is None:
        return UnreadableTensor(tr("its weights are quantised, and digitpad reads only dense ones"))
    view = saved[5] if len(saved) > 5 else None
    start, size = (0, count) if view is None else (view[1], view[2])
    if any(type(number) is not int or not 0 <= number < 2**48 for number in (count, start, size)):
        raise damaged_error()
    if start + size > count:
        raise damaged_error()
    return Storage(key, dtype, size, start)


class _BoundedReader:
    """A file for `zipfile` that refuses to read more at once than the directory of a checkpoint has."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, count: int = -1) -> bytes:
        most = _MAX_DIRECTORY + 1
        content = self._file.read(min(count, most) if count >= 0 else most)
        if len(content) > _MAX_DIRECTORY:
            raise CheckpointError("its list of contents is longer than any network's")
        return content


class ZipContent:
    """A file as torch has written it since 1.6.

    Args:
        file: the open file.
        size: its length in bytes.

    Attributes:
        value: what the file holds.
        metadata: texts that digitpad puts beside the tensors of a state_dict.

    Raises:
        CheckpointError: when it holds no network, asks to run something, or claims more than it holds.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._zip = zipfile.ZipFile(_BoundedReader(file))
        self._parts = {part.filename: part for part in self._zip.infolist()}
        self.metadata: dict[str, str] = {}
        self.value: object
        if is_npz(set(self._parts)):
            self.value = arrays_in(self._zip)
            return
        if (other := other_archive(set(self._parts))) is not None:
            raise other
        if any(part.compress_type != zipfile.ZIP_STORED for part in self._parts.values()):
            raise CheckpointError("its parts are compressed, which torch.save never does; unpack it first")
        if sum(part.file_size for part in self._parts.values()) > size:
            raise CheckpointError("it claims to hold more than fits into it")
        pickles = [name for name in self._parts if name.count("/") == 1 and name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise CheckpointError("it is a zip file that torch.save did not write; choose one that it wrote")
        self._folder = pickles[0].removesuffix("data.pkl")
        if self._folder + "byteorder" in self._parts and self._read("byteorder", 16) != b"little":
            raise CheckpointError("it was written on a machine with another byte order")
        content = bytes(self._read("data.pkl", MAX_PICKLE))
        self.value, _ = read_pickle(content, 0, _storage, Budget())
        self.metadata = self._metadata()

    def _metadata(self) -> dict[str, str]:
        """The texts beside the tensors; none where they are not as we write them."""
        if self._folder + METADATA not in self._parts:
            return {}
        try:
            texts = json.loads(self._read(METADATA, MAX_METADATA))
        except (ValueError, RecursionError):
            return {}
        is_plain = isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
        return texts if is_plain else {}

    def storage_size(self, key: str) -> int:
        """See `StorageSource`."""
        part = self._parts.get(f"{self._folder}data/{key}")
        return part.file_size if part else 0

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """See `StorageSource`."""
        return self._read(f"data/{key}", limit)

    def _read(self, name: str, limit: int) -> bytearray:
        part = self._parts.get(self._folder + name)
        if part is None:
            raise damaged_error()
        if part.file_size > limit:
            raise too_large()
        content = bytearray()
        with self._zip.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
        return content


class LegacyContent:
    """A file as torch wrote it before 1.6, or as `pickle.dump` writes one; see `ZipContent`.

    Args:
        file: the open file.
        size: its length in bytes.
        budget: what reading it may cost.
    """

    def __init__(self, file: BinaryIO, size: int, budget: Budget | None = None) -> None:
        self._file = file
        file.seek(0)
        data = file.read(MAX_PICKLE)
        budget = budget or Budget()
        self._widths: dict[str, int] = {}
        self._places: dict[str, tuple[int, int]] = {}
        try:
            self._read(data, size, budget)
        except EOFError as error:
            raise cut_short() from error

    def _read(self, data: bytes, size: int, budget: Budget) -> None:
        magic, position = read_pickle(data, 0, _storage, budget)
        self.value = magic
        if isinstance(magic, dict | list | tuple | ObjectStub):
            return
        if magic != _LEGACY_MAGIC:
            raise CheckpointError("it is a pickle that torch.save did not write; choose one that it wrote")
        protocol, position = read_pickle(data, position, _storage, budget)
        system, position = read_pickle(data, position, _storage, budget)
        if protocol != _LEGACY_PROTOCOL or not isinstance(system, dict):
            raise damaged_error()
        if not system.get("little_endian", True):
            raise CheckpointError("it was written on a machine with another byte order")
        self.value, position = read_pickle(data, position, self._remember, budget)
        keys, position = read_pickle(data, position, _storage, budget)
        if not isinstance(keys, list):
            raise damaged_error()
        self._places = self._find(keys, position, size)

    def _remember(self, saved: object) -> object:
        storage = _storage(saved)
        if isinstance(storage, Storage):
            self._widths[storage.key] = storage.dtype.itemsize
        return storage

    def _find(self, keys: list[object], position: int, size: int) -> dict[str, tuple[int, int]]:
        """Return where the numbers of each storage are: position and length in bytes."""
        places: dict[str, tuple[int, int]] = {}
        for key in keys:
            self._file.seek(position)
            head = self._file.read(8)
            if len(head) < 8:
                raise EOFError
            (count,) = struct.unpack("<q", head)
            if not isinstance(key, str) or key not in self._widths:
                # A storage of a kind that is not read: the width of its numbers is unknown, and so is where
                # the next one begins. Reading a tensor of a later one then fails.
                break
            length = count * self._widths[key]
            position += 8
            if not 0 <= length <= size - position:
                raise EOFError if 0 <= length < 1 << 40 else damaged_error()
            places[key] = (position, length)
            position += length
        return places

    def storage_size(self, key: str) -> int:
        """See `StorageSource`."""
        return self._places.get(key, (0, 0))[1]

    def storage_bytes(self, key: str, limit: int) -> bytearray:
        """See `StorageSource`."""
        if key not in self._places:
            raise damaged_error()
        position, length = self._places[key]
        if length > limit:
            raise too_large()
        self._file.seek(position)
        return bytearray(self._file.read(length))


def _storage_in(content: bytes, budget: Budget) -> Storage:
    """The storage in a pickle of its own, which is how `pickle.dump` writes a tensor."""
    if budget.is_inner:
        raise damaged_error()
    budget.spend(1 + len(content) // 16)
    budget.is_inner = True
    legacy = LegacyContent(io.BytesIO(content), len(content), budget)
    budget.is_inner = False
    storage = legacy.value
    if not isinstance(storage, Storage):
        raise damaged_error()
    numbers = legacy.storage_bytes(storage.key, len(content))
    return replace(storage, key=f"inner {id(numbers)}", content=numbers)
