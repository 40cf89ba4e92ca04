"""Files made to harm their reader: every trick we could think of by name, then mutations of valid files.

`corpus(seed)` gives the tricks first, each once, and then random files without end; the same seed gives the
same files. They are written for whoever reads a .pth file, not for one reader: a trick that the present one
is immune to stays.
"""

from __future__ import annotations

import functools
import io
import json
import math
import pickle
import pickletools
import random
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn

from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.export import export
from digitpad.model.registry import network_shapes
from digitpad.resources import default_checkpoint
from tests.helpers import untrained
from tests.tools.campaigns import hostile_pickles as code
from tests.tools.campaigns.hostile_pickles import Code

SENTINEL = "digitpad-trap-was-sprung"
"""Name of the file that payloads try to create in the working folder."""


class Case(NamedTuple):
    """A file: what it tries, the family it belongs to, and its bytes."""

    name: str
    kind: str
    content: bytes


Named = Iterator[tuple[str, bytes]]

_FAMILIES: dict[str, Callable[[], Named]] = {}


def _family(kind: str) -> Callable[[Callable[[], Named]], Callable[[], Named]]:
    def add(make: Callable[[], Named]) -> Callable[[], Named]:
        _FAMILIES[kind] = make
        return make

    return add


def tricks() -> Iterator[Case]:
    """The files with a trick of their own."""
    for kind, make in _FAMILIES.items():
        for name, content in make():
            yield Case(f"{kind}: {name}", kind, content)


def chosen_tricks(names: Iterable[str]) -> dict[str, bytes]:
    """The content of the tricks called `names`, each "family: what it does"."""
    wanted = set(names)
    found: dict[str, bytes] = {}
    for kind in sorted({name.partition(": ")[0] for name in wanted}):
        left = sum(name.startswith(f"{kind}: ") for name in wanted)
        for title, content in _FAMILIES[kind]():
            if f"{kind}: {title}" in wanted:
                found[f"{kind}: {title}"] = content
                left -= 1
                if not left:
                    break
    return found


def corpus(seed: int) -> Iterator[Case]:
    """All tricks, then mutations without end."""
    yield from tricks()
    yield from mutations(seed)


# Valid files ------------------------------------------------------------------------------------------------


class Net(nn.Module):
    """The network of the notes; in its files the class is called `__main__.Net`, as in a learner's script."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 5)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = nn.Linear(320, 50)
        self.fc2 = nn.Linear(50, 10)


@functools.cache
def valid_files() -> dict[str, bytes]:
    """A file of every form that digitpad reads."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        network = Net()
        weights = network.state_dict()
        optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.5)
        for parameter in network.parameters():
            parameter.grad = torch.rand_like(parameter)
        optimizer.step()
        optimizer.zero_grad()
    wrapped = {"epoch": 3, "model_state_dict": weights, "optimizer_state_dict": optimizer.state_dict()}
    return {
        "digits.pth": default_checkpoint().read_bytes(),
        "checkpoint": _checkpoint(),
        "state_dict": saved(weights),
        "state_dict protocol 4": saved(weights, pickle_protocol=4),
        "state_dict before 1.6": saved(weights, _use_new_zipfile_serialization=False),
        "state_dict in a dictionary": saved(wrapped),
        "module": _in_main(saved(network)),
        "module before 1.6": _in_main(saved(network, _use_new_zipfile_serialization=False)),
        "module in parallel": _in_main(saved(nn.DataParallel(network))),
        "other network": saved(nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 10))),
        "optimizer": saved(optimizer.state_dict()),
        "safetensors": _safetensors(),
    }


def saved(value: object, **options: Any) -> bytes:
    """The bytes of `torch.save`."""
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def _in_main(content: bytes) -> bytes:
    def renamed(part: bytes) -> bytes:
        return part.replace(f"c{__name__}\nNet\n".encode(), b"c__main__\nNet\n")

    if content.startswith(b"PK"):
        parts = unzipped(content)
        return code.zipped(parts | {name: renamed(parts[name]) for name in parts if name.endswith(".pkl")})
    return renamed(content)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _with_file(write: Callable[[Path], object], name: str) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def checkpoint_values() -> dict[str, Any]:
    """The content of a checkpoint of ours that can be resumed, as a dictionary."""
    return torch.load(io.BytesIO(valid_files()["checkpoint"]), weights_only=True)  # type: ignore[no-any-return]


def _checkpoint() -> bytes:
    from digitpad.recipe.presets import preset
    from digitpad.training.trainer import Trainer
    from tests.helpers import small_dataset

    trainer = Trainer(preset("notes-basic").with_changes(dataset="synthetic"), small_dataset(64, 10))
    events = trainer.run()
    next(events)
    next(events)
    events.close()
    return _with_file(lambda path: save_checkpoint(trainer.checkpoint(), path), "last.pth")


def _safetensors() -> bytes:
    return _with_file(lambda path: export(untrained("notes-basic"), path, "safetensors"), "a.safetensors")


@_family("valid")
def _valid() -> Named:
    yield from valid_files().items()


# Payloads ---------------------------------------------------------------------------------------------------

_SHELL = f"touch {SENTINEL}"
_PYTHON = f"open({SENTINEL!r}, 'w').close()"
_TEXT, _NAME = code.text, code.name

_CALLS: dict[str, Code] = {
    "os.system": code.call(_NAME("os", "system"), _TEXT(_SHELL)),
    "posix.system": code.call(_NAME("posix", "system"), _TEXT(_SHELL)),
    "nt.system": code.call(_NAME("nt", "system"), _TEXT(_SHELL)),
    "commands.getoutput": code.call(_NAME("commands", "getoutput"), _TEXT(_SHELL)),
    "os.popen": code.call(_NAME("os", "popen"), _TEXT(_SHELL)),
    "os.execvp": code.call(
        _NAME("os", "execvp"), _TEXT("touch"), code.list_of([_TEXT("touch"), _TEXT(SENTINEL)])
    ),
    "os.mkdir": code.call(_NAME("os", "mkdir"), _TEXT(SENTINEL)),
    "os.path dotted": code.call(_NAME("os.path", "os.system"), _TEXT(_SHELL)),
    "shutil.copy": code.call(_NAME("shutil", "copy"), _TEXT("/dev/null"), _TEXT(SENTINEL)),
    "subprocess.Popen": code.call(
        _NAME("subprocess", "Popen"), code.list_of([_TEXT("touch"), _TEXT(SENTINEL)])
    ),
    "subprocess.check_output": code.call(
        _NAME("subprocess", "check_output"), code.tuple_of(_TEXT("touch"), _TEXT(SENTINEL))
    ),
    "builtins.eval": code.call(_NAME("builtins", "eval"), _TEXT(_PYTHON)),
    "builtins.exec": code.call(_NAME("builtins", "exec"), _TEXT(_PYTHON)),
    "builtins.open": code.call(_NAME("builtins", "open"), _TEXT(SENTINEL), _TEXT("w")),
    "builtins.__import__": code.call(_NAME("builtins", "__import__"), _TEXT("antigravity")),
    "builtins.compile": code.call(_NAME("builtins", "compile"), _TEXT("1"), _TEXT("x"), _TEXT("exec")),
    "builtins.breakpoint": code.call(_NAME("builtins", "breakpoint")),
    "builtins.input": code.call(_NAME("builtins", "input")),
    "builtins.exit": code.call(_NAME("builtins", "exit")),
    "builtins.map of eval": code.call(
        _NAME("builtins", "list"),
        code.call(_NAME("builtins", "map"), _NAME("builtins", "eval"), code.list_of([_TEXT(_PYTHON)])),
    ),
    "__builtin__.eval": code.call(_NAME("__builtin__", "eval"), _TEXT(_PYTHON)),
    "io.open": code.call(_NAME("io", "open"), _TEXT(SENTINEL), _TEXT("w")),
    "_io.FileIO": code.call(_NAME("_io", "FileIO"), _TEXT(SENTINEL), _TEXT("w")),
    "pathlib.Path.touch": code.call(
        _NAME("pathlib", "Path.touch"), code.call(_NAME("pathlib", "PosixPath"), _TEXT(SENTINEL))
    ),
    "getattr of a path": code.call(
        code.call(
            _NAME("builtins", "getattr"),
            code.call(_NAME("pathlib", "PosixPath"), _TEXT(SENTINEL)),
            _TEXT("touch"),
        )
    ),
    "getattr chain from a network's class": code.call(
        _NAME("builtins", "getattr"),
        code.call(_NAME("builtins", "getattr"), _NAME("torch.nn", "Module"), _TEXT("__init__")),
        _TEXT("__globals__"),
    ),
    "importlib.import_module": code.call(_NAME("importlib", "import_module"), _TEXT("antigravity")),
    "runpy.run_path": code.call(_NAME("runpy", "run_path"), _TEXT("/proc/self/fd/0")),
    "operator.attrgetter": code.call(
        code.call(_NAME("operator", "attrgetter"), _TEXT("load.__globals__")), _NAME("torch", "load")
    ),
    "operator.methodcaller": code.call(
        code.call(_NAME("operator", "methodcaller"), _TEXT("system"), _TEXT(_SHELL)), _NAME("os", "path")
    ),
    "functools.partial of os.system": code.call(
        code.call(_NAME("functools", "partial"), _NAME("os", "system"), _TEXT(_SHELL))
    ),
    "functools.reduce": code.call(
        _NAME("functools", "reduce"), _NAME("os", "system"), code.list_of([_TEXT(_SHELL)])
    ),
    "itertools.starmap": code.call(
        _NAME("itertools", "starmap"),
        _NAME("os", "system"),
        code.list_of([code.tuple_of(_TEXT(_SHELL))]),
    ),
    "types.FunctionType": code.call(_NAME("types", "FunctionType"), code.NONE, pickle.EMPTY_DICT),
    "types.CodeType": code.call(_NAME("types", "CodeType")),
    "marshal.loads": code.call(_NAME("marshal", "loads"), _TEXT("N")),
    "pickle.loads": code.call(_NAME("pickle", "loads"), _TEXT("N.")),
    "_pickle.Unpickler": code.call(_NAME("_pickle", "Unpickler"), code.NONE),
    "socket.create_connection": code.call(
        _NAME("socket", "create_connection"), code.tuple_of(_TEXT("127.0.0.1"), code.number(9))
    ),
    "urllib.request.urlopen": code.call(_NAME("urllib.request", "urlopen"), _TEXT("http://127.0.0.1:9/")),
    "webbrowser.open": code.call(_NAME("webbrowser", "open"), _TEXT("http://127.0.0.1:9/")),
    "ctypes.CDLL": code.call(_NAME("ctypes", "CDLL"), code.NONE),
    "signal.raise_signal": code.call(_NAME("signal", "raise_signal"), code.number(9)),
    "os.abort": code.call(_NAME("os", "abort")),
    "faulthandler._sigsegv": code.call(_NAME("faulthandler", "_sigsegv")),
    "time.sleep": code.call(_NAME("time", "sleep"), code.number(1000)),
    "pip.main": code.call(_NAME("pip", "main"), code.list_of([_TEXT("--version")])),
    "pdb.run": code.call(_NAME("pdb", "run"), _TEXT(_PYTHON)),
    "timeit.timeit": code.call(_NAME("timeit", "timeit"), _TEXT(_PYTHON)),
    "code.interact": code.call(_NAME("code", "interact")),
    "logging.FileHandler": code.call(_NAME("logging", "FileHandler"), _TEXT(SENTINEL)),
    "logging.config.dictConfig": code.call(_NAME("logging.config", "dictConfig"), pickle.EMPTY_DICT),
    "torch.load": code.call(_NAME("torch", "load"), _TEXT("/dev/zero")),
    "torch.save": code.call(_NAME("torch", "save"), code.NONE, _TEXT(SENTINEL)),
    "torch.hub.load": code.call(_NAME("torch.hub", "load"), _TEXT("a/b"), _TEXT("c")),
    "torch.jit.load": code.call(_NAME("torch.jit", "load"), _TEXT("/dev/zero")),
    "torch.serialization.load": code.call(_NAME("torch.serialization", "load"), _TEXT("/dev/zero")),
    "torch.storage._load_from_bytes": code.call(_NAME("torch.storage", "_load_from_bytes"), _TEXT("N.")),
    "torch.ops.load_library": code.call(_NAME("torch.ops", "load_library"), _TEXT("/nothing.so")),
    "torch.utils.cpp_extension.load_inline": code.call(
        _NAME("torch.utils.cpp_extension", "load_inline"), _TEXT("a"), _TEXT("b")
    ),
    "torch._inductor.codecache": code.call(
        _NAME("torch._inductor.codecache", "PyCodeCache.load"), _TEXT(_PYTHON)
    ),
    "torch.nn through a module's own import": code.call(_NAME("torch.nn.modules.module", "os.system")),
    "torch.optim through functools": code.call(
        _NAME("torch.optim.optimizer", "functools.partial"), _NAME("torch.nn.init", "warnings.warn")
    ),
    "torch._dynamo": code.call(_NAME("torch._dynamo.utils", "os.system"), _TEXT(_SHELL)),
    "torch._utils._rebuild of anything": code.call(
        _NAME("torch._tensor", "_rebuild_from_type_v2"),
        _NAME("os", "system"),
        code.NONE,
        code.tuple_of(_TEXT(_SHELL)),
        code.NONE,
    ),
    "numpy.load": code.call(_NAME("numpy", "load"), _TEXT("/dev/zero")),
    "numpy.fromfile": code.call(_NAME("numpy", "fromfile"), _TEXT("/dev/zero")),
    "numpy.testing runstring": code.call(
        _NAME("numpy.testing._private.utils", "runstring"), _TEXT(_PYTHON), pickle.EMPTY_DICT
    ),
    "numpy.zeros": code.call(_NAME("numpy", "zeros"), code.number(10**12)),
    "bytearray of a terabyte": code.call(_NAME("builtins", "bytearray"), code.number(10**12)),
    "range to list": code.call(
        _NAME("builtins", "list"), code.call(_NAME("builtins", "range"), code.number(10**12))
    ),
    "torch.zeros": code.call(_NAME("torch", "zeros"), code.number(10**12)),
    "torch.Tensor of a terabyte": code.call(_NAME("torch", "Tensor"), code.number(10**12)),
    "digitpad itself": code.call(_NAME("digitpad.files", "replace_file"), _TEXT(SENTINEL), _TEXT("x")),
    "the tests": code.call(_NAME("tests.tools.campaigns.hostile", "main"), code.list_of([])),
}


def _other_ways(module: str, attribute: str, argument: str) -> dict[str, Code]:
    """The other operations that call something."""
    function, said = _NAME(module, attribute), _TEXT(argument)
    state = code.named({"__reduce__": function, "__class__": function, "__dict__": pickle.EMPTY_DICT})
    slots = code.tuple_of(code.NONE, code.named({"__setstate__": function}))
    network = code.new(_NAME("torch.nn.modules.linear", "Linear"))
    first_line = f"{module}\n{attribute}\n".encode()
    return {
        "INST": pickle.MARK + said + pickle.INST + first_line,
        "OBJ": pickle.MARK + function + said + pickle.OBJ,
        "NEWOBJ": code.new(function, said),
        "NEWOBJ_EX": function + code.tuple_of(said) + pickle.EMPTY_DICT + pickle.NEWOBJ_EX,
        "STACK_GLOBAL": code.call(code.stack_name(_TEXT(module), _TEXT(attribute)), said),
        "STACK_GLOBAL with a dotted name": code.call(
            code.stack_name(_TEXT("torch.nn.functional"), _TEXT(f"torch.{module}.{attribute}")), said
        ),
        "STACK_GLOBAL of something else": code.call(code.stack_name(code.number(1), code.NONE), said),
        "REDUCE of a text": code.call(said, said),
        "REDUCE of a list": function + code.list_of([said]) + pickle.REDUCE,
        "EXT1": code.call(pickle.EXT1 + b"\1", said),
        "EXT4": code.call(pickle.EXT4 + struct.pack("<i", 2**31 - 1), said),
        "BUILD with reduce": code.build(network, state),
        "BUILD with setstate": code.build(network, slots),
        "BUILD of a function": code.build(function, said),
        "BUILD of a class": code.build(_NAME("torch.nn", "Linear"), state),
        "BUILD of a dictionary": code.build(pickle.EMPTY_DICT, state),
        "SETITEM of a module": function + code.text("a") + said + pickle.SETITEM,
        "APPEND on a function": function + said + pickle.APPEND,
        "PERSID": pickle.PERSID + first_line.replace(b"\n", b".") + b"\n",
        "a persistent id that calls": code.call(function, said) + pickle.BINPERSID,
        "a storage of that class": code.tuple_of(
            _TEXT("storage"), function, _TEXT("0"), _TEXT("cpu"), code.number(1)
        )
        + pickle.BINPERSID,
        "a module id with its source": code.tuple_of(_TEXT("module"), function, said, said)
        + pickle.BINPERSID,
        "NEXT_BUFFER": pickle.NEXT_BUFFER + pickle.READONLY_BUFFER,
        "a hook of a tensor": code.call(
            _NAME("torch._utils", "_rebuild_tensor_v2"),
            code.storage("0", 4),
            code.number(0),
            code.numbers([4]),
            code.numbers([1]),
            pickle.NEWFALSE,
            code.call(function, said),
        ),
        "a layer's forward": code.module(forward=function, _forward_hooks=code.dict_of([(said, function)])),
        "partial with state": code.build(
            code.new(_NAME("functools", "partial"), function), code.tuple_of(function, said)
        ),
        "copyreg.__newobj__": code.call(_NAME("copyreg", "__newobj__"), function, said),
        "copyreg._reconstructor": code.call(_NAME("copyreg", "_reconstructor"), function, function, said),
        "defaultdict of it": code.call(_NAME("collections", "defaultdict"), function),
        "Parameter of it": code.call(
            _NAME("torch._utils", "_rebuild_parameter"), code.call(function, said), code.TRUE, code.NONE
        ),
    }


@_family("payload")
def _payloads() -> Named:
    weights = code.named({"conv1.weight": code.tensor(code.storage("0", 250), (10, 1, 5, 5))})
    numbers = {"0": bytes(1000)}
    others = _other_ways("os", "system", _SHELL) | {
        f"{way}, by way of torch": value
        for way, value in _other_ways("torch.nn.modules.container", "operator", SENTINEL).items()
    }
    for name, value in (_CALLS | others).items():
        content = code.pickled(value, 4)
        yield name, code.archive(content)
        yield (
            f"{name}, beside weights",
            code.archive(code.pickled(code.named({"state_dict": weights, "x": value})), numbers),
        )
        yield f"{name}, dropped", code.archive(code.pickled(code.forget(value) + weights), numbers)
        yield f"{name}, before 1.6", code.legacy(content)
    for name in ("os.system", "builtins.exec", "torch.hub.load"):
        content = code.pickled(_CALLS[name])
        yield f"{name} as magic", code.legacy(code.pickled(code.NONE), magic=content)
        yield f"{name} as protocol", code.legacy(code.pickled(code.NONE), protocol=content)
        yield f"{name} as system", code.legacy(code.pickled(code.NONE), system=content)
        whole = code.legacy(code.pickled(weights), numbers)
        yield f"{name} as keys", whole.replace(pickle.dumps(["0"], 2), content)
        yield f"{name} alone", content
        yield f"{name} in protocol 0", b"c" + name.replace(".", "\n").encode() + b"\n(V" + b"x\ntR."
    yield "a script in the archive", code.zipped({"a/data.pkl": code.pickled(weights), "a/code/x.py": b"1"})
    yield "TorchScript", code.zipped({"a/data.pkl": code.pickled(code.NONE), "a/constants.pkl": b"N."})


# Pickles that do not end ------------------------------------------------------------------------------------


def _nested(count: int, inner: Code, around: bytes) -> Code:
    return inner + around * count


def _laughs(kind: str, depth: int = 60) -> Code:
    """Lists of two references to the list before: 2^depth elements in a few bytes."""
    body = code.put(code.list_of([_TEXT("ha")]), 0)
    made = code.forget(body)
    for level in range(1, depth):
        pair = code.get(level - 1) * 2
        value = {
            "lists": pickle.EMPTY_LIST + pickle.MARK + pair + pickle.APPENDS,
            "tuples": pair + pickle.TUPLE2,
            "dictionaries": code.named({"a": code.get(level - 1), "b": code.get(level - 1)}),
        }[kind]
        made += code.forget(code.put(value, level))
    return made + code.get(depth - 1)


def _colliding(count: int) -> Iterator[Code]:
    """Whole numbers with one and the same hash, each a slower key than the one before."""
    return (code.number(index * (2**61 - 1) + 7) for index in range(1, count + 1))


def _colliding_pairs(count: int) -> Iterator[Code]:
    """Tuples of two small whole numbers with one and the same hash.

    CPython mixes the hashes of the members by steps that can be undone: for any first member there is a
    second one that leads to the hash wanted, and one in four of those is a small number.
    """
    whole, mix, turn, start = 2**64, 11400714785074694791, 14029467366897019727, 2870177450012600261

    def rotated(value: int, by: int) -> int:
        return (value << by | value >> (64 - by)) % whole

    wanted = rotated(12345 * pow(mix, -1, whole) % whole, 33)
    first = found = 0
    while found < count:
        first += 1
        before = rotated((start + first * turn) % whole, 31) * mix % whole
        second = (wanted - before) * pow(turn, -1, whole) % whole
        second -= whole if second >= whole // 2 else 0
        if abs(second) < 2**61 - 1:
            found += 1
            yield code.number(first) + code.number(second) + pickle.TUPLE2


def _cyclic(entries: Mapping[str, Code]) -> Code:
    """A dictionary that holds itself under the names of `entries` that are empty."""
    body = b"".join(_TEXT(key) + (value or code.get(0)) for key, value in entries.items())
    return code.put(pickle.EMPTY_DICT, 0) + pickle.MARK + body + pickle.SETITEMS


_WIDE = ("\U0001f4a3" + "a" * 7_000_000).encode()
"""7 MB that become 28 MB: one character outside the plane makes every one of them four bytes long."""


@_family("entangled")
def _entangled() -> Named:
    small = code.tensor(code.storage("0", 4), (4,))
    numbers = _network_numbers()

    def file(value: Code) -> bytes:
        return code.archive(code.pickled(value, 4), numbers)

    for count in (1_000, 100_000, 1_000_000):
        yield f"{count} tuples deep", file(_nested(count, code.NONE, pickle.TUPLE1))
        yield f"{count} lists deep", file(pickle.EMPTY_LIST * count + pickle.APPEND * (count - 1))
        yield f"{count} marks", file(pickle.MARK * count)
    deep = pickle.EMPTY_DICT + (_TEXT("model") + pickle.EMPTY_DICT) * 100_000 + pickle.SETITEM * 100_000
    yield "dictionaries 100000 deep", file(deep)
    yield (
        "a deep tuple as key",
        file(pickle.EMPTY_DICT + _nested(100_000, code.NONE, pickle.TUPLE1) + code.NONE + pickle.SETITEM),
    )
    for kind in ("lists", "tuples", "dictionaries"):
        laughing = _laughs(kind)
        yield f"billion laughs of {kind}", file(laughing)
        yield f"billion laughs of {kind} as recipe", file(_ours(recipe=code.named({"a": laughing})))
        yield f"billion laughs of {kind} as classes", file(_ours(classes=laughing))
        yield f"billion laughs of {kind} as history", file(_ours(history=code.named({"train": laughing})))
        yield f"billion laughs of {kind} in a module", file(code.module(parameters=laughing))
    everywhere = dict.fromkeys(
        ("state_dict", "model_state_dict", "model", "network", "net", "model_state", "weights", "params"), b""
    )
    yield "a dictionary in itself", file(_cyclic(everywhere))
    many = {f"t{index}": code.get(1) for index in range(60_000)}
    first = code.forget(code.put(small, 1))
    yield "a wide dictionary in itself", file(first + _cyclic({**many, **everywhere}))
    yield "a list in itself", file(code.put(pickle.EMPTY_LIST, 0) + code.get(0) + pickle.APPEND)
    yield "a checkpoint in itself", file(_cyclic({"format": _TEXT("digitpad-checkpoint"), "model": b""}))
    yield "memo beyond", file(code.get(2**31))
    yield "memo far", file(code.put(code.NONE, 2**32 - 1))
    yield "memo of nothing", file(pickle.MEMOIZE)
    for title, start in (
        ("LONG4", pickle.LONG4 + b"\xff\xff\xff\x7f"),
        ("LONG4 below nothing", pickle.LONG4 + b"\xff\xff\xff\xff"),
        ("BINBYTES8", pickle.BINBYTES8 + b"\xff" * 7 + b"\x7f"),
        ("BINUNICODE8", pickle.BINUNICODE8 + b"\xff" * 8),
        ("BYTEARRAY8", pickle.BYTEARRAY8 + b"\xff" * 7 + b"\x0f"),
        ("BINSTRING below nothing", pickle.BINSTRING + b"\xff" * 4),
        ("FRAME", pickle.FRAME + b"\xff" * 8 + code.NONE),
        ("PROTO 255", pickle.PROTO + b"\xff" + code.NONE),
        ("INT", pickle.INT + b"9" * 5000 + b"\n"),
        ("LONG", pickle.LONG + b"9" * 5000 + b"L\n"),
        ("LONG without an end", pickle.LONG + b"9" * 100_000),
        ("a name without an end", pickle.GLOBAL + b"a" * 100_000),
        ("STRING", pickle.STRING + b"'" + b"\\x41" * 1000 + b"'\n"),
        ("UNICODE", pickle.UNICODE + b"\\ud800" * 1000 + b"\n"),
        ("no STOP", b""),
        ("POP of nothing", pickle.POP * 10),
        ("DUP of nothing", pickle.DUP),
        ("TUPLE without MARK", pickle.TUPLE),
        ("SETITEMS without a value", pickle.EMPTY_DICT + pickle.MARK + code.NONE + pickle.SETITEMS),
        (
            "APPENDS to itself",
            code.put(pickle.EMPTY_LIST, 0) + pickle.MARK + code.get(0) * 9 + pickle.APPENDS,
        ),
    ):
        yield title, file(start)
    yield "a number of a megabyte", file(code.number(1 << (8 << 20)))
    yield "300000 empty sets", file(pickle.EMPTY_SET * 300_000)
    yield "two million tuples", file(pickle.MARK + (code.NONE + pickle.TUPLE1) * 2_000_000 + pickle.TUPLE)
    yield (
        "a million objects",
        file(
            code.forget(code.put(_NAME("torch.nn", "Linear"), 0))
            + pickle.MARK
            + (code.get(0) + pickle.EMPTY_TUPLE + pickle.NEWOBJ) * 1_000_000
            + pickle.TUPLE
        ),
    )
    wide = code.forget(code.put(_TEXT(_WIDE), 0)) + code.forget(code.put(_TEXT("a"), 1))
    again = code.get(0) + code.get(1) + pickle.STACK_GLOBAL + pickle.POP
    yield "names of 28 MB", file(wide + again * 50_000 + code.NONE)
    held = code.put(code.get(0) + code.get(1) + pickle.STACK_GLOBAL, 2)
    called = code.get(2) + pickle.EMPTY_TUPLE + pickle.REDUCE + pickle.POP
    yield "calls of a name of 28 MB", file(wide + code.forget(held) + called * 50_000 + code.NONE)
    said = code.tuple_of(_TEXT("storage"), code.get(2), _TEXT("0"), _TEXT("cpu"), code.number(1))
    persistent = code.forget(code.put(said, 3)) + (code.get(3) + pickle.BINPERSID + pickle.POP) * 50_000
    yield "storages of a class of 28 MB", file(wide + code.forget(held) + persistent + code.NONE)
    keys = b"".join(tuple_key for tuple_key in (code.tuple_of(*[code.get(0)] * 16) + small,) * 4)
    yield (
        "tuples of long texts as names",
        file(wide + code.module(parameters=pickle.EMPTY_DICT + pickle.MARK + keys + pickle.SETITEMS)),
    )
    yield "keys that collide", file(code.dict_of((key, code.NONE) for key in _colliding(200_000)))
    collide = code.put(code.dict_of((key, code.NONE) for key in _colliding(20_000)), 0)
    yield (
        "keys that collide, copied",
        file(_ours(recipe=code.named({"a": collide, **{f"k{index}": code.get(0) for index in range(20)}}))),
    )
    pairs = list(_colliding_pairs(60_000))
    yield "tuples that collide", file(code.dict_of((key, code.NONE) for key in pairs))
    listed = code.list_of(key + code.NONE + pickle.TUPLE2 for key in pairs)
    yield "tuples that collide, in a call", file(code.call(_NAME("collections", "OrderedDict"), listed))
    yield "tuples that collide, in a set", file(code.call(_NAME("builtins", "set"), code.list_of(pairs)))
    table = code.put(code.dict_of((key, code.NONE) for key in pairs[:10_000]), 0)
    yield (
        "tuples that collide, copied",
        file(_ours(recipe=code.named({"a": table, **{f"k{index}": code.get(0) for index in range(30)}}))),
    )
    yield "keys that collide, built", file(
        code.forget(collide) + pickle.MARK
        + b"".join(code.build(code.new(_NAME("a", "B")), code.tuple_of(pickle.EMPTY_DICT, code.get(0)))
                   for _ in range(50)) + pickle.TUPLE
    )  # fmt: skip
    yield "members that collide", file(code.list_of(_colliding(200_000)) + pickle.TUPLE1)
    yield (
        "a set of members that collide",
        file(pickle.EMPTY_SET + pickle.MARK + b"".join(_colliding(200_000)) + pickle.ADDITEMS),
    )


# Tensors that cannot be -------------------------------------------------------------------------------------


def _network(**changed: Code) -> Code:
    """The weights of the smallest network, some of them changed."""
    weights = {
        name: code.tensor(code.storage(str(index), math.prod(shape)), shape)
        for index, (name, shape) in enumerate(network_shapes("notes-basic").items())
    }
    return code.named(weights | {name.replace("__", "."): value for name, value in changed.items()})


def _network_numbers() -> dict[str, bytes]:
    shapes = network_shapes("notes-basic").values()
    return {str(index): bytes(4 * math.prod(shape)) for index, shape in enumerate(shapes)}


def _ours(**changed: Code) -> Code:
    """A checkpoint of ours, some entries changed."""
    entries = {
        "format": _TEXT("digitpad-checkpoint"),
        "version": code.number(2),
        "architecture": _TEXT("notes-basic"),
        "classes": code.list_of(map(_TEXT, "0123456789")),
        "mean": code.number(0.1307),
        "std": code.number(0.3081),
        "model": _network(),
        "recipe": code.NONE,
        "metrics": pickle.EMPTY_DICT,
        "history": pickle.EMPTY_DICT,
        "training": code.NONE,
        "notes": pickle.EMPTY_DICT,
    }
    return code.named(entries | changed)


def _shapes() -> Iterator[tuple[str, Code]]:
    """Tensors that want to stand for fc2.bias, which has ten numbers in storage "7"."""
    ten = code.storage("7", 10)
    yield "a stride of nothing", code.tensor(ten, (10,), (0,))
    yield "negative strides", code.tensor(ten, (10,), (-1,), 9)
    yield "negative sizes", code.tensor(ten, (-10,))
    yield "negative offset", code.tensor(ten, (10,), (1,), -1)
    yield "offset beyond", code.tensor(ten, (10,), (1,), 1)
    yield "offset far beyond", code.tensor(ten, (10,), (1,), 2**61)
    yield "offset beyond 2^64", code.tensor(ten, (10,), (1,), 2**64)
    yield "stride beyond", code.tensor(ten, (10,), (2**59,))
    yield "sizes that overflow", code.tensor(ten, (2**32, 2**32, 10))
    yield "sizes that overflow to ten", code.tensor(ten, (2**62, 4, 10))
    yield "10^15 numbers", code.tensor(ten, (10**15,), (0,))
    yield "no numbers in many places", code.tensor(ten, (0, 2**60, 2**60))
    yield "a hundred axes", code.tensor(ten, (1,) * 100)
    yield "more strides than sizes", code.tensor(ten, (10,), (1, 1))
    yield "sizes of texts", code.tensor(ten, ()).replace(code.numbers([]), code.tuple_of(_TEXT("10")), 1)
    yield "a longer storage than the file", code.tensor(code.storage("7", 1000), (10,))
    yield "a storage of 2^62", code.tensor(code.storage("7", 2**62), (10,))
    yield "a storage of less than nothing", code.tensor(code.storage("7", -1), (10,))
    yield "a storage that is not there", code.tensor(code.storage("99", 10), (10,))
    yield "a storage in another folder", code.tensor(code.storage("../../x", 10), (10,))
    yield "a storage with an absolute name", code.tensor(code.storage("/etc/passwd", 10), (10,))
    yield "the pickle as storage", code.tensor(code.storage("../data.pkl", 10), (10,))
    for kind in ("QInt8", "QUInt8", "ComplexFloat", "Bool", "BFloat16", "Half", "Double", "Long", "Byte"):
        yield f"of type {kind}", code.tensor(code.storage("7", 10, f"{kind}Storage"), (10,))
    yield "of an unknown type", code.tensor(code.storage("7", 10, "Float8Storage"), (10,))
    yield "no storage", code.tensor(code.NONE, (10,))
    yield "a tensor as storage", code.tensor(code.tensor(ten, (10,)), (10,))
    view = code.tuple_of(_TEXT("0"), code.number(2**40), code.number(2**40))
    yield "a view beyond", code.tensor(
        code.tuple_of(_TEXT("storage"), _NAME("torch", "FloatStorage"), _TEXT("7"), _TEXT("cpu"),
                      code.number(10), view) + pickle.BINPERSID, (10,)
    )  # fmt: skip
    rebuild = _NAME("torch._utils", "_rebuild_tensor_v3")
    for dtype in ("float64", "float8_e4m3fn", "complex128", "bits16", "quint8", "float32", "uint64", "int1"):
        raw = code.storage("7", 40, "UntypedStorage", "torch.storage")
        yield f"raw bytes as {dtype}", code.call(
            rebuild, raw, code.number(0), code.numbers([10]), code.numbers([1]), pickle.NEWFALSE,
            pickle.EMPTY_DICT, _NAME("torch", dtype)
        )  # fmt: skip
        odd = code.tuple_of(
            _TEXT("storage"), _NAME("torch.storage", "UntypedStorage"), _TEXT("7"), _TEXT("cpu"),
            code.number(40), code.tuple_of(_TEXT("0"), code.number(3), code.number(37)),
        ) + pickle.BINPERSID  # fmt: skip
        yield f"raw bytes between numbers as {dtype}", code.call(
            rebuild, odd, code.number(0), code.numbers([4]), code.numbers([1]), pickle.NEWFALSE,
            pickle.EMPTY_DICT, _NAME("torch", dtype)
        )  # fmt: skip
    for function in (
        "_rebuild_wrapper_subclass",
        "_rebuild_device_tensor_from_numpy",
        "_rebuild_device_tensor_from_cpu_tensor",
        "_rebuild_sparse_tensor",
        "_rebuild_sparse_csr_tensor",
        "_rebuild_nested_tensor",
        "_rebuild_qtensor",
        "_rebuild_meta_tensor_no_storage",
        "_rebuild_xla_tensor",
        "_rebuild_parameter",
        "_rebuild_tensor",
        "_rebuild_nothing_that_is_there",
    ):
        yield f"{function} without arguments", code.call(_NAME("torch._utils", function))
        yield (
            f"{function} of odd ones",
            code.call(
                _NAME("torch._utils", function), code.NONE, _TEXT("x"), code.numbers([2**40]), code.number(1)
            ),
        )
    shell = code.call(
        _NAME("torch._tensor", "_rebuild_from_type_v2"), rebuild, code.NONE, code.NONE, code.NONE
    )
    yield "a subclass of nothing", shell
    inner = _NAME("torch._tensor", "_rebuild_from_type_v2")
    arguments = code.tuple_of(code.NONE)
    for _ in range(2_000):
        arguments = code.tuple_of(inner, code.NONE, arguments, code.NONE)
    yield "subclasses of subclasses", inner + arguments + pickle.REDUCE


@_family("shapes")
def _impossible_tensors() -> Named:
    numbers = _network_numbers()
    for name, value in _shapes():
        weights = _network(fc2__bias=value)
        yield name, code.archive(code.pickled(weights), numbers)
        yield f"{name}, before 1.6", code.legacy(code.pickled(weights), numbers)
        yield f"{name}, in ours", code.archive(code.pickled(_ours(model=weights)), numbers)
        yield (
            f"{name}, unknown network",
            code.archive(code.pickled(code.named({"a.weight": value, "a.bias": value})), numbers),
        )
    for title, value in (("NaN", math.nan), ("infinite", math.inf), ("huge", 3e38)):
        bad = numbers | {"7": struct.pack("<10f", *[value] * 10)}
        yield f"{title} weights", code.archive(code.pickled(_network()), bad)
        every = {key: struct.pack("<f", value) * (len(part) // 4) for key, part in numbers.items()}
        yield f"{title} weights everywhere", code.archive(code.pickled(_network()), every)
    short = dict(numbers, **{"7": b"\0" * 39})
    yield "a storage cut short", code.archive(code.pickled(_network()), short)
    tensor = code.put(code.tensor(code.storage("7", 10), (10,)), 0)
    for count in (10_000, 150_000):
        first = code.forget(tensor)
        pairs = ((_TEXT(f"{index}.weight"), code.get(0)) for index in range(count))
        yield (
            f"one storage under {count} names",
            code.archive(code.pickled(first + code.dict_of(pairs)), numbers),
        )
    every_name = (
        (_TEXT(f"l{index}.weight"), code.tensor(code.storage("7", 10), (2, 5))) for index in range(15_000)
    )
    yield "15000 layers", code.archive(code.pickled(code.dict_of(every_name)), numbers)
    matrix = code.forget(code.put(code.tensor(code.storage("7", 10), (2, 5)), 0))
    yield (
        "400000 layers",
        code.archive(
            code.pickled(matrix + code.dict_of((_TEXT(f"{i}.weight"), code.get(0)) for i in range(400_000))),
            numbers,
        ),
    )
    prefix = "module." * 1_000_000
    yield (
        "a million wrappers",
        code.archive(
            code.pickled(code.named({prefix + "a.weight": code.tensor(code.storage("7", 10), (2, 5))})),
            numbers,
        ),
    )
    lines = code.tensor(code.storage("7", 10), (2, 5))
    yield (
        "names with line ends and escapes",
        code.archive(
            code.pickled(code.named({"a\n\x1b[31mb\u202e.weight": lines, "b\r\n.bias": lines})), numbers
        ),
    )
    yield (
        "names with lone surrogates",
        code.archive(
            code.pickled(code.named({"\ud800.weight": lines, "{x}{0.__class__}.weight": lines})), numbers
        ),
    )


# Whole modules ----------------------------------------------------------------------------------------------


@_family("module")
def _modules() -> Named:
    numbers = {"0": bytes(40)}
    weight = code.tensor(code.storage("0", 10), (2, 5))

    def file(value: Code) -> bytes:
        return code.archive(code.pickled(value), numbers)

    leaf = code.module(_NAME("torch.nn.modules.linear", "Linear"), code.named({"weight": weight}))
    itself = code.put(code.new(_NAME("__main__", "Net")), 0)
    empty = {"_parameters": pickle.EMPTY_DICT, "_buffers": pickle.EMPTY_DICT}
    yield (
        "a module in itself",
        file(code.build(itself, code.named({**empty, "_modules": code.named({"a": code.get(0)})}))),
    )
    yield (
        "a module in itself a hundred times",
        file(
            code.build(
                itself,
                code.named({**empty, "_modules": code.named({f"m{i}": code.get(0) for i in range(100)})}),
            )
        ),
    )
    yield (
        "a wide module in itself",
        file(
            code.build(
                itself,
                code.named(
                    {**empty, "_modules": code.named({f"m{i}" * 9: code.get(0) for i in range(100_000)})}
                ),
            )
        ),
    )
    deep = leaf
    for _ in range(1_000):
        deep = code.module(modules=code.named({"m": deep}))
    yield "a thousand modules deep", file(deep)
    inner = code.forget(code.put(code.module(modules=code.named({"a": leaf})), 0))
    for level in range(1, 35):
        inner += code.forget(
            code.put(
                code.module(modules=code.named({"a": code.get(level - 1), "b": code.get(level - 1)})), level
            )
        )
    yield "billion laughs of modules", file(inner + code.get(34))
    long_name = code.module(
        modules=code.dict_of(
            [
                (
                    _TEXT(_WIDE),
                    code.module(modules=code.named({f"m{index}": leaf for index in range(200)})),
                )
            ]
        )
    )
    yield "a name of 28 MB before many others", file(long_name)
    state = code.named({f"a{index}": code.number(index) for index in range(100_000)})
    busy = code.build(
        code.put(code.new(_NAME("torch.nn", "ReLU")), 0), code.named({**empty, "_modules": pickle.EMPTY_DICT})
    )
    busy = code.forget(code.build(busy, state))
    yield (
        "one module of many settings in many places",
        file(busy + code.module(modules=code.named({f"m{index}": code.get(0) for index in range(9_000)}))),
    )
    many = code.dict_of((_TEXT(f"p{index}"), code.get(1)) for index in range(50_000))
    shared = code.forget(code.put(weight, 1)) + code.forget(
        code.put(code.module(_NAME("torch.nn", "Linear"), many), 0)
    )
    yield (
        "one module of many weights in many places",
        file(shared + code.module(modules=code.named({f"m{index}": code.get(0) for index in range(9_000)}))),
    )
    yield (
        "a class with line ends and escapes",
        file(
            code.module(
                code.stack_name(_TEXT("__main__"), _TEXT("A\nB\x1b[2J\u202e")), code.named({"weight": weight})
            )
        ),
    )
    yield (
        "a class with a long name",
        file(
            code.module(
                code.stack_name(_TEXT("__main__"), _TEXT("A" * 1_000_000)), code.named({"weight": weight})
            )
        ),
    )
    big = code.number(10**2_000)
    yield "settings of all kinds", file(
        code.module(modules=code.named({
            "a": code.module(_NAME("torch.nn", "Conv2d"), code.named({"weight": weight}), in_channels=big,
                             out_channels=code.number(-1),
                             kernel_size=code.tuple_of(big, code.number(math.nan)),
                             stride=_TEXT("\n\x1b["), padding=code.number(math.inf),
                             dilation=_laughs("tuples"),
                             groups=code.tuple_of(code.number(math.nan)), output_size=code.NONE),
            "b": code.module(_NAME("torch.nn", "MaxPool2d"), kernel_size=_TEXT("x" * 41), p=big),
        }))
    )  # fmt: skip
    for part in ("_parameters", "_buffers", "_modules"):
        for title, value in (
            ("nothing", code.NONE),
            ("a list", pickle.EMPTY_LIST),
            (
                "odd keys",
                code.dict_of([(code.number(1), weight), (code.NONE, leaf), (code.tuple_of(), weight)]),
            ),
            ("odd values", code.named({"a": code.number(1), "b": _TEXT("x"), "c": pickle.EMPTY_LIST})),
            ("a module for a weight", code.named({"a": leaf})),
            ("a weight for a module", code.named({"a": weight})),
        ):
            sound = {**empty, "_modules": code.named({"a": leaf}), part: value}
            yield (
                f"{part} is {title}",
                file(code.build(code.new(_NAME("__main__", "Net")), code.named(sound))),
            )
    yield "compiled of nothing", file(code.call(_NAME("torch._dynamo.eval_frame", "OptimizedModule")))
    yield (
        "compiled of itself",
        file(
            code.build(
                code.put(code.call(_NAME("torch._dynamo.eval_frame", "OptimizedModule"), leaf), 0),
                code.get(0),
            )
        ),
    )
    yield (
        "in parallel with itself",
        file(
            code.build(
                code.put(code.new(_NAME("torch.nn", "DataParallel")), 0),
                code.named({**empty, "_modules": code.named({"module": code.get(0)})}),
            )
        ),
    )


# Zip files that lie -----------------------------------------------------------------------------------------


@_family("zip")
def _zips() -> Named:
    content = code.pickled(_network())
    numbers = _network_numbers()
    true: list[tuple[bytes, bytes, dict[str, int]]] = [(b"a/data.pkl", content, {})]
    true += [(f"a/data/{key}".encode(), part, {}) for key, part in numbers.items()]
    yield "nothing but the end", code.raw_zip([])
    yield "true", code.raw_zip(true)
    for field, value in (
        ("size", 2**32 - 1),
        ("size", 0),
        ("size", len(content) + 100),
        ("packed", 2**32 - 1),
        ("packed", 0),
        ("packed", 10),
        ("offset", 2**32 - 1),
        ("offset", 7),
        ("crc", 0),
        ("flags", 1),
        ("flags", 0x20),
        ("flags", 0x40),
        ("flags", 0xFFFF),
        ("method", 8),
        ("method", 12),
        ("method", 14),
        ("method", 99),
    ):
        yield f"{field} {value} of the pickle", code.raw_zip([(*true[0][:2], {field: value}), *true[1:]])
        yield f"{field} {value} of the numbers", code.raw_zip([*true[:-1], (*true[-1][:2], {field: value})])
    last = true[-1]
    yield (
        "numbers shorter than they say",
        code.raw_zip([*true[:-1], (last[0], last[1][:8], {"size": 40, "packed": 8})]),
    )
    for field, value in (("count", 0), ("count", 65535), ("length", 2**32 - 1), ("length", 0),
                         ("offset", 2**32 - 1),
                         ("offset", 0)):  # fmt: skip
        yield f"end record: {field} {value}", code.raw_zip(true, **{field: value})
    yield "a comment that is a zip file", code.raw_zip(true, comment=code.raw_zip(true)[:60_000])
    yield "a comment with an end record", code.raw_zip(true, comment=code.raw_zip([]))
    yield "something before", b"PK\3\4" + bytes(100) + code.raw_zip(true)
    yield "something after", code.raw_zip(true) + bytes(1000)
    yield "two pickles", code.raw_zip([*true, (b"b/data.pkl", content, {})])
    yield "the pickle twice", code.raw_zip([*true, true[0]])
    yield "the numbers twice", code.raw_zip([*true, true[-1]])
    yield (
        "all numbers at one place",
        code.raw_zip([true[0], *((t, c, {"offset": 0}) for t, c, _ in true[1:])]),
    )
    yield "nested folders", code.raw_zip([(b"a/" * 1000 + b"data.pkl", content, {})])
    yield "a name of 60000 bytes", code.raw_zip([(b"a" * 60_000 + b"/data.pkl", content, {})])
    yield "a name with NUL", code.raw_zip([(b"a/data.pkl\0.txt", content, {}), *true[1:]])
    yield "names that are no text", code.raw_zip([(b"\xff\xfe/data.pkl", content, {}), *true[1:]])
    yield (
        "names that are no UTF-8",
        code.raw_zip([(b"\xff\xfe/data.pkl", content, {"flags": 0x800}), *true[1:]]),
    )
    yield "a path out of the folder", code.raw_zip([(b"../../etc/x/data.pkl", content, {})])
    yield "40000 entries", code.raw_zip([*true, *((b"%d" % index, b"", {}) for index in range(40_000))])
    yield "300000 entries", code.raw_zip([*true, *((b"", b"", {}) for _ in range(300_000))])
    overlapping = [
        (f"a/data/{index}".encode(), b"", {"packed": 80_000, "size": 80_000}) for index in range(2_000)
    ]
    yield "overlapping parts", code.raw_zip([*overlapping, *true])
    yield "zip64 in the directory", _zip64(true, 2**63)
    yield "zip64 that is small", _zip64(true, 0)
    yield "byte order unknown", code.archive(content, {**numbers, "../byteorder": b"pdp"})
    yield "big endian", code.zipped({"a/data.pkl": content, "a/byteorder": b"big"})
    yield "a pickle of 20 MB", code.zipped({"a/data.pkl": bytes(20_000_000)})
    yield "an empty pickle", code.zipped({"a/data.pkl": b""})
    for size in (10_000, 10_000_000, 300_000_000):
        parts = {"a/data.pkl": content, "a/data/0": bytes(size)}
        yield f"a bomb of {size} bytes", code.zipped(parts, zipfile.ZIP_DEFLATED)
    yield "a pickle that is a bomb", code.zipped({"a/data.pkl": bytes(100_000_000)}, zipfile.ZIP_DEFLATED)
    yield "a bomb in bzip2", code.zipped({"a/data.pkl": bytes(2_000_000)}, zipfile.ZIP_BZIP2)
    yield "a bomb in LZMA", code.zipped({"a/data.pkl": bytes(2_000_000)}, zipfile.ZIP_LZMA)


def _zip64(entries: list[tuple[bytes, bytes, dict[str, int]]], place: int) -> bytes:
    """A zip file whose end record sends to one in zip64 that lies."""
    whole = code.raw_zip(entries)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, place, place, place, place)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(whole) - 22, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return whole[:-22] + record + locator + end


# The form before 1.6 ----------------------------------------------------------------------------------------


@_family("legacy")
def _legacy_files() -> Named:
    content, numbers = code.pickled(_network()), _network_numbers()
    whole = code.legacy(content, numbers)
    yield "true", whole
    yield "another magic number", code.legacy(content, numbers, magic=pickle.dumps(1, 2))
    yield "another protocol", code.legacy(content, numbers, protocol=pickle.dumps(1002, 2))
    yield "no system", code.legacy(content, numbers, system=pickle.dumps([], 2))
    yield "big endian", code.legacy(content, numbers, system=pickle.dumps({"little_endian": False}, 2))
    for title, count in (("less than no", -1), ("2^62", 2**62), ("2^40", 2**40), ("no", 0)):
        at = whole.rindex(struct.pack("<q", 10))
        yield f"{title} numbers", whole[:at] + struct.pack("<q", count) + whole[at + 8 :]
    keys = pickle.dumps(list(numbers), 2)
    for title, other in (
        ("no keys", []),
        ("odd keys", [1, None, ("0",)]),
        ("a key a thousand times", ["0"] * 1_000),
        ("unknown keys", ["x"] * 10),
        ("keys that are none", {"0": 1}),
    ):
        yield title, whole.replace(keys, pickle.dumps(other, 2))
    million = b"\x80\x02]q\0(" + b"X\1\0\0\x000q\1" + b"h\1" * 900_000 + b"e."
    yield "a key a million times", whole.replace(keys, million) + bytes(8_000_000)
    yield "a first pickle without an end", b"\x80\x02" + b"(" * 9_000_000
    yield "only a pickle", pickle.dumps({"a": 1})
    yield "only numbers", b"\x80" + bytes(1_000)
    yield "tar of before 0.1.10", b"storages\0" + bytes(1_000)


# Our checkpoint, wrong in every field -----------------------------------------------------------------------


def odd_values() -> dict[str, object]:
    """Values of every type that stand where another one should."""
    cyclic: list[object] = []
    cyclic.append(cyclic)
    table: dict[str, object] = {}
    table["itself"] = table
    return {
        "nothing": None,
        "true": True,
        "minus one": -1,
        "zero": 0,
        "2^63": 2**63,
        "10^400": 10**400,
        "10^2000": 10**2000,
        "NaN": math.nan,
        "infinity": math.inf,
        "tiny": 5e-324,
        "huge": 1e308,
        "empty text": "",
        "text": "sgd",
        "two lines": "one\ntwo\r\x1b[2J\u202e",
        "surrogate": "\ud800",
        "braces": "{path} {0} {why.__class__}",
        "long text": "x" * 200_000,
        "bytes": b"\0\xff",
        "empty list": [],
        "list": [1, "a", None],
        "lists": [[1, 2], [3.0, math.nan], ["a"]],
        "empty dictionary": {},
        "dictionary": {"a": 1},
        "odd keys": {1: 2, None: 3, (1, 2): 4, math.nan: 5, b"x": 6, 2**80: 7},
        "tuple": (1, 2.0),
        "set": {1, 2},
        "cyclic list": cyclic,
        "cyclic dictionary": table,
        "tensor": torch.zeros(3),
        "no numbers": torch.zeros(0, 5),
        "one number": torch.tensor(0.5),
        "whole numbers": torch.ones(2, 2, dtype=torch.int64),
        "complex": torch.zeros(2, 2, dtype=torch.complex64),
        "half": torch.full((2, 2), math.nan, dtype=torch.float16),
        "sparse": torch.eye(3).to_sparse_coo(),
        "meta": torch.empty(3, device="meta"),
        "dtype": torch.float32,
        "device": torch.device("cpu"),
        "size": torch.Size([1, 2]),
    }


def _torch_saved(value: object) -> bytes | None:
    """The bytes of `torch.save`, None for what Python itself cannot write."""
    try:
        return saved(value)
    except UnicodeEncodeError:
        return None


@_family("ours")
def _wrong_fields() -> Named:
    whole = checkpoint_values()
    for entry in whole:
        for title, value in odd_values().items():
            content = _torch_saved({**whole, entry: value})
            if content is not None:
                yield f"{entry} is {title}", content
        yield f"{entry} is missing", saved({key: value for key, value in whole.items() if key != entry})
    numbers = _network_numbers()

    def file(**changed: Code) -> bytes:
        return code.archive(code.pickled(_ours(**changed)), numbers)

    yield "version 10^2000", file(version=code.number(10**2_000))
    yield "a million classes", file(classes=code.list_of(map(_TEXT, map(str, range(300_000)))))
    yield "classes of 28 MB", file(classes=code.list_of([code.put(_TEXT(_WIDE), 0), *[code.get(0)] * 9]))
    yield "classes with line ends", file(classes=code.list_of(map(_TEXT, "0\n\x1b\r\t5678\u202e")))
    point = code.list_of([code.number(1), code.number(0.5)])
    yield "400000 points", file(history=code.named({"train": code.list_of([point] * 90_000)}))
    same = code.forget(code.put(point, 0)) + code.list_of([code.get(0)] * 400_000)
    yield "one point 400000 times", file(history=code.named({"train": same}))
    yield (
        "points with huge numbers",
        file(
            history=code.named(
                {"train": code.list_of([code.list_of([code.number(10**400), code.number(1)])])}
            )
        ),
    )
    changes = code.list_of([code.named({"x": code.number(1)})] * 1_000)
    yield "changes of anything", file(history=code.named({"changes": changes}))
    small = code.forget(code.put(code.tensor(code.storage("7", 10), (10,)), 0))
    yield (
        "one tensor 400000 times",
        file(training=small + code.named({"a": code.list_of([code.get(0)] * 400_000)})),
    )
    empty = code.forget(code.put(code.tensor(code.storage("7", 10), (0,)), 0))
    yield (
        "no numbers 400000 times",
        file(training=empty + code.named({"a": code.list_of([code.get(0)] * 400_000)})),
    )
    for width, kind, size in ((1, "ByteStorage", 64 << 20), (8, "DoubleStorage", 192 << 20)):
        count = size // width
        curve = code.tensor(code.storage("h", count, kind), (count // 2, 2))
        value = code.pickled(_ours(history=code.named({"train": curve})))
        yield f"a curve of {size >> 20} MB in {kind}", code.archive(value, {**numbers, "h": bytes(size)})
    bulk = code.tensor(code.storage("h", 250 << 20, "ByteStorage"), (250 << 20,))
    value = code.pickled(_ours(training=code.named({"a": bulk, "b": bulk, "c": bulk, "d": bulk})))
    yield "the same 250 MB four times", code.archive(value, {**numbers, "h": bytes(250 << 20)})
    notes = code.dict_of((_TEXT(f"n{index}"), _TEXT("x")) for index in range(200_000))
    yield "200000 notes", file(notes=notes)


# Optimisers -------------------------------------------------------------------------------------------------


@_family("optimizer")
def _optimizers() -> Named:
    weights = code.tensor(code.storage("0", 10), (10,))
    empty = code.tensor(code.storage("0", 10), (0,))
    numbers = {"0": bytes(40)}
    settings = {
        "lr": code.number(0.01),
        "momentum": code.number(0.5),
        "dampening": code.number(0),
        "weight_decay": code.number(0),
    }

    def file(state: Code, groups: Code, before: Code = b"") -> bytes:
        return code.archive(
            code.pickled(before + code.named({"state": state, "param_groups": groups})), numbers
        )

    def group(parameters: Code, **changed: Code) -> Code:
        return code.named({**settings, "params": parameters, **changed})

    few = code.list_of(map(code.number, range(4)))
    yield "of no state", file(pickle.EMPTY_DICT, code.list_of([group(few)]))
    yield (
        "parameters that collide",
        file(pickle.EMPTY_DICT, code.list_of([group(code.list_of(_colliding(400_000)))])),
    )
    long = code.put(group(code.list_of(map(code.number, range(100_000)))), 0)
    yield (
        "one group of 100000 parameters 50000 times",
        file(pickle.EMPTY_DICT, code.list_of([long, *[code.get(0)] * 50_000])),
    )
    for title, entry in (
        ("numbers", code.number(1)),
        ("empty tensors", code.get(1)),
        ("tensors", code.get(2)),
    ):
        before = code.forget(code.put(empty, 1)) + code.forget(code.put(weights, 2))
        shared = code.put(code.dict_of((_TEXT(f"e{index}"), entry) for index in range(5_000)), 0)
        state = code.forget(shared) + code.dict_of(
            (code.number(index), code.get(0)) for index in range(20_000)
        )
        yield (
            f"state of 5000 shared {title} in 20000 places",
            file(state, code.list_of([group(code.list_of(map(code.number, range(20_000))))]), before),
        )
    for name in ("lr", "momentum", "weight_decay", "params", "betas", "foreach"):
        for title, value in (
            ("nothing", code.NONE),
            ("a text", _TEXT("x\ny")),
            ("NaN", code.number(math.nan)),
            ("huge", code.number(10**400)),
            ("negative", code.number(-1)),
            ("a tensor", weights),
            ("no numbers", empty),
            ("a cycle", code.put(pickle.EMPTY_LIST, 9) + code.get(9) + pickle.APPEND),
        ):
            yield f"{name} is {title}", file(pickle.EMPTY_DICT, code.list_of([group(few, **{name: value})]))
    for title, state in (
        ("no dictionary", code.dict_of([(code.number(0), code.NONE)])),
        ("a text", code.dict_of([(code.number(0), code.named({"momentum_buffer": _TEXT("x")}))])),
        ("a list", code.dict_of([(code.number(0), code.named({"momentum_buffer": pickle.EMPTY_LIST}))])),
        ("odd names", code.dict_of([(code.number(0), code.dict_of([(code.number(7), weights)]))])),
    ):
        yield f"state is {title}", file(state, code.list_of([group(few)]))
    yield "no groups", file(pickle.EMPTY_DICT, pickle.EMPTY_LIST)
    yield "groups of nothing", file(pickle.EMPTY_DICT, code.list_of([code.NONE] * 3))


# Safetensors ------------------------------------------------------------------------------------------------


def safetensors_file(header: object, data: bytes = b"", length: int | None = None) -> bytes:
    """A safetensors file with any header: a text as it is, anything else as JSON."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


@_family("safetensors")
def _safetensors_files() -> Named:
    sound = {"dtype": "F32", "shape": [2, 5], "data_offsets": [0, 40]}
    data = bytes(40)
    file = safetensors_file
    yield "sound", file({"a.weight": sound}, data)
    for length in (2**63, 2**64 - 1, 2**31, 100_000_000, 0, 1):
        yield f"a header of {length} bytes", file({"a.weight": sound}, data, length)
    yield "a header of 30 MB that is there", file(b'{"a":' + b" " * 30_000_000 + b"}")
    yield "the same name twice", file(b'{"a":%s,"a":%s}' % ((json.dumps(sound).encode(),) * 2), data)
    yield "overlapping", file({"a": sound, "b": sound}, data)
    yield "a hole", file({"a": {**sound, "data_offsets": [8, 48]}}, bytes(48))
    yield "offsets the other way", file({"a": {**sound, "data_offsets": [40, 0]}}, data)
    for offsets in ([0, 2**63], [2**64 - 40, 2**64], [-40, 0], [0], [0, 40, 80], "x", None, [0.0, 40.0]):
        yield f"offsets {offsets}", file({"a": {**sound, "data_offsets": offsets}}, data)
    for shape in ([2**32, 2**32], [2**63], [2**62, 4, 10], [-2, -5], [0, 2**63, 2**63], [2.0, 5.0], "x", None,
                  [1] * 100_000 + [2, 5], [[2, 5]]):  # fmt: skip
        yield f"shape {str(shape)[:30]}", file({"a": {**sound, "shape": shape}}, data)
    empty = {"dtype": "F32", "data_offsets": [0, 0]}
    for shape in ([0], [0, 2**63, 2**62], [0] * 70, [2**40, 0, 2**40]):
        yield f"no numbers, shape {str(shape)[:30]}", file({"a.weight": {**empty, "shape": shape}})
    for dtype in ("F64", "F16", "BF16", "I64", "U64", "U16", "BOOL", "C64", "F8_E4M3", "F8_E5M2", "F8_E8M0",
                  "F4",
                  "F6_E2M3", "I4", "X", "", None, 7):  # fmt: skip
        yield (
            f"type {dtype}",
            file({"a.weight": {"dtype": dtype, "shape": [40], "data_offsets": [0, 40]}}, data),
        )
        yield (
            f"type {dtype} of 80",
            file({"a.weight": {"dtype": dtype, "shape": [80], "data_offsets": [0, 40]}}, data),
        )
    yield "deep JSON", file(b'{"a":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}")
    yield "deep dictionaries", file(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    yield (
        "30000 tensors",
        file({f"{i}.weight": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(30_000)}),
    )
    for text in (
        b"{}",
        b"{",
        b"{}}",
        b"[]",
        b"{\xff}",
        b'{"a":1e999}',
        b'{"\\ud800":1}',
        b'{"__metadata__":{"a":1}}',
    ):
        yield f"header {text!r}", file(text, data)
    names = {
        "digitpad.architecture": "notes-basic",
        "digitpad.classes": '["0","1"]',
        "digitpad.mean": "0.1",
        "digitpad.std": "0.3",
    }
    weights: dict[str, object] = {}
    end = 0
    for name, shape in network_shapes("notes-basic").items():
        begin, end = end, end + 4 * math.prod(shape)
        weights[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [begin, end]}
    for entry, texts in {
        "digitpad.architecture": ("best", "", "x" * 10_000),
        "digitpad.classes": ("[" * 100_000, "9" * 10_000, "{}", "", "[1]", "[null]", '["a\\n"]' * 2, "NaN"),
        "digitpad.mean": ("nan", "x", "1e400", "9" * 10_000, ""),
        "digitpad.std": ("0", "-1", "1e-320", "inf"),
    }.items():
        for text in texts:
            yield (
                f"metadata {entry} {text[:20]!r}",
                file({"__metadata__": {**names, entry: text}, **weights}, bytes(end)),
            )
    yield "odd names", file({"a\n\x1b[2J\u202e.weight": sound}, data)
    yield "a name of a megabyte", file({"a" * 1_000_000 + ".weight": sound}, data)


# What is no such file at all --------------------------------------------------------------------------------


@_family("other files")
def _other_files() -> Named:
    yield "empty", b""
    for byte in (b"\0", b"P", b"\x80", b"{", b"\n"):
        yield f"only {byte!r}", byte
        yield f"{byte!r} a thousand times", byte * 1_000
    yield "text", b"Das ist ein Text.\n" * 100
    yield "HTML", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "a pointer of git LFS", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    yield "PNG", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "JSON", b'{"epochs": 3}'
    yield "gzip", b"\x1f\x8b\x08" + bytes(100)
    yield "HDF5", b"\x89HDF\r\n\x1a\n" + bytes(100)
    yield "a docx", code.zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b""})
    yield "NumPy's own", b"\x93NUMPY" + bytes(100)
    yield "a picture of PyTorch's mobile format", b"PTMF" + bytes(100)
    yield "megabytes of nothing", bytes(50_000_000)
    for begin in (b"PK\3\4", b"\x80\2", bytes(8) + b"{"):
        yield f"megabytes after {begin!r}", begin + bytes(20_000_000)


# Mutations --------------------------------------------------------------------------------------------------

_ODD_BYTES = (0, 1, 0x28, 0x2E, 0x7F, 0x80, 0xFF)
_ODD_INTS = (0, 1, 0x7FFF, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 - 1)


def mutations(seed: int) -> Iterator[Case]:
    """Changed valid files without end."""
    rng = random.Random(seed)
    files = list(valid_files().items())
    ways = (
        ("cut", _cut),
        ("bytes", _changed_bytes),
        ("splice", _splice),
        ("pickle bytes", _changed_pickle),
        ("pickle operations", _changed_operations),
        ("values", _changed_values),
        ("header", _changed_header),
        ("directory", _changed_directory),
    )
    weights = (1, 2, 1, 3, 4, 3, 1, 1)
    for number in range(10**9):
        kind, change = rng.choices(ways, weights)[0]
        title, content = rng.choice(files)
        if len(content) > 200_000 and rng.random() < 0.8:  # the large file teaches little more
            title, content = rng.choice(files[1:])
        yield Case(f"{kind} {number} of {title}", kind, change(rng, content))


def _interesting(rng: random.Random, content: bytes) -> int:
    """A place where something begins, else any."""
    signs = (b"PK\1\2", b"PK\3\4", b"PK\5\6", b"ctorch", b"\x80\2", b"data.pkl", b"X", b"Q", b"}", b"tR")
    at = content.find(rng.choice(signs), rng.randrange(len(content) + 1)) if rng.random() < 0.6 else -1
    return at if at >= 0 else rng.randrange(len(content) + 1)


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: _interesting(rng, content) + rng.randrange(-4, 5)]


def _changed_bytes(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 50))):
        if not changed:
            break
        at = min(_interesting(rng, bytes(changed)) if rng.random() < 0.3 else rng.randrange(len(changed)),
                 len(changed) - 1)  # fmt: skip
        way = rng.randrange(7)
        length = rng.choice((1, 2, 4, 8, 64, 1000))
        if way == 0:
            changed[at] ^= 1 << rng.randrange(8)
        elif way == 1:
            changed[at] = rng.choice(_ODD_BYTES)
        elif way == 2:
            del changed[at : at + length]
        elif way == 3:
            changed[at:at] = changed[at : at + length]
        elif way == 4:
            changed[at:at] = rng.randbytes(length)
        elif way == 5:
            changed[at : at + length] = bytes(length)
        else:
            width, form = rng.choice(((2, "<H"), (4, "<I"), (8, "<Q")))
            odd = rng.choice([n for n in _ODD_INTS if n < 256**width])
            changed[at : at + width] = struct.pack(form, odd)
    return bytes(changed)


def _splice(rng: random.Random, content: bytes) -> bytes:
    other = rng.choice(list(valid_files().values())[1:])
    return content[: _interesting(rng, content)] + other[_interesting(rng, other) :]


def _pickle_in(content: bytes) -> tuple[bytes, Callable[[bytes], bytes]] | None:
    """The pickle in a file, and what makes the file again of another one."""
    if content.startswith(b"PK"):
        parts = unzipped(content)
        (name,) = (name for name in parts if name.endswith("data.pkl"))
        return parts[name], lambda changed: code.zipped(parts | {name: changed})
    if content.startswith(b"\x80"):
        begin = 0
        for _ in range(3):
            begin = content.index(pickle.STOP + pickle.PROTO, begin) + 1
        end = begin + _operations(content[begin:])[1]
        return content[begin:end], lambda changed: content[:begin] + changed + content[end:]
    return None


def _operations(content: bytes) -> tuple[list[bytes], int]:
    """The operations of a pickle, and where it ends."""
    places = [place or 0 for _, _, place in pickletools.genops(content)]
    end = places[-1] + 1
    return [content[a:b] for a, b in zip(places, [*places[1:], end], strict=True)], end


def _changed_pickle(rng: random.Random, content: bytes) -> bytes:
    found = _pickle_in(content)
    if found is None:
        return _changed_header(rng, content)
    inner, whole = found
    return whole(_changed_bytes(rng, inner))


def _changed_operations(rng: random.Random, content: bytes) -> bytes:
    found = _pickle_in(content)
    if found is None:
        return _changed_header(rng, content)
    inner, whole = found
    operations, _ = _operations(inner)
    payloads = list(_CALLS.values())
    for _ in range(rng.choice((1, 1, 2, 4, 20))):
        at, other = (rng.randrange(1, len(operations) - 1) for _ in range(2))
        way = rng.randrange(8)
        if way == 0:
            del operations[at]
        elif way == 1:
            operations.insert(at, operations[other])
        elif way == 2:
            operations[at], operations[other] = operations[other], operations[at]
        elif way == 3:
            operations[at] = rng.choice(payloads)
        elif way == 4:
            operations[at] = bytes([rng.choice(_OPCODES)]) + operations[at][1:]
        elif way == 5:
            operations[at] = code.number(rng.choice((-1, *_ODD_INTS, 10**30)))
        elif way == 6:
            operations[at:at] = operations[other : other + rng.randrange(30)]
        else:
            places = [i for i, operation in enumerate(operations) if operation[:1] in (b"K", b"M", b"J")]
            operations[rng.choice(places or [at])] = code.number(rng.choice((-1, *_ODD_INTS)))
        if len(operations) < 4:
            break
    return whole(b"".join(operations))


_OPCODES = [operation.code.encode("latin-1")[0] for operation in pickletools.opcodes]


def _changed_values(rng: random.Random, _content: bytes) -> bytes:
    """Our checkpoint with odd values anywhere in it."""
    whole = checkpoint_values()
    odd = list(odd_values().values())
    for _ in range(rng.choice((1, 1, 2, 3))):
        place: Any = whole
        while True:
            key = rng.choice(list(place) if isinstance(place, dict) else range(len(place)))
            inner = place[key]
            if isinstance(inner, dict | list) and inner and rng.random() < 0.8:
                place = inner
                continue
            if isinstance(place, dict) and rng.random() < 0.1:
                del place[key]
            else:
                place[key] = rng.choice(odd)
            break
        if not whole:
            break
    return _torch_saved(whole) or b""


def _changed_header(rng: random.Random, _content: bytes) -> bytes:
    """A safetensors file with another header."""
    content = valid_files()["safetensors"]
    length = struct.unpack("<Q", content[:8])[0]
    header, data = content[8 : 8 + length], content[8 + length :]
    if rng.random() < 0.5:
        return safetensors_file(_changed_bytes(rng, header), data)
    entries = json.loads(header)
    entry = entries[rng.choice(list(entries))]
    odd = (None, -1, 2**63, 2**64, [], [0], [2**40, 2**40], [10], {}, "", "F16", "BOOL", 1.5, [0, 40], True)
    entry[rng.choice(list(entry))] = rng.choice(odd)
    return safetensors_file(entries, data)


def _changed_directory(rng: random.Random, content: bytes) -> bytes:
    """A zip file with changes in its directory alone."""
    if not content.startswith(b"PK"):
        content = valid_files()["state_dict"]
    begin = content.index(b"PK\1\2")
    return content[:begin] + _changed_bytes(rng, content[begin:])
