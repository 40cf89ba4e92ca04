"""Files made to run something, to take all memory or never to end: one sentence each, and soon."""

from __future__ import annotations

import io
import os
import pickle
import struct
import subprocess
import sys
import time
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.errors import CheckpointError
from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.loading import inspect_file, load_checkpoint
from tests.helpers import untrained

PROTOCOL_2 = b"\x80\x02"


def archive(content: bytes, compression: int = zipfile.ZIP_STORED, **parts: bytes) -> bytes:
    """A zip file as torch writes it, with `content` as its pickle."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        file.writestr("archive/data.pkl", content)
        for name, part in parts.items():
            file.writestr(f"archive/{name}", part)
    return buffer.getvalue()


def legacy(content: bytes) -> bytes:
    """A file as torch wrote it before 1.6."""
    begin = (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})
    return b"".join(pickle.dumps(part, 2) for part in begin) + content + pickle.dumps([], 2)


def refused(path: Path) -> str:
    """What is said of a file that is neither loaded nor described, in one sentence and soon."""
    sentences = []
    for read in (inspect_file, load_checkpoint):
        begin = time.thread_time()
        with pytest.raises(CheckpointError) as caught:
            read(path)
        assert time.thread_time() - begin < 4
        sentences.append(str(caught.value))
    assert sentences[0] == sentences[1]
    assert "\n" not in sentences[0]
    assert sentences[0].count(str(path)) == 1
    return sentences[0]


class Payload:
    """Runs `function(*args)` when unpickled by who trusts the file."""

    def __init__(self, function: object, *args: object) -> None:
        self.call = (function, args)

    def __reduce__(self) -> object:
        return self.call


def payloads(sentinel: Path) -> dict[str, Payload]:
    command = f"echo x > {sentinel}"
    return {
        f"{os.name if os.name == 'nt' else 'posix'}.system": Payload(os.system, command),
        "builtins.eval": Payload(eval, f"open({str(sentinel)!r}, 'w')"),
        "builtins.exec": Payload(exec, f"open({str(sentinel)!r}, 'w')"),
        "subprocess.call": Payload(subprocess.call, ["touch", str(sentinel)]),
        "Path.touch": Payload(Path.touch, sentinel),
        "torch.hub": Payload(torch.hub.download_url_to_file, sentinel.as_uri(), str(sentinel)),
        "torch.serialization.load": Payload(torch.load, str(sentinel)),
    }


@pytest.mark.parametrize("name", payloads(Path("/x")))
@pytest.mark.parametrize(("form", "protocol"), [(archive, 2), (legacy, 4)])
def test_a_payload_is_named_and_not_run(tmp_path: Path, name: str, form: object, protocol: int) -> None:
    sentinel = tmp_path / "ran"
    payload = payloads(sentinel)[name]
    contents = (
        payload,
        {"model": {"a": 1}, "notes": [({"deep": (payload,)},)]},
        OrderedDict(net=[payload, torch.nn.Linear]),
        {payload: 1},
        {"state": {0: {"step": payload}}, "param_groups": [{"params": [0]}]},
    )
    path = tmp_path / "a.pth"
    for content in contents:
        path.write_bytes(form(pickle.dumps(content, protocol)))  # type: ignore[operator]
        said = refused(path)
        assert "asks to run" in said
        assert name in said
        assert not sentinel.exists()


def test_a_payload_beside_our_own_weights_is_not_run(tmp_path: Path) -> None:
    sentinel = tmp_path / "ran"
    save_checkpoint(untrained(), tmp_path / "a.pth")
    content = torch.load(tmp_path / "a.pth", weights_only=True)
    torch.save({**content, "notes": Payload(os.system, f"touch {sentinel}")}, tmp_path / "a.pth")
    assert "asks to run" in refused(tmp_path / "a.pth")
    assert not sentinel.exists()


def test_attributes_from_a_file_change_nothing(tmp_path: Path) -> None:
    """BUILD with `__class__`, `__dict__` or methods as attributes only fills a table."""
    state = pickle.dumps({"__class__": 1, "__dict__": {"items": 2}, "state": 3, "__setstate__": 4}, 2)[2:-1]
    path = tmp_path / "a.pth"
    for target in (b"c__main__\nNet\n)\x81", b"}", b"c__main__\nNet\n", b"ccollections\nOrderedDict\n)R"):
        path.write_bytes(archive(PROTOCOL_2 + target + state + b"b."))
        assert "cannot be used" in refused(path)


MANY_KEYS = b"".join(
    b"\x8a\x0b" + (number * (2**61 - 1)).to_bytes(11, "little") + b"N" for number in range(1, 60_000)
)
"""Numbers that all have the same hash."""

BOMBS = {
    "steps": b"N" * 4_000_000 + b".",
    "sets": b"\x8f" * 4_000_000 + b".",
    "marks": b"(" * 4_000_000,
    "nested tuples": b")" + b"\x85" * 300_000 + b".",
    "nested tuples as a key": b"})" + b"\x85" * 300_000 + b"Ns.",
    "nested lists": b"]" * 100_000 + b"a" * 99_999 + b".",
    "nested dictionaries": b"}X\x05\0\0\0model" * 50_000 + b"N" + b"s" * 50_000 + b".",
    "a cycle": b"}q\0X\x05\0\0\0modelh\0s.",
    "colliding keys": b"}(" + MANY_KEYS + b"u.",
    "a huge byte array": b"c__builtin__\nbytearray\n\x8a\x05\0\0\0\0\x7f\x85R.",
    "a huge tensor": b"ctorch\nTensor\n\x8a\x05\0\0\0\0\x7f\x85R.",
    "a text of 4 GiB": b"X\xff\xff\xff\xffa.",
    "bytes of 2^63": b"\x8e" + b"\xff" * 8 + b"a.",
    "one list in a thousand sets": b"]("
    + b"N" * 200_000
    + b"eq\x000"
    + b"c__builtin__\nset\nh\0\x85R" * 1000
    + b".",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_pickle_without_end_or_measure_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.pth"
    path.write_bytes(archive(PROTOCOL_2 + BOMBS[name]))
    for read in (inspect_file, load_checkpoint):  # a busy machine may end by time what another ends by count
        begin = time.thread_time()
        with pytest.raises(CheckpointError, match="cannot be used"):
            read(path)
        assert time.thread_time() - begin < 4


def test_what_such_a_pickle_takes_stays_below_a_gibibyte(tmp_path: Path) -> None:
    pytest.importorskip("resource")  # which Windows has not
    for name in BOMBS.keys() - {"colliding keys"}:  # they take time, not memory
        content = BOMBS[name]
        (tmp_path / f"{name}.pth").write_bytes(legacy(PROTOCOL_2 + content))
    code = (
        "import pathlib, resource, sys\n"
        "from digitpad.errors import CheckpointError\n"
        "from digitpad.model.loading import load_checkpoint\n"
        f"for path in pathlib.Path({str(tmp_path)!r}).iterdir():\n"
        "    try: load_checkpoint(path)\n"
        "    except CheckpointError: pass\n"
        # Linux counts the memory of the process that started this one into ru_maxrss, not into VmHWM.
        "status = pathlib.Path('/proc/self/status')\n"
        "lines = status.read_text().splitlines() if status.exists() else []\n"
        "peaks = [line.split()[1] for line in lines if line.startswith('VmHWM:')]\n"
        "print(*peaks or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=110
    )
    assert int(done.stdout) < 900 * (1024 if sys.platform != "darwin" else 1024**2)


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def module(modules: bytes, parameters: bytes = b"}", more: bytes = b"") -> bytes:
    """The pickle of a whole module, memo 0, from those of its parts."""
    parts = text("_parameters") + parameters + text("_buffers") + b"}" + text("_modules") + modules
    return PROTOCOL_2 + b"c__main__\nNet\n)\x81q\0}(" + parts + more + b"ub."


CONV = (
    b"ctorch._utils\n_rebuild_tensor_v2\n(("
    + text("storage")
    + b"ctorch\nFloatStorage\n"
    + text("0")
    + text("cpu")
    + b"K\1tQK\0)"
    + b")\x89ccollections\nOrderedDict\n)RtR"
)
"""One number."""

NAMES = [f"layer{number}" for number in range(50_000)]
TENSORS = b"".join(text(name) + (CONV + b"q\5" if name == "layer0" else b"h\5") for name in NAMES)

REPEATED = {
    "a module of itself": module(b"}(" + b"".join(text(name) + b"h\0" for name in NAMES) + b"u"),
    "parameters of itself": module(
        b"}(" + b"".join(text(name) + b"h\0" for name in NAMES[:20]) + b"u", b"}(" + TENSORS + b"u"
    ),
    "a long name of itself": module(b"}" + text("x" * 1_000_000) + b"h\0s"),
    "a dictionary of itself": PROTOCOL_2
    + b"}q\0("
    + TENSORS
    + text("model")
    + b"h\0"
    + text("net")
    + b"h\0u.",
    "a long prefix": PROTOCOL_2 + b"}" + text("module." * 1_000_000) + CONV + b"s.",
    "an optimiser's groups": PROTOCOL_2
    + b"}("
    + text("state")
    + b"}"
    + text("param_groups")
    + b"](}q\1"
    + text("params")
    + b"]("
    + b"K\0" * 50_000
    + b"es"
    + b"h\1" * 50_000
    + b"eu.",
    "an optimiser's entries": PROTOCOL_2
    + b"}("
    + text("param_groups")
    + b"]}("
    + text("params")
    + b"]("
    + b"".join(b"M" + struct.pack("<H", n) for n in range(60_000))
    + b"e"
    + text("lr")
    + b"K\1"
    + text("momentum")
    + b"K\0"
    + text("dampening")
    + b"K\0ua"
    + text("state")
    + b"}(K\0}q\1("
    + TENSORS
    + b"u"
    + b"".join(b"M" + struct.pack("<H", n) + b"h\1" for n in range(1, 60_000))
    + b"uu.",
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_part_that_is_mentioned_many_times_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.pth"
    path.write_bytes(archive(REPEATED[name], **{"data/0": bytes(4)}))
    begin = time.thread_time()
    with pytest.raises(CheckpointError):
        inspect_file(path)
    with pytest.raises(CheckpointError):
        load_checkpoint(path)
    assert time.thread_time() - begin < 6


def test_many_small_tensors_of_a_training_state_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    save_checkpoint(untrained(), path)
    content = torch.load(path, weights_only=True)
    torch.save({**content, "training": {"x": [torch.zeros(1)] * 100_000}}, path)
    assert "more numbers" in refused(path)


def shares_itself() -> object:
    """A list of 2^30 ones that takes 31 lists."""
    shared: list[object] = [1]
    for _ in range(30):
        shared = [shared, shared]
    return shared


def test_parts_that_share_themselves_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    save_checkpoint(untrained(), path)
    content = torch.load(path, weights_only=True)
    torch.save({**content, "training": {"x": shares_itself()}}, path)
    assert "nested too deeply" in refused(path)
    torch.save({"model": {"net": shares_itself()}}, path)
    assert "does not hold a network" in refused(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    path.write_bytes(archive(b"\0" * (200 << 20), zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 1 << 20
    assert "compressed" in refused(path)


def test_a_zip_that_claims_more_than_it_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    content = bytearray(archive(PROTOCOL_2 + b"}."))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 20 : directory + 28] = struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF)
    path.write_bytes(content)
    assert "more than fits" in refused(path)


def test_a_zip_with_a_hundred_thousand_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    path.write_bytes(archive(PROTOCOL_2 + b"}.", **{f"data/{number}": b"" for number in range(50_000)}))
    assert "list of contents" in refused(path)


def test_other_zip_files_and_torchscript_say_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "text")
    assert "torch.save did not write" in refused(path)
    path.write_bytes(archive(PROTOCOL_2 + b"}.", **{"code/net.py": b"", "constants.pkl": b""}))
    assert "TorchScript" in refused(path)


def basic_weights() -> dict[str, torch.Tensor]:
    return dict(untrained("notes-basic").model)


def test_one_number_spread_over_a_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    torch.save({**basic_weights(), "fc1.weight": torch.zeros(1).expand(50, 320)}, path)
    assert "repeats a few numbers" in refused(path)
    torch.save({"conv.weight": torch.zeros(1).expand(1 << 20, 1 << 20)}, path)
    assert "repeats a few numbers" in refused(path)


def test_overlapping_places_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    torch.save({**basic_weights(), "fc1.weight": torch.zeros(400).as_strided((50, 320), (1, 1))}, path)
    assert "repeats a few numbers" in refused(path)


def test_many_names_of_one_storage_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    shared = torch.zeros(1000, 1000)
    torch.save({f"layer{number}.weight": shared for number in range(5000)}, path)
    assert "share their numbers" in refused(path)


@pytest.mark.parametrize("count", [-1, 2**40, 2**62, 2**63, 2**80])
def test_a_shape_larger_than_the_file_is_refused(tmp_path: Path, count: int) -> None:
    def integer(number: int) -> bytes:
        content = number.to_bytes(12, "little", signed=True)
        return b"\x8a" + bytes([len(content)]) + content

    tensor = (
        b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000"
        b"X\x03\0\0\0cpu"
        + integer(count)
        + b"tQK\0"
        + integer(count)
        + b"\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtR"
    )
    path = tmp_path / "a.pth"
    for form in (archive, legacy):
        path.write_bytes(form(PROTOCOL_2 + b"}X\x0b\0\0\0conv.weight" + tensor + b"s."))
        assert "cannot be used" in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pth")
    assert "not a regular file" in refused(tmp_path / "a.pth")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no devices in its file tree")
def test_a_device_is_refused_at_once() -> None:
    assert "not a regular file" in refused(Path("/dev/zero"))


def test_a_file_larger_than_any_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(5 << 30)  # takes no room
    assert "5 GB" in refused(path)


def test_a_safetensors_header_of_any_length_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    for length in (2, 100, 1 << 40, (1 << 64) - 1):
        path.write_bytes(struct.pack("<Q", length) + b"{" + b" " * 50)
        refused(path)
    header = b'{"a":' + b"[" * 50_000
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    refused(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begin=st.sampled_from([b"", b"PK\x03\x04", b"\x80\x02", b"\x80\x04\x95"]), content=st.binary())
def test_any_bytes_end_in_a_sentence(tmp_path: Path, begin: bytes, content: bytes) -> None:
    path = tmp_path / "a.pth"
    for data in (begin + content, archive(begin + content), legacy(begin + content)):
        path.write_bytes(data)
        refused(path)


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    path = tmp_path_factory.mktemp("whole") / "a.pth"
    save_checkpoint(untrained("quick", history={"train": [[1, 2.0]], "test": [[1, 1, 2.0, 0.5]]}), path)
    files = [path.read_bytes()]
    for new in (True, False):
        torch.save(basic_weights(), path, _use_new_zipfile_serialization=new)
        files.append(path.read_bytes())
    return files


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_bytes_load_or_end_in_a_sentence(
    tmp_path: Path, whole_files: list[bytes], data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(whole_files)))
    # The pickle and what frames it are where a change matters; weights are mere numbers.
    places = st.one_of(st.integers(0, 3000), st.integers(len(content) - 1500, len(content) - 1))
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=8)):
        content[place] = byte
    path = tmp_path / "a.pth"
    path.write_bytes(content)
    try:
        load_checkpoint(path)
    except CheckpointError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is a network


@pytest.mark.parametrize("dtype", ["quint8", "qint8", "qint32", "quint4x2", "bits8", "float8_e5m2"])
def test_bytes_called_numbers_of_an_unusual_type_are_refused(tmp_path: Path, dtype: str) -> None:
    """Reading them as torch would crash the process for some of these types."""
    tensor = (
        b"ctorch._utils\n_rebuild_tensor_v3\n(("
        + text("storage")
        + b"ctorch.storage\nUntypedStorage\n"
        + text("0")
        + text("cpu")
        + b"M\x00\x10tQK\0(K\x04K\x04t(K\x04K\x01t\x89ccollections\nOrderedDict\n)R"
        + f"ctorch\n{dtype}\n".encode()
        + b"}tR"
    )
    path = tmp_path / "a.pth"
    path.write_bytes(
        archive(PROTOCOL_2 + b"}" + text("fc.weight") + tensor + b"s.", **{"data/0": bytes(4096)})
    )
    assert "unusual type" in refused(path)


@pytest.mark.filterwarnings("ignore:`torch.jit.:DeprecationWarning")
def test_a_real_torchscript_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    torch.jit.trace(untrained("quick").network(), torch.zeros(1, 1, 28, 28)).save(path)  # type: ignore[no-untyped-call]
    with zipfile.ZipFile(path) as file:
        assert any(part.compress_type != zipfile.ZIP_STORED for part in file.infolist())
    assert "TorchScript" in refused(path)
