"""Files made to harm their reader; thousands more are in `python -m tests.tools.campaigns.hostile`."""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.errors import CheckpointError
from digitpad.model.open.loading import load_checkpoint
from tests.helpers import further, untrained
from tests.tools.campaigns.hostile import Outcome, examine, traps, warm_up
from tests.tools.campaigns.hostile_bytes import archive, call, get, legacy, module, pickled, put, tensor
from tests.tools.campaigns.hostile_corpus import (
    ENDLESS,
    FORMS,
    HIDDEN,
    NESTED,
    SENTINEL,
    filled,
    in_turn,
    named_cases,
    odd_values,
    places,
    valid_files,
    ways,
)
from tests.tools.campaigns.hostile_mutations import mutations

_HARMLESS = ("__main__ Net", "builtins bytearray", "torch Tensor")
"""Names that networks' files have too; what is made of them is refused, but not for the name."""

_SLOW = re.compile(
    r"million|10000 names|[2-9]00000|100000 [dp]|a wide|15000 weights|module of|of modules|points|1000 sets"
    r"|collide$|tuples that collide|numbers: (a curve|the same)|40000 entries|legacy: a (key|first)"
)
"""Cases that take more than a quarter of a second. `test_every_limit_is_kept` has small ones like them."""

_MAY_LOAD = re.compile(
    r"operation|call|odd value|numbers: a curve|legacy: system|safetensors: architecture|zip: (size 1\d+ of"
    r" the pickle|packed 4294967295|{'count'|a pickle called b'a/data|the \w+ twice|a comment that is"
    r"|something|40000 entries)"
)
"""Cases that may load: what is odd in them is not read, or may be anything."""

_FAMILIES = {
    "zip": 7,
    "legacy": 5,
    "safetensors": 11,
    "numbers": 2,
    "other file": 3,
    "operation": 67,
    "call": 67,
    "odd value": 199,
}
"""Families of cases, and how many there are for one that the default run tries."""

_SENTENCES = {
    "zip: a pickle that is a bomb of method 8": "compressed",
    "zip: size 2147483647 of numbers": "more than fits",
    "zip: 60000 entries": "list of contents",
    "zip: a docx": "torch.save did not write",
    "zip: TorchScript": "TorchScript",
    "zip: another byte order": "another byte order",
    "legacy: system {'little_endian': False}": "another byte order",
    "legacy: 1099511627776 numbers": "damaged",
    "numbers: a storage cut short": "cut short",
    "zip: a script in the archive": "TorchScript",
    "numbers: 5000 layers that share 4 MB": "share their numbers",
    "endless: laughs of lists in our training": "nested too deeply",
    "endless: laughs of dictionaries as our training": "nested too deeply",
    "endless: laughs of lists in a network": "does not hold a network",
    "odd value: (0,) as a weight's strides": "repeats a few numbers",
    "odd value: overlapping rows as an unknown weight": "repeats a few numbers",
    "odd value: 1 as a weight's offset": "reaches beyond",
    "odd value: -1 as a weight's offset": "impossible shape",
    "odd value: a layer of nan": "not finite",
    "odd value: 'sgd' as our architecture": "unknown to this version",
    "odd value: () as our classes": "name its classes",
    "odd value: () as our size": "what pictures",
    "odd value: () as our model": "no weights",
    "odd value: () as our recipe": "recipe cannot be read",
    "odd value: 1000 as our version": "format version",
    "odd value: meta_tensor_no_storage of 0 as a weight": "no values",
    "odd value: sparse_tensor of 0 as a weight": "sparse",
    "odd value: one number for all as an unknown weight": "repeats a few numbers",
    **{
        f"odd value: {dtype} of bytes () as an unknown weight": "unusual type"
        for dtype in ("quint8", "qint8", "qint32", "quint4x2", "bits8", "float8_e5m2")
    },
}
"""Cases, and what their sentences say."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    warm_up(tmp_path_factory.mktemp("warm"))
    named_cases()
    places()
    yield
    gc.unfreeze()


@pytest.fixture
def folder(warm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    gc.freeze()  # `examine` collects garbage before it measures; pytest's own need not be looked through
    return tmp_path


def outcome_of(folder: Path, content: bytes) -> Outcome:
    path = folder / "file.pth"
    path.write_bytes(content)
    return examine(path)


def case(title: str) -> bytes:
    """The file of a named case, whatever its form."""
    return next(make for form in FORMS if (make := named_cases().get(title + form)))()


@pytest.mark.parametrize("part", [0, *map(further, range(1, 8))])
@pytest.mark.slow
def test_changed_files_load_or_are_refused_in_one_sentence(folder: Path, part: int) -> None:
    answers = set()
    for title, content in itertools.islice(mutations(100 + part), 50):
        outcome = outcome_of(folder, content)
        assert not outcome.failures, title
        answers.add(outcome.answer)
    assert answers >= {"loaded", "refused"}


@pytest.mark.slow
def test_the_files_that_are_changed_or_filled_are_good_ones(folder: Path) -> None:
    for title in (title for title in named_cases() if title.startswith("valid: ")):
        outcome = outcome_of(folder, named_cases()[title]())
        assert not outcome.failures, title
        described = title in ("valid: other network", "valid: optimizer")
        assert outcome.answer == ("described" if described else "loaded"), title


def test_what_is_hidden_is_named_and_not_run(folder: Path) -> None:
    for number, (what, args) in enumerate(HIDDEN.items()):
        place, form = in_turn(places(), number), in_turn(FORMS, number)
        outcome = outcome_of(folder, filled(place, form, call(what, *args)))
        assert not outcome.failures, what
        if what in _HARMLESS:
            continue
        asked = "os.system" if what.endswith("_rebuild_from_type_v2") else what.replace(" ", ".")
        asked = asked.replace("__builtin__", "builtins").replace("commands", "subprocess")
        assert f"it asks to run {asked} when it is opened" in outcome.sentence
    for code in NESTED.values():
        assert outcome_of(folder, archive(code)).answer == "refused"


@pytest.mark.parametrize("what", ["os system", "__main__ Net", *map(further, _HARMLESS[1:])])
def test_no_way_to_call_runs_anything(folder: Path, what: str) -> None:
    for number, (how, code) in enumerate(ways(what, HIDDEN[what]).items()):
        place, form = ("alone", in_turn(FORMS, number)) if number % 3 else (in_turn(places(), number), "")
        outcome = outcome_of(folder, filled(place, form, code))
        assert not outcome.failures, (how, place, form)
        assert outcome.answer in ("refused", "described") or what in _HARMLESS, (how, place, form)


@pytest.mark.parametrize(
    ("family", "every"), [*_FAMILIES.items(), *(further(of, 1 + n // 10) for of, n in _FAMILIES.items())]
)
def test_a_case_loads_or_is_refused(folder: Path, family: str, every: int) -> None:
    titles = [title for title in named_cases() if title.startswith(f"{family}: ")]
    for title in titles[::every]:
        if every < _FAMILIES[family] or not _SLOW.search(title):
            outcome = outcome_of(folder, named_cases()[title]())
            assert not outcome.failures, title
            assert outcome.answer != "loaded" or _MAY_LOAD.match(title), title


@pytest.mark.parametrize(
    "title", [further(one) if _SLOW.search(one) else one for of in ENDLESS.values() for one in of]
)
def test_what_has_no_end_is_ended(folder: Path, title: str) -> None:
    (where,) = (where for where, values in ENDLESS.items() if title in values)
    place = in_turn(where, list(ENDLESS[where]).index(title))
    outcome = outcome_of(folder, filled(place, "", ENDLESS[where][title]))
    assert not outcome.failures
    assert outcome.answer != "loaded" or place.startswith("as our ")  # what a run keeps beside its weights


_TENSOR = tensor((2, 5))
_TENSORS = [put(_TENSOR, 9), *[get(9)] * 500]


@pytest.mark.parametrize(
    ("limit", "most", "place", "value", "sentence"),
    [
        ("safe_io.stubs.MAX_STEPS", 2_000, "alone", pickle.NONE * 4_000, "nested too deeply"),
        ("safe_io.stubs.SECONDS", 0, "alone", pickle.NONE * 2_000, "nested too deeply"),
        ("safe_io.stubs.MAX_OBJECTS", 300, "alone", pickle.EMPTY_SET * 400, "more objects"),
        ("safe_io.stubs.MAX_OBJECTS", 300, "alone", pickle.MARK * 400, "more objects"),
        ("safe_io.containers.MAX_PICKLE", 300, "beside weights", 1, "more numbers"),
        ("safe_io.containers._MAX_DIRECTORY", 300, "beside weights", 1, "list of contents"),
        ("safe_io.tensor_reader.BUDGET", 300, "in our training", _TENSORS, "more numbers"),
        ("safe_io.tensor_reader.MAX_TENSORS", 300, "in our training", _TENSORS, "more numbers"),
        (
            "open.finding.MAX_TENSORS",
            30,
            "alone",
            {f"{n}.weight": _TENSOR for n in range(40)},
            "more numbers",
        ),
        ("own_format.MAX_OBJECTS", 300, "in our training", [0] * 400, "nested too deeply"),
        ("open.modules.MAX_VISITS", 30, "as modules", {f"{n}": module() for n in range(40)}, "more layers"),
    ],
)
def test_every_limit_is_kept(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    most: int,
    place: str,
    value: object,
    sentence: str,
) -> None:
    monkeypatch.setattr(f"digitpad.model.{limit}", most)
    outcome = outcome_of(folder, filled(place, "", value))
    assert not outcome.failures
    assert sentence in outcome.sentence


@pytest.mark.parametrize("title", _SENTENCES)
def test_the_sentence_says_what_is_wrong(folder: Path, title: str) -> None:
    outcome = outcome_of(folder, case(title))
    assert not outcome.failures
    assert _SENTENCES[title] in outcome.sentence


@pytest.mark.parametrize("title", ["'sgd' as our metrics", "[[1, 2], [3.0, nan], ['a']] as our history"])
def test_what_only_decorates_may_be_anything(folder: Path, title: str) -> None:
    value, _, place = title.rpartition(" as our ")
    assert outcome_of(folder, filled(f"as our {place}", "", odd_values()[value])).answer == "loaded"


@pytest.mark.filterwarnings("ignore:`torch.jit.:DeprecationWarning")
def test_a_real_torchscript_file_says_what_it_is(folder: Path) -> None:
    program = torch.jit.trace(untrained("quick").network(), torch.zeros(1, 1, 28, 28))  # type: ignore[no-untyped-call]
    program.save(folder / "file.pth")
    outcome = examine(folder / "file.pth")
    assert not outcome.failures
    assert "TorchScript" in outcome.sentence


def _archived(data: bytes) -> bytes:
    return archive(None, **{"data.pkl": data})


def _legacy(data: bytes) -> bytes:
    return legacy(None, value=data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from([bytes, _archived, _legacy]),
    begin=st.sampled_from([b"", b"PK\x03\x04", b"\x80\x02", b"\x80\x04\x95"]),
    content=st.binary(),
)
def test_any_bytes_end_in_a_sentence(
    folder: Path, form: Callable[[bytes], bytes], begin: bytes, content: bytes
) -> None:
    outcome = outcome_of(folder, form(begin + content))
    assert not outcome.failures
    assert outcome.answer == "refused"


@pytest.mark.slow
def test_a_hostile_file_beside_a_network_does_it_no_harm(folder: Path) -> None:
    (folder / "model.pth").write_bytes(valid_files()["state_dict"])
    for content in (
        archive(call("os system", *HIDDEN["os system"])),
        case("zip: a pickle that is a bomb of method 8"),
        filled("as a state", "", odd_values()["a tensor"]),
    ):
        (folder / "optimizer.pth").write_bytes(content)
        outcome = examine(folder / "model.pth")
        assert not outcome.failures
        assert outcome.answer == "loaded"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_not_a_file_is_refused_without_opening_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pth")
    (folder / "folder.pth").mkdir()
    (folder / "loop.pth").symlink_to("loop.pth")
    (folder / "zero.pth").symlink_to("/dev/zero")
    sentences = {}
    places = [folder / f"{stem}.pth" for stem in ("pipe", "folder", "loop", "zero", "missing", "n" * 300)]
    for path in (*places, Path("/dev/zero"), Path("/proc/self/mem")):
        outcome = examine(path)
        assert not outcome.failures, path
        assert outcome.answer == "refused"
        sentences[path.stem] = outcome.sentence
    assert "not a regular file" in sentences["pipe"]
    assert "not a regular file" in sentences["zero"]


def test_a_file_larger_than_any_is_refused_unread(folder: Path) -> None:
    with (folder / "file.pth").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(5 << 30)  # takes no room
    assert "5 GB" in examine(folder / "file.pth").sentence


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_refused(folder: Path) -> None:
    path = folder / "file.pth"
    path.write_bytes(valid_files()["state_dict"])
    path.chmod(0)
    outcome = examine(path)
    assert not outcome.failures
    assert "permission denied" in outcome.sentence


@pytest.mark.parametrize("what", ["os system", "builtins exec", "os mknod"])
def test_the_traps_notice_what_a_payload_does(folder: Path, what: str) -> None:
    """The check of the checks: Python's own reader runs the payload, and the hook notices it."""
    with traps() as sprung:
        pickle.loads(pickled(call(what, *HIDDEN.get(what, (SENTINEL,)))))  # noqa: S301 - what the traps are for
    function = what.split()[1]
    assert any(f"'{function}'" in event for event in sprung if event.startswith("pickle.find_class"))
    assert sprung[-1] == "the sentinel file was made"


@pytest.mark.skipif(sys.platform != "linux", reason="time and memory are measured by Linux's means")
def test_the_limits_stop_what_does_not_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_random_numbers_of_a_run_are_not_touched(folder: Path) -> None:
    before = torch.get_rng_state()
    path = folder / "file.pth"
    for title in ("zip: a docx", "odd value: (0,) as a weight's strides"):
        path.write_bytes(case(title))
        with pytest.raises(CheckpointError):
            load_checkpoint(path)
    assert torch.equal(torch.get_rng_state(), before)
