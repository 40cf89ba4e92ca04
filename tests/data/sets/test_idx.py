"""IDX files: what is written is read, and any other file is refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from digitpad.data.sets.idx_files import read_idx
from digitpad.errors import DatasetError
from tests.helpers import write_idx


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=6)))
def test_what_is_written_is_read(values: np.ndarray) -> None:
    with TemporaryDirectory() as folder:
        write_idx(Path(folder) / "file", values)
        found = read_idx(Path(folder) / "file")
    assert found.shape == values.shape
    np.testing.assert_array_equal(found, values)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            found = read_idx(path)
        except DatasetError:
            return
    assert content[:3] == b"\x00\x00\x08"
    assert len(content) == 4 + 4 * content[3] + found.size


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "begin"),
        *((bytes([0, 0, kind, 1, 0, 0, 0, 0]), "begin") for kind in (0, 7, 9, 13, 200)),  # not bytes
        (b"\x00\x00\x08\x00", "head"),
        (b"\x00\x00\x08\x03\x00\x00\x00\x01", "head"),
        (b"\x00\x00\x08\x02\xff\xff\xff\xff\xff\xff\xff\xff", "head"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x03ab", "2 numbers instead of 3"),
    ],
)
def test_damage_is_reported(content: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(DatasetError, match=why):
        read_idx(tmp_path / "file")
