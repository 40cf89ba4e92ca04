"""The reader of torch's files against torch itself: the same values, whatever was saved."""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from digitpad.errors import CheckpointError
from digitpad.model.open.loading import load_checkpoint
from digitpad.model.own_format import plain
from digitpad.model.safe_io.reading import open_content
from tests.helpers import untrained
from tests.model.learners import same_weights

_FLOATS = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64)
_INTEGERS = (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.uint16, torch.bool)


@st.composite
def tensors(draw: st.DrawFn) -> Tensor:
    """Dense tensors of any type, some of them transposed or parts of larger ones."""
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    whole = torch.arange(int(np.prod(shape)) + 3).to(draw(st.sampled_from(_FLOATS + _INTEGERS)))
    tensor = whole[draw(st.integers(0, 3)) :][: int(np.prod(shape))].view(shape)
    return tensor.permute(draw(st.permutations(range(tensor.ndim))))


KEYS = st.one_of(st.text(max_size=5), st.integers(-(2**60), 2**60), st.booleans(), st.none())
LEAVES = st.one_of(
    KEYS, st.integers(-(2**70), 2**70), st.floats(allow_nan=False), st.binary(max_size=5), tensors()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=4).map(OrderedDict),
    ),
    max_leaves=12,
)


def same(found: object, expected: object) -> bool:
    if isinstance(expected, Tensor):
        return isinstance(found, Tensor) and found.dtype == expected.dtype and torch.equal(found, expected)
    if isinstance(expected, dict):
        return isinstance(found, dict) and same(list(found.items()), list(expected.items()))
    if type(found) is not type(expected):
        return False
    if isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(same, found, expected))
    return found == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, protocol=st.integers(2, 5), new=st.booleans())
def test_what_torch_saves_is_read_as_it_was(tmp_path: Path, value: object, protocol: int, new: bool) -> None:
    path = tmp_path / "a.pth"
    torch.save(value, path, pickle_protocol=protocol, _use_new_zipfile_serialization=new)
    with open_content(path) as content:
        assert same(plain(content.value, content.tensors), value)


class _ViewOfStorage:
    """Stands for a storage that is a part of another, as torch distinguished them before 1.6."""

    def __init__(self, key: str, count: int, begin: int, size: int) -> None:
        self.saved = ("storage", torch.FloatStorage, key, "cpu", count, (f"{key}-{begin}", begin, size))


class _OldPickler(pickle.Pickler):
    def persistent_id(self, value: object) -> object:
        return value.saved if isinstance(value, _ViewOfStorage) else None


class _Rebuilt:
    def __init__(self, *args: object) -> None:
        self.args = args

    def __reduce__(self) -> object:
        return torch._utils._rebuild_tensor_v2, self.args


def test_parts_of_storages_in_old_files_are_read(tmp_path: Path) -> None:
    weights = untrained("notes-basic").model
    flat = torch.cat([value.flatten() for value in weights.values()])
    content, begin = OrderedDict(), 0
    for name, value in weights.items():
        storage = _ViewOfStorage("94", len(flat), begin, value.numel())
        content[name] = _Rebuilt(storage, 0, tuple(value.shape), value.stride(), False, OrderedDict())
        begin += value.numel()
    buffer = io.BytesIO()
    for part in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True, "protocol_version": 1001}):
        pickle.dump(part, buffer, 2)
    _OldPickler(buffer, 2).dump(content)
    pickle.dump(["94"], buffer, 2)
    buffer.write(len(flat).to_bytes(8, "little") + flat.numpy().tobytes())
    (tmp_path / "model.pth").write_bytes(buffer.getvalue())
    loaded = load_checkpoint(tmp_path / "model.pth")
    assert loaded.architecture == "notes-basic"
    assert same_weights(loaded, weights)


@pytest.mark.parametrize("entry", ["net_state", "ema", "generator"])
def test_the_only_network_in_a_dictionary_is_found_under_any_name(tmp_path: Path, entry: str) -> None:
    beside = {"best": np.float64(0.5), "curve": np.arange(3.0), "epoch": np.int64(3)}
    torch.save({**beside, entry: dict(untrained("notes-wide").model)}, tmp_path / "a.pth")
    assert load_checkpoint(tmp_path / "a.pth").architecture == "notes-wide"


def test_nothing_is_read_of_a_network_that_is_only_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digitpad.model.open import inspecting
    from digitpad.model.safe_io import tensor_reader

    torch.save(torch.nn.Sequential(torch.nn.Linear(3000, 3000)), tmp_path / "a.pth")
    monkeypatch.setattr(tensor_reader, "BUDGET", 0)
    assert inspecting.inspect_file(tmp_path / "a.pth").parameters == 9_003_000


def test_a_large_network_is_read_whole_and_a_small_file_cannot_claim_as_much(tmp_path: Path) -> None:
    large = {"weights": torch.arange(20 << 20, dtype=torch.float32), "shared": torch.zeros(3)}
    torch.save(large, tmp_path / "large.pth")  # 80 MiB, more than is read from a small file
    with open_content(tmp_path / "large.pth") as content:
        assert torch.equal(plain(content.value, content.tensors)["weights"], large["weights"])
    same = torch.zeros(1 << 20)
    torch.save({str(number): same.view(-1) for number in range(200)}, tmp_path / "small.pth")
    with (
        pytest.raises(CheckpointError, match="more numbers than"),
        open_content(tmp_path / "small.pth") as content,
    ):
        plain(content.value, content.tensors)
