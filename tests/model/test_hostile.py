"""Files made to harm their reader; thousands more are in `python -m tests.tools.campaigns.hostile`."""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests.tools.campaigns import hostile_pickles as code
from tests.tools.campaigns.hostile_corpus import SENTINEL, chosen_tricks, mutations, valid_files

if not sys.platform.startswith("linux"):
    pytest.skip("memory is measured by Linux's means", allow_module_level=True)

from digitpad.errors import CheckpointError
from digitpad.model.loading import load_checkpoint
from tests.tools.campaigns.hostile import Outcome, Traps, examine, warm_up

TRICKS = (
    "payload: os.system",
    "payload: os.system, before 1.6",
    "payload: os.system, dropped",
    "payload: os.system as magic",
    "payload: os.system as keys",
    "payload: builtins.eval",
    "payload: pathlib.Path.touch",
    "payload: functools.partial of os.system",
    "payload: operator.attrgetter",
    "payload: torch.load",
    "payload: torch.hub.load",
    "payload: torch._utils._rebuild of anything",
    "payload: bytearray of a terabyte",
    "payload: INST",
    "payload: OBJ",
    "payload: NEWOBJ_EX",
    "payload: STACK_GLOBAL with a dotted name",
    "payload: EXT1",
    "payload: BUILD with setstate",
    "payload: a hook of a tensor",
    "payload: a persistent id that calls",
    "entangled: 100000 tuples deep",
    "entangled: billion laughs of lists as recipe",
    "entangled: a wide dictionary in itself",
    "entangled: tuples that collide, in a call",
    "ours: classes with line ends",
    "entangled: names of 28 MB",
    "entangled: memo far",
    "entangled: BINUNICODE8",
    "shapes: a stride of nothing",
    "shapes: negative strides",
    "shapes: sizes that overflow to ten",
    "shapes: a storage of 2^62",
    "shapes: NaN weights",
    "shapes: a million wrappers",
    "module: a wide module in itself",
    "module: billion laughs of modules",
    "module: a name of 28 MB before many others",
    "module: one module of many weights in many places",
    "module: a class with line ends and escapes",
    "zip: a bomb of 10000000 bytes",
    "zip: overlapping parts",
    "zip: numbers shorter than they say",
    "zip: 300000 entries",
    "zip: zip64 in the directory",
    "legacy: 2^62 numbers",
    "optimizer: one group of 100000 parameters 50000 times",
    "safetensors: a header of 9223372036854775808 bytes",
    "safetensors: deep JSON",
    "other files: HTML",
)
DECORATIONS = (
    "entangled: keys that collide, copied",
    "entangled: tuples that collide, copied",
    "ours: notes is two lines",
    "ours: metrics is text",
    "ours: history is lists",
)
OTHERS = (
    "payload: subprocess.Popen, beside weights",
    "optimizer: state is odd names",
    "shapes: 10^15 numbers",
)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    warm_up(tmp_path_factory.mktemp("warm"))
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def tricks() -> dict[str, bytes]:
    return chosen_tricks((*TRICKS, *DECORATIONS, *OTHERS))


@pytest.fixture
def folder(warm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcome_of(folder: Path, content: bytes) -> Outcome:
    path = folder / "file.pth"
    path.write_bytes(content)
    return examine(path)


@pytest.mark.parametrize("part", range(6))
def test_changed_files_load_or_are_refused_in_one_sentence(folder: Path, part: int) -> None:
    answers = set()
    for case in itertools.islice(mutations(100 + part), 40):
        outcome = outcome_of(folder, case.content)
        assert not outcome.failures, case.name
        answers.add(outcome.answer)
    assert answers >= {"loaded", "refused"}


@pytest.mark.parametrize("name", valid_files())
def test_the_files_that_are_changed_are_good_ones(folder: Path, name: str) -> None:
    outcome = outcome_of(folder, valid_files()[name])
    assert not outcome.failures
    assert outcome.answer == ("described" if name in ("other network", "optimizer") else "loaded")


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_ends_in_one_sentence(folder: Path, tricks: dict[str, bytes], name: str) -> None:
    outcome = outcome_of(folder, tricks[name])
    assert not outcome.failures
    assert outcome.answer in ("refused", "described")


@pytest.mark.parametrize(
    "name", ["ours: notes is two lines", "ours: metrics is text", "ours: history is lists"]
)
def test_what_only_decorates_may_be_anything(folder: Path, tricks: dict[str, bytes], name: str) -> None:
    outcome = outcome_of(folder, tricks[name])
    assert not outcome.failures
    assert outcome.answer == "loaded"


def test_who_is_sent_a_file_that_runs_something_learns_what(folder: Path, tricks: dict[str, bytes]) -> None:
    outcome = outcome_of(folder, tricks["payload: subprocess.Popen, beside weights"])
    assert "asks to run subprocess.Popen when it is opened" in outcome.sentence


def test_a_hostile_file_beside_a_network_does_it_no_harm(folder: Path, tricks: dict[str, bytes]) -> None:
    (folder / "model.pth").write_bytes(valid_files()["state_dict"])
    for name in ("payload: os.system", "zip: a bomb of 10000000 bytes", "optimizer: state is odd names"):
        (folder / "optimizer.pth").write_bytes(tricks[name])
        outcome = examine(folder / "model.pth")
        assert not outcome.failures
        assert outcome.answer == "loaded"


def test_what_is_no_file_is_refused_without_opening_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pth")
    (folder / "folder.pth").mkdir()
    (folder / "loop.pth").symlink_to("loop.pth")
    (folder / "zero.pth").symlink_to("/dev/zero")
    places = [folder / f"{name}.pth" for name in ("pipe", "folder", "loop", "zero", "missing", "n" * 300)]
    for path in (*places, Path("/dev/zero"), Path("/proc/self/mem")):
        outcome = examine(path)
        assert not outcome.failures, path
        assert outcome.answer == "refused"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_refused(folder: Path) -> None:
    path = folder / "file.pth"
    path.write_bytes(valid_files()["state_dict"])
    path.chmod(0)
    outcome = examine(path)
    assert not outcome.failures
    assert "permission denied" in outcome.sentence


@pytest.mark.parametrize(
    ("module", "function", "arguments"),
    [
        ("os", "system", [f"touch {SENTINEL}"]),
        ("builtins", "exec", [f"open({SENTINEL!r}, 'w').close()"]),
        ("os", "mknod", [SENTINEL]),
    ],
)
def test_the_traps_would_see_what_a_payload_does(
    folder: Path, module: str, function: str, arguments: list[str]
) -> None:
    """The check of the checks: Python's own reader runs the payload, and the hook sees it."""
    content = code.pickled(code.call(code.name(module, function), *map(code.text, arguments)))
    with Traps.of_this_process().armed() as sprung:
        pickle.loads(content)  # noqa: S301 - what the traps are for
    assert any(f"'{function}'" in event for event in sprung if event.startswith("pickle.find_class"))
    assert sprung[-1] == "the sentinel file was made"


def test_the_limits_would_stop_what_does_not_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tools.campaigns.hostile.SECONDS", 0.05)

    def endless(_path: Path) -> None:
        while True:
            pass

    monkeypatch.setattr("tests.tools.campaigns.hostile.load_checkpoint", endless)
    assert outcome_of(folder, b"").failures == ["takes more than 0.05 s"]

    def greedy(_path: Path) -> None:
        raise CheckpointError("It has {count} bytes.", count=len(bytearray(8 << 30)))

    monkeypatch.setattr("tests.tools.campaigns.hostile.load_checkpoint", greedy)
    assert outcome_of(folder, b"").failures == ["takes more than 2 GiB"]


def test_random_numbers_of_a_run_are_not_touched(folder: Path, tricks: dict[str, bytes]) -> None:
    before = torch.get_rng_state()
    for name in ("shapes: 10^15 numbers", "module: a wide module in itself"):
        path = folder / "file.pth"
        path.write_bytes(tricks[name])
        with pytest.raises(CheckpointError):
            load_checkpoint(path)
    assert torch.equal(torch.get_rng_state(), before)
