"""Files made to harm their reader: everything hidden in every call, odd values everywhere, files that lie.

They are written for whoever reads a .pth file, not for one reader: a trick that the present one is immune to
stays. Changed valid files, without end, are in `hostile_mutations`.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import math
import pickle
import pickletools
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from digitpad.model.checkpoint import save_checkpoint
from digitpad.model.export import export
from digitpad.recipe.presets import preset
from digitpad.resources import default_checkpoint
from tests.helpers import untrained
from tests.model.onnx_files import zoo
from tests.tools.campaigns.hostile_bytes import (
    NUMBERS,
    SHAPES,
    Code,
    Entry,
    archive,
    build,
    call,
    forget,
    get,
    legacy,
    module,
    name,
    network,
    new,
    op,
    persistent,
    pickled,
    put,
    raw_zip,
    safetensors,
    stack_name,
    storage,
    tensor,
    zip64,
    zipped,
)

SENTINEL = "digitpad-trap-was-sprung"
"""Name of the file that payloads try to create in the working folder."""

PRODUCTS = ("operation: ", "call: ", "odd value: ")
"""The families of thousands of cases."""

Cases = Iterator[tuple[Any, ...]]
"""The title of each case, and the function and arguments that make its file when it is asked for."""


@functools.cache
def named_cases() -> dict[str, Callable[[], bytes]]:
    """Every case by its name, "family: what it does"."""
    families = {
        "valid": _valid(),
        "numbers": _numbers(),
        "endless": _endless(),
        "zip": _zips(),
        "legacy": _legacy_files(),
        "safetensors": _safetensors_files(),
        "other file": _other_files(),
        "operation": _operations(),
        "call": calls(),
        "odd value": _odd_values(),
    }
    return {
        f"{kind}: {title}": partial(make, *args)
        for kind, cases in families.items()
        for title, make, *args in cases
    }


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


_GROUP = {"lr": 0.01, "momentum": 0.5, "dampening": 0, "weight_decay": 0}
"""The settings of SGD."""


@functools.cache
def valid_files() -> dict[str, bytes]:
    """A file of every form that digitpad reads."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        net = Net()
    weights = net.state_dict()
    buffers = {index: {"momentum_buffer": value / 9} for index, value in enumerate(weights.values())}
    settings = dict.fromkeys(("nesterov", "maximize", "differentiable"), False) | _GROUP | {"foreach": None}
    state = {"state": buffers, "param_groups": [{**settings, "params": list(buffers)}]}
    run = untrained(
        "notes-basic",
        recipe=preset("notes-basic").with_changes(dataset="synthetic").as_dict(),
        metrics={"epoch": 1, "step": 1, "examples_seen": 64},
        history={"train": [[1, 2.3]], "test": [[0, 0, 2.3, 0.1]]},
        notes={"digitpad": "0.1.0", "log": "epoch 0: 0 examples"},
    )
    other = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 10))
    return {
        "digits.pth": default_checkpoint().read_bytes(),
        "checkpoint": _in_file(partial(save_checkpoint, run)),
        "state_dict": saved(weights),
        "state_dict protocol 4": saved(weights, pickle_protocol=4),
        "state_dict before 1.6": saved(weights, _use_new_zipfile_serialization=False),
        "state_dict in a dictionary": saved({"model_state_dict": weights, "optimizer_state_dict": state}),
        "module": saved(net),
        "module before 1.6": saved(net, _use_new_zipfile_serialization=False),
        "module in parallel": saved(nn.DataParallel(net)),
        "other network": saved(other),
        "optimizer": saved(state),
        "safetensors": _in_file(lambda path: export(untrained("notes-basic"), path, "safetensors")),
        "state_dict of ours": _in_file(lambda path: export(untrained("notes-basic"), path, "state_dict")),
        "onnx": _in_file(partial(zoo, normalised=True)),
    }


def saved(value: object, **options: Any) -> bytes:
    """The bytes of `torch.save`, run by a script that defines `Net`."""
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    content = buffer.getvalue()
    here, script = f"c{__name__}\nNet\n".encode(), b"c__main__\nNet\n"
    if here not in content or not content.startswith(b"PK"):
        return content.replace(here, script)
    return zipped({part: inner.replace(here, script) for part, inner in unzipped(content).items()})


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {part: file.read(part) for part in file.namelist()}


def _in_file(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "file")
        return (Path(folder) / "file").read_bytes()


@functools.cache
def our_entries() -> dict[str, Any]:
    content = torch.load(io.BytesIO(valid_files()["checkpoint"]), weights_only=True)
    return {**content, "model": network(), "history": {}}


def _valid() -> Cases:
    for title, content in valid_files().items():
        yield title, bytes, content
    yield "by hand", archive, network()
    yield "by hand, before 1.6", legacy, network()
    yield "by hand, ours", archive, our_entries()
    yield "by hand, raw", raw_zip, _ZIP


# Places for values, and files for them ----------------------------------------------------------------------

_HERE = "this is replaced"


@functools.cache
def places() -> dict[str, Code]:
    """Values with a place for another one in them."""
    group: dict[str, object] = {**_GROUP, "params": [0, 1, 2, 3]}
    places: dict[str, object] = {
        "alone": _HERE,
        "beside weights": {"state_dict": network(), "x": _HERE},
        "dropped": forget(_HERE) + op(network()),
        "deep": {"model": {"a": 1}, "notes": [({"deep": (_HERE,)},)]},
        "in a network": {"model": {"net": _HERE}},
        "as a key": {_HERE: 1},
        "as a weight's name": {_HERE: tensor((2, 5))},
        "as arguments": name("__main__ Net") + op(_HERE) + pickle.REDUCE,
        "as attributes": build(new("__main__ Net"), _HERE),
        "as a class's name": stack_name(_HERE, "Net"),
        "in an OrderedDict": call("collections OrderedDict", _HERE),
        "in a set": call("builtins set", _HERE),
        "as modules": module(modules=_HERE),
        "as a module": module({"a": _HERE}),
        "as parameters": module(parameters=_HERE),
        "as a parameter": module(parameters={"weight": _HERE}),
        "as buffers": module(_buffers=_HERE),
        "as a hook": module(forward=_HERE, _forward_hooks={0: _HERE}),
        "as groups": {"state": {}, "param_groups": _HERE},
        "as a group": {"state": {}, "param_groups": [_HERE]},
        "as state": {"state": _HERE, "param_groups": [group]},
        "as a state": {"state": {0: _HERE}, "param_groups": [group]},
        "as a momentum": {"state": {0: {"momentum_buffer": _HERE}}, "param_groups": [group]},
        "as our curve": {**our_entries(), "history": {"train": _HERE}},
        "as our changes": {**our_entries(), "history": {"changes": _HERE}},
        "in our training": {**our_entries(), "training": {"x": [_HERE]}},
        "as our epochs": {**our_entries(), "recipe": {**our_entries()["recipe"], "epochs": _HERE}},
        "as our weight": {**our_entries(), "model": network(fc2__bias=_HERE)},
    }
    for entry in our_entries():
        places[f"as our {entry}"] = {**our_entries(), entry: _HERE}
    for key in (*group, "betas", "foreach"):
        places[f"as {key}"] = {"state": {}, "param_groups": [{**group, key: _HERE}]}
    for kind, settings in {
        "Conv2d": "in_channels out_channels kernel_size stride padding dilation groups",
        "MaxPool2d": "kernel_size",
        "AdaptiveAvgPool2d": "output_size",
        "Dropout": "p",
    }.items():
        weights = {"weight": tensor((1, 1, 2, 5))} if kind == "Conv2d" else {}
        for key in settings.split():
            layer = module(kind=f"torch.nn {kind}", parameters=weights, **{key: _HERE})
            places[f"as a {kind}'s {key}"] = module({"a": layer, "b": _LAYER})
    ten, rebuild = storage("7", 10), "torch._utils _rebuild_tensor_v2"
    for title, code in {
        "": op(_HERE),
        "'s storage": tensor((10,), place=op(_HERE)),
        "'s storage's id": tensor((10,), place=persistent(_HERE)),
        "'s storage's name": tensor((10,), place=storage(_HERE, 10)),
        "'s storage's length": tensor((10,), place=storage("7", _HERE)),
        "'s view": tensor((10,), place=storage("7", 10, "torch FloatStorage", _HERE)),
        "'s offset": call(rebuild, ten, _HERE, (10,), (1,), False, {}),
        "'s shape": call(rebuild, ten, 0, _HERE, (1,), False, {}),
        "'s size and length": call(rebuild, storage("7", _HERE), 0, (_HERE,), (1,), False, {}),
        "'s strides": call(rebuild, ten, 0, (10,), _HERE, False, {}),
        "'s stride": call(rebuild, ten, 0, (10,), (_HERE,), False, {}),
    }.items():
        places[f"as a weight{title}"] = network(fc2__bias=code)
        places[f"as an unknown weight{title}"] = {"a.weight": code, "a.bias": code}
    return {title: op(value) for title, value in places.items()}


FORMS: dict[str, Callable[..., bytes]] = {
    "": archive,
    ", before 1.6": legacy,
    ", as a bare pickle": pickled,
    ", as magic": lambda code: legacy(None, magic=pickled(code)),
    ", as protocol": lambda code: legacy(None, protocol=pickled(code)),
    ", as system": lambda code: legacy(None, system=pickled(code)),
    ", as keys": lambda code: legacy(network(), keys=pickled(code)),
}
"""Files around a pickle."""


def filled(place: str, form: str, value: object) -> bytes:
    """The file of one form with `value`, or what it gives, in one place."""
    code = op(value() if callable(value) else value)
    return FORMS[form](places()[place].replace(op(_HERE), code))


def in_turn(table: Iterable[str], number: int) -> str:
    names = list(table)
    return names[number % len(names)]


# {what is hidden} x {how it is called} ----------------------------------------------------------------------

_SHELL = f"touch {SENTINEL}"
_PYTHON = f"open({SENTINEL!r}, 'w').close()"

HIDDEN: dict[str, tuple[object, ...]] = {
    path: args
    for paths, args in (
        ("os system, posix system, nt system, commands getoutput, os popen", (_SHELL,)),
        ("os.path os.system, torch._dynamo.utils os.system", (_SHELL,)),
        ("builtins eval, builtins exec, __builtin__ eval, pdb run, timeit timeit", (_PYTHON,)),
        ("torch._inductor.codecache PyCodeCache.load", (_PYTHON,)),
        ("numpy.testing._private.utils runstring", (_PYTHON, {})),
        ("os mkdir, logging FileHandler, torch.nn.modules.container operator", (SENTINEL,)),
        ("builtins open, io open, _io FileIO", (SENTINEL, "w")),
        ("shutil copy, torch.hub download_url_to_file", ("/dev/null", SENTINEL)),
        ("torch save, digitpad.files replace_file", (SENTINEL, SENTINEL)),
        ("pathlib Path.touch", (call("pathlib PosixPath", SENTINEL),)),
        ("os execvp", ("touch", ["touch", SENTINEL])),
        ("subprocess Popen, subprocess call, subprocess check_output", (["touch", SENTINEL],)),
        ("functools reduce", (name("os system"), [_SHELL])),
        ("itertools starmap", (name("os system"), [(_SHELL,)])),
        ("torch._tensor _rebuild_from_type_v2", (name("os system"), None, (_SHELL,), None)),
        ("torch.optim.optimizer functools.partial", (name("torch.nn.init warnings.warn"),)),
        ("builtins __import__, importlib import_module", ("antigravity",)),
        ("builtins compile", ("1", "x", "exec")),
        ("builtins breakpoint, builtins input, builtins exit, code interact, types CodeType", ()),
        ("os abort, faulthandler _sigsegv, torch.nn.modules.module os.system", ()),
        ("signal raise_signal, time sleep", (9,)),
        ("types FunctionType, _pickle Unpickler, ctypes CDLL", (None,)),
        ("marshal loads, pickle loads, torch.storage _load_from_bytes", ("N.",)),
        ("socket create_connection", (("127.0.0.1", 9),)),
        ("urllib.request urlopen, webbrowser open", ("http://127.0.0.1:9/",)),
        ("torch load, torch.jit load, torch.serialization load, numpy load, numpy fromfile", ("/dev/zero",)),
        ("runpy run_path, torch.ops load_library", ("/proc/self/fd/0",)),
        ("torch.hub load, torch.utils.cpp_extension load_inline", ("a/b", "c")),
        ("pip main, tests.tools.campaigns.hostile main", (["--version"],)),
        ("logging.config dictConfig", ({},)),
        ("builtins bytearray, numpy zeros, torch zeros, torch Tensor", (10**12,)),
        ("__main__ Net", ("a", {})),
    )
    for path in paths.split(", ")
}
"""Functions that a file may want to be called, as "module attribute", and their arguments. The last is
harmless: with it the operations are reached that a forbidden name keeps from being reached."""

_INIT = call("builtins getattr", name("torch.nn Module"), "__init__")

NESTED: dict[str, Code] = {
    "list of a map of eval": call("builtins list", call("builtins map", name("builtins eval"), [_PYTHON])),
    "list of a range": call("builtins list", call("builtins range", 10**12)),
    "getattr of a path": call(call("builtins getattr", call("pathlib PosixPath", SENTINEL), "touch")),
    "getattr of a getattr": call("builtins getattr", _INIT, "__globals__"),
    "attrgetter": call(call("operator attrgetter", "load.__globals__"), name("torch load")),
    "methodcaller": call(call("operator methodcaller", "system", _SHELL), name("os path")),
    "partial": call(call("functools partial", name("os system"), _SHELL)),
}
"""Calls of what another call gives."""


def ways(function: str, args: tuple[object, ...]) -> dict[str, Code]:
    """Every way in which a pickle can have a function called."""
    what, first, made = name(function), op(args[0] if args else None), call(function, *args)
    where, attribute = function.split()
    odd = {"__reduce__": what, "__class__": what, "__dict__": {"items": 2}, "__setstate__": 4, "state": 3}
    return {
        "REDUCE": made,
        "REDUCE of a text": call(first, *args),
        "REDUCE with a list": what + op([*args]) + pickle.REDUCE,
        "INST": pickle.MARK + b"".join(map(op, args)) + pickle.INST + what[1:],
        "OBJ": pickle.MARK + what + b"".join(map(op, args)) + pickle.OBJ,
        "NEWOBJ": new(function, *args),
        "NEWOBJ_EX": what + op(args) + op({}) + pickle.NEWOBJ_EX,
        "STACK_GLOBAL": call(stack_name(where, attribute), *args),
        "STACK_GLOBAL by torch": call(stack_name("torch.nn.functional", f"torch.{where}.{attribute}"), *args),
        "STACK_GLOBAL of numbers": call(stack_name(1, None), *args),
        "EXT1": call(pickle.EXT1 + b"\1", *args),
        "EXT4": call(pickle.EXT4 + b"\xff\xff\xff\x7f", *args),
        "BUILD of a layer": build(new("torch.nn.modules.linear Linear"), odd),
        "BUILD with slots": build(new("__main__ Net"), (None, {"__setstate__": what})),
        "BUILD of an object": build(new("__main__ Net"), odd),
        "BUILD of a class": build(name("torch.nn Linear"), odd),
        "BUILD of a dictionary": build(op({}), odd),
        "BUILD of an OrderedDict": build(call("collections OrderedDict"), odd),
        "BUILD of the function": build(what, first),
        "BUILD of a partial": build(new("functools partial", what), (what, *args)),
        "SETITEM on it": what + op("a") + first + pickle.SETITEM,
        "APPEND on it": what + first + pickle.APPEND,
        "PERSID": pickle.PERSID + f"{where}.{attribute}\n".encode(),
        "BINPERSID": persistent(made),
        "a storage's class": storage("0", 1, function),
        "a module's source": persistent(("module", what, first, first)),
        "a buffer": pickle.NEXT_BUFFER + pickle.READONLY_BUFFER,
        "a tensor's hook": call("torch._utils _rebuild_tensor_v2", storage("7", 10), 0, (), (), False, made),
        "copyreg.__newobj__": call("copyreg __newobj__", what, *args),
        "copyreg._reconstructor": call("copyreg _reconstructor", what, what, first),
        "a defaultdict": call("collections defaultdict", what),
        "a Parameter": call("torch._utils _rebuild_parameter", made, True, None),
        "a subclass": call("torch._tensor _rebuild_from_type_v2", what, None, args, None),
    }


def calls() -> Cases:
    """Everything hidden in every way, in places and forms by turns."""
    for row, (what, args) in enumerate(HIDDEN.items()):
        for column, (how, code) in enumerate(ways(what, args).items()):
            place, form = in_turn(places(), row + column), in_turn(FORMS, row + 2 * column)
            yield f"{what} by {how} {place}{form}", filled, place, form, code
    for (what, code), form in itertools.product(NESTED.items(), FORMS):
        yield f"{what}{form}", filled, "alone", form, code


# {odd and endless values} x {places} ------------------------------------------------------------------------

_PLANE = tensor((2, 5))
_LAYER = module(kind="torch.nn Linear", parameters={"weight": _PLANE}, memo=1)
_SUBCLASS = name("torch._tensor _rebuild_from_type_v2")

# fmt: off
_PLAIN: tuple[object, ...] = (
    None, True, -1, 0, 1, 1000, 2**32, 2**40, 2**59, 2**62, 2**63, 2**80, 10**400, 10**2000,
    math.nan, math.inf, 5e-324, 1e308, "", "sgd", "99", "../../x", "../data.pkl", "/etc/passwd", "\ud800",
    "one\ntwo\r\x1b[2J\u202e", "{path} {0} {why.__class__}", "x" * 200_000,
    [], [1, "a", None], [[1, 2], [3.0, math.nan], ["a"]], [None] * 3, [[10**400, 1]], [{"x": 1}] * 1_000,
    list("0\n\x1b\r\t5678\u202e"), {}, {"a": 1, "b": "x", "c": []}, {"a": _PLANE}, {"a": _LAYER},
    {1: 2, None: 3, (1, 2): 4, math.nan: 5, 2**80: 7}, {1: _PLANE, None: _LAYER, (): _PLANE, 0: {7: _PLANE}},
    {"a\n\x1b[31mb\u202e.weight": _PLANE, "b\r\n.bias": _PLANE},
    {"\ud800.weight": _PLANE, "{x}{0.__class__}.weight": _PLANE},
    (), (0,), (-1,), (1, 1), (1, 2.0), ("10",), (2**59,), (10**2000, math.nan), (2**32, 2**32),
    (2**62, 4, 10), (0, 2**60, 2**60), (1,) * 100, ("0", 2**40, 2**40),
)
# fmt: on


@functools.cache
def odd_values() -> dict[str, Code]:
    """Values of every type that stand where another one should."""
    rebuild, compiled = "torch._utils _rebuild_tensor_v2", "torch._dynamo.eval_frame OptimizedModule"
    return {repr(value)[:60]: op(value) for value in _PLAIN} | {
        "bytes": call("_codecs encode", "\0ÿ", "latin1"),
        "a set": call("builtins set", [1, 2]),
        "a list in itself": put([], 0) + get(0) + pickle.APPEND,
        "a dictionary in itself": put({}, 0) + op("itself") + get(0) + pickle.SETITEM,
        "a module in itself": module({"a": get(0)}),
        "in parallel with itself": module({"module": get(0)}, kind="torch.nn DataParallel"),
        "a checkpoint in itself": put({}, 0) + op({"format": "digitpad-checkpoint", "model": get(0)})[1:],
        "compiled of nothing": call(compiled),
        "compiled of itself": build(put(call(compiled, _LAYER), 0), get(0)),
        "a layer": _LAYER,
        "a tensor": tensor((3,)),
        "a tensor of no numbers": tensor((0, 5)),
        "a tensor of one number": tensor(()),
        "overlapping rows": call(rebuild, storage("7", 10), 0, (5, 2), (1, 1), False, {}),
        "one number for all": call(rebuild, storage("7", 10), 0, (2**20, 2**20), (0, 0), False, {}),
        "a dtype": name("torch float32"),
        "a device": call("torch device", "cpu"),
        "a size": call("torch Size", [1, 2]),
        "a subclass of nothing": call(_SUBCLASS, name("torch._utils _rebuild_tensor_v3"), None, None, None),
    }


_STORAGES = "QInt8 QUInt8 ComplexFloat BFloat16 Bool Half Double Long Byte Float8"
_DTYPES = "float64 float32 float8_e4m3fn float8_e5m2 complex128 uint64 int1 bits8 bits16 qint8 qint32 quint8"
_REBUILDERS = (
    "wrapper_subclass device_tensor_from_numpy device_tensor_from_cpu_tensor sparse_tensor sparse_csr_tensor "
    "nested_tensor qtensor meta_tensor_no_storage xla_tensor parameter tensor nonsense"
)


@functools.cache
def odd_tensors() -> dict[str, Code]:
    """What stands for a tensor, of types and kinds that a network has not."""
    kinds = _STORAGES.split()
    values = {f"of {kind}": tensor((10,), place=storage("7", 10, f"torch {kind}Storage")) for kind in kinds}
    for shape in ((2**32, 2**32, 10), (2**62, 4, 10), (0, 2**60, 2**60), (1,) * 100):
        values[f"of shape {shape}"[:40]] = tensor(shape)
    for dtype, view in itertools.product([*_DTYPES.split(), "quint4x2"], ((), (("0", 3, 37),))):
        place = storage("7", 40, "torch.storage UntypedStorage", *view)
        args = (place, 0, (4,), (1,), False, {}, name(f"torch {dtype}"), {})
        values[f"{dtype} of bytes {view}"] = call("torch._utils _rebuild_tensor_v3", *args)
    several: tuple[tuple[object, ...], ...] = ((), (None, "x", (2**40,), 1), (1, (_PLANE, _PLANE, (2,))))
    for rebuilder, args in itertools.product(_REBUILDERS.split(), several):
        values[f"{rebuilder} of {len(args)}"] = call(f"torch._utils _rebuild_{rebuilder}", *args)
    return values


_TENSORS = (
    *("as a weight", "as our weight", "as an unknown weight", "as a parameter", "as a momentum"),
    *("as our curve", "in our training"),
)


def _odd_values() -> Cases:
    for values, where in ((odd_values(), places()), (odd_tensors(), _TENSORS)):
        for (row, title), (column, place) in itertools.product(enumerate(values), enumerate(where)):
            form = in_turn(("", ", before 1.6"), row + column)
            yield f"{title} {place}{form}", filled, place, form, values[title]
    for entry in our_entries():
        yield f"no {entry}", archive, {key: part for key, part in our_entries().items() if key != entry}
    for number in (math.nan, math.inf, 3e38):
        bad = {key: struct.pack("<f", number) * (len(part) // 4) for key, part in NUMBERS.items()}
        yield f"a layer of {number}", archive, network(), NUMBERS | {"7": bad["7"]}
        yield f"nothing but {number}", archive, network(), bad


def _laughs(kind: str, depth: int = 60) -> Code:
    """Containers of two references to the one before: 2^depth elements in a few bytes."""
    made = forget(put(["ha"], 0))
    for level in range(1, depth):
        one = get(level - 1)
        table = {"a": one, "b": one}
        pair = {"lists": [one, one], "tuples": (one, one), "dictionaries": table}.get(kind)
        made += forget(put(pair or module(table, memo=99), level))
    return made + get(depth - 1)


def _nested(make: Callable[[Code], Code], count: int, inner: Code) -> Code:
    for _ in range(count):
        inner = make(inner)
    return inner


def _shared(value: object, count: int, names: Callable[[int], object] = "{}.weight".format) -> Code:
    """A dictionary of `count` names for one value."""
    return forget(put(value, 50)) + op({names(index): get(50) for index in range(count)})


def _many(operations: Code, count: int) -> Code:
    return pickle.MARK + operations * count + pickle.TUPLE


def _colliding(count: int) -> list[Code]:
    """Whole numbers with one and the same hash, each a slower key than the one before."""
    return [op(index * (2**61 - 1) + 7) for index in range(1, count + 1)]


@functools.cache
def _pairs(count: int) -> list[Code]:
    """Tuples of two small whole numbers with one and the same hash.

    CPython mixes the hashes of the members by steps that can be undone: for any first member there is a
    second one that leads to the hash wanted, and one in four of those is a small number.
    """
    whole, mix, turn, start = 2**64, 11400714785074694791, 14029467366897019727, 2870177450012600261

    def rotated(value: int, by: int) -> int:
        return (value << by | value >> (64 - by)) % whole

    wanted = rotated(12345 * pow(mix, -1, whole) % whole, 33)
    pairs: list[Code] = []
    first = 0
    while len(pairs) < count:
        first += 1
        before = rotated((start + first * turn) % whole, 31) * mix % whole
        second = (wanted - before) * pow(turn, -1, whole) % whole
        second -= whole if second >= whole // 2 else 0
        if abs(second) < 2**61 - 1:
            pairs.append(op(first) + op(second) + pickle.TUPLE2)
    return pairs


_WIDE = "\U0001f4a3" + "a" * 7_000_000
"""7 MB that become 28 MB: one character outside the plane makes every one of them four bytes long."""
_WEIGHTS = ("state_dict", "model_state_dict", "model", "network", "net", "model_state", "weights", "params")
_NAMES = forget(put(_WIDE, 0), put("a", 1), put(get(0) + get(1) + pickle.STACK_GLOBAL, 2))
_CLASS = get(0) + get(1) + pickle.STACK_GLOBAL
_OBJECT = get(0) + pickle.EMPTY_TUPLE + pickle.NEWOBJ
_LONG_IDS = forget(put(("storage", get(2), "0", "cpu", 1), 3))
_LONG_KEYS = pickle.EMPTY_DICT + pickle.MARK + (op((get(0),) * 16) + _PLANE) * 4 + pickle.SETITEMS

_WITHIN = (
    *("alone", "in a network", "as a key", "in an OrderedDict", "as parameters", "as a Conv2d's dilation"),
    *("as groups", "as our recipe", "as our classes", "as our curve", "as our training", "in our training"),
    "as our notes",
)

ENDLESS: dict[tuple[str, ...], dict[str, Callable[[], object]]] = {
    ("alone", "as our training"): {
        "a million tuples deep": lambda: op(None) + pickle.TUPLE1 * 1_000_000,
        "four million steps": lambda: pickle.NONE * 4_000_000,
        "four million marks": lambda: pickle.MARK * 4_000_000,
        "four million sets": lambda: pickle.EMPTY_SET * 4_000_000,
        "400000 sets": lambda: pickle.EMPTY_SET * 400_000,
        "two million tuples": lambda: _many(pickle.NONE + pickle.TUPLE1, 2_000_000),
        "a million objects": lambda: forget(put(name("torch.nn Linear"), 0)) + _many(_OBJECT, 1_000_000),
        "a list in 1000 sets": lambda: (
            forget(put([None] * 200_000, 0)) + _many(call("builtins set", get(0)), 1_000)
        ),
        "a number of a megabyte": lambda: 1 << (8 << 20),
        "names of 28 MB": lambda: _NAMES + _many(_CLASS + pickle.POP, 50_000),
        "calls of a name of 28 MB": lambda: _NAMES + _many(call(get(2)) + pickle.POP, 50_000),
        "storages of a class of 28 MB": lambda: (
            _NAMES + _LONG_IDS + _many(persistent(get(3)) + pickle.POP, 50_000)
        ),
        "tuples of 28 MB as names": lambda: forget(put(_WIDE, 0)) + module(parameters=_LONG_KEYS, memo=9),
        "keys that collide": lambda: dict.fromkeys(_colliding(200_000)),
        "keys that collide, built": lambda: (
            forget(put(dict.fromkeys(_colliding(20_000)), 0)) + _many(build(new("a B"), ({}, get(0))), 50)
        ),
        "tuples that collide": lambda: dict.fromkeys(_pairs(60_000)),
        "a set of members that collide": lambda: (
            pickle.EMPTY_SET + pickle.MARK + b"".join(_colliding(200_000)) + pickle.ADDITEMS
        ),
        "2000 subclasses deep": lambda: (
            _nested(lambda code: _SUBCLASS + op((_SUBCLASS, None, code, None)), 2_000, op((None,)))
            + pickle.REDUCE
        ),
    },
    _WITHIN: {
        "laughs of lists": lambda: _laughs("lists"),
        "laughs of tuples": lambda: _laughs("tuples"),
        "laughs of dictionaries": lambda: _laughs("dictionaries"),
        "100000 tuples deep": lambda: op(None) + pickle.TUPLE1 * 100_000,
        "100000 lists deep": lambda: pickle.EMPTY_LIST * 100_000 + pickle.APPEND * 99_999,
        "100000 dictionaries deep": lambda: (
            (pickle.EMPTY_DICT + op("model")) * 100_000 + pickle.EMPTY_DICT + pickle.SETITEM * 100_000
        ),
        "a dictionary in itself under every name": lambda: (
            put(pickle.EMPTY_DICT, 0) + op(dict.fromkeys(_WEIGHTS, get(0)))[1:]
        ),
    },
    ("alone", "in a network", "as a module"): {
        "laughs of modules": lambda: _laughs("modules", 35),
        "1000 modules deep": lambda: _nested(lambda code: module({"m": code}), 1_000, _LAYER),
        "a class of a megabyte": lambda: module({"a": _LAYER}, kind=stack_name("__main__", "A" * 1_000_000)),
        "a class of two lines": lambda: module(
            {"a": _LAYER}, kind=stack_name("__main__", "A\nB\x1b[2J\u202e")
        ),
        "a wide module in itself": lambda: module({f"m{n}" * 9: get(0) for n in range(100_000)}),
        "a module of weights in itself": lambda: module(
            {f"m{n}": get(0) for n in range(20)}, parameters=_shared(_PLANE, 50_000)
        ),
        "a long name of itself": lambda: module({"x" * 1_000_000: get(0)}),
        "a name of 28 MB before others": lambda: module(
            {_WIDE: module({f"m{n}": _LAYER for n in range(200)})}
        ),
        "a module of many settings, everywhere": lambda: module(
            _shared(module(kind="torch.nn ReLU", memo=1, **{f"a{n}": n for n in range(100_000)}), 9_000)
        ),
        "a module of many weights, everywhere": lambda: module(
            _shared(module(kind="torch.nn Linear", memo=1, parameters=_shared(_PLANE, 50_000)), 9_000)
        ),
    },
    (
        "alone",
        "in a network",
        "as our model",
        "as our training",
        "as our recipe",
        "as our notes",
        "as parameters",
    ): {
        "a weight under 10000 names": lambda: _shared(_PLANE, 10_000),
        "a weight under 200000 names": lambda: _shared(_PLANE, 200_000),
        "an empty weight under 200000 names": lambda: _shared(tensor((0,)), 200_000),
        "15000 weights": lambda: {f"l{n}.weight": _PLANE for n in range(15_000)},
        "a million wrappers": lambda: {"module." * 1_000_000 + "a.weight": _PLANE},
        "a wide dictionary in itself": lambda: (
            forget(put(_PLANE, 1))
            + put(pickle.EMPTY_DICT, 0)
            + op({f"t{n}": get(1) for n in range(60_000)} | dict.fromkeys(_WEIGHTS, get(0)))[1:]
        ),
        "200000 entries": lambda: {f"n{n}": "x" for n in range(200_000)},
        "keys that collide, copied": lambda: _shared(dict.fromkeys(_colliding(20_000)), 20),
        "tuples that collide, copied": lambda: _shared(dict.fromkeys(_pairs(60_000)[:10_000]), 30),
    },
    ("as our classes", "as our curve", "as our training", "as params", "in an OrderedDict", "in a set"): {
        "a point 400000 times": lambda: forget(put([1, 0.5], 0)) + op([get(0)] * 400_000),
        "90000 points": lambda: [[1, 0.5]] * 90_000,
        "300000 texts": lambda: list(map(str, range(300_000))),
        "nine texts of 28 MB": lambda: [put(_WIDE, 0), *[get(0)] * 9],
        "members that collide": lambda: _colliding(400_000),
        "tuples that collide as members": lambda: _pairs(60_000),
        "pairs with keys that collide": lambda: [(pair, None) for pair in _pairs(60_000)],
    },
    ("as groups",): {
        "a group of 100000 parameters 50000 times": lambda: (
            forget(put({"lr": 0.1, "params": list(range(100_000))}, 0)) + op([get(0)] * 50_000)
        ),
    },
    ("as state",): {
        "5000 numbers in 20000 places": lambda: _shared(_shared(1, 5_000), 20_000, int),
        "5000 empty tensors in 20000 places": lambda: _shared(_shared(tensor((0,)), 5_000), 20_000, int),
        "5000 tensors in 20000 places": lambda: _shared(_shared(_PLANE, 5_000), 20_000, int),
    },
}
"""Values that take memory or time out of all proportion to their size, by the places in which they may."""


def _endless() -> Cases:
    for where, values in ENDLESS.items():
        for (row, title), (column, place) in itertools.product(enumerate(values), enumerate(where)):
            form = in_turn(("", ", before 1.6"), row + column)
            yield f"{title} {place}{form}", filled, place, form, values[title]


def _operations() -> Cases:
    """Every operation, with arguments that lie about lengths, on a stack that may lack what it works on."""
    lengths = (b"", b"\xff" * 8, b"\xff" * 3 + b"\x7f" + bytes(4), b"\xff" * 7 + b"\x0f")
    lines = (b"9" * 5000 + b"L\n", b"9" * 100_000, b"'" + b"\\x41" * 1000 + b"'\n", b"\\ud800" * 1000 + b"\n")
    itself = put([], 0) + pickle.MARK + get(0) * 9
    stacks = (b"", op(None), pickle.MARK + op(None), op({}) + pickle.MARK + op(None), pickle.MARK * 2, itself)
    for operation in pickletools.opcodes:
        for (row, argument), (column, stack) in itertools.product(
            enumerate(lengths + lines), enumerate(stacks)
        ):
            code = stack + operation.code.encode("latin-1") + argument + op(None)
            yield f"{operation.name} {row} on {column}", filled, "alone", in_turn(FORMS, row + column), code


# Files that lie ---------------------------------------------------------------------------------------------


def _numbers() -> Cases:
    """Storages that hold other numbers than the tensors say, or very many."""

    def large(shape: tuple[int, ...], kind: str, width: int, entries: dict[str, object]) -> bytes:
        numbers = tensor(shape, place=storage("h", math.prod(shape), f"torch {kind}Storage"))
        held = NUMBERS | {"h": bytes(width * math.prod(shape))}
        return archive(op({**our_entries(), **entries}).replace(op(_HERE), numbers), held)

    layers = _shared(tensor((1000, 1000), place=storage("h", 10**6)), 5_000)
    yield "a storage cut short", archive, network(), NUMBERS | {"7": bytes(39)}
    yield "5000 layers that share 4 MB", lambda: archive(layers, {"h": bytes(4 * 10**6)})
    yield "a curve of 64 MB", large, (32 << 20, 2), "Byte", 1, {"history": {"train": _HERE}}
    yield "a curve of 192 MB", large, (12 << 20, 2), "Double", 8, {"history": {"train": _HERE}}
    yield (
        "the same 250 MB four times",
        large,
        (250 << 20,),
        "Byte",
        1,
        {"training": dict.fromkeys("abcd", _HERE)},
    )


_ZIP: list[Entry] = [
    (b"a/data.pkl", pickled(network()), {}),
    *((f"a/data/{key}".encode(), part, {}) for key, part in NUMBERS.items()),
]


def _zips() -> Cases:
    (title, content, _), *others = _ZIP
    last, ten, _ = _ZIP[-1]
    sizes = {"size": (2**32 - 1, 2**31 - 1, 0, len(content) + 100), "packed": (2**32 - 1, 0, 10)}
    others_of = {
        "crc": (0,),
        "offset": (2**32 - 1, 7),
        "flags": (1, 32, 64, 65535),
        "method": (8, 12, 14, 99),
    }
    for field, value in ((field, value) for field, values in (sizes | others_of).items() for value in values):
        yield f"{field} {value} of the pickle", raw_zip, [(title, content, {field: value}), *others]
        yield f"{field} {value} of numbers", raw_zip, [*_ZIP[:-1], (last, ten, {field: value})]
    for lie in (
        {"count": 0},
        {"count": 65535},
        *({of: n} for of in ("length", "offset") for n in (0, 2**32 - 1)),
    ):
        yield f"{lie} at the end", partial(raw_zip, _ZIP, **lie)
    for path in (
        b"a/" * 1000 + b"data.pkl",
        b"a" * 60_000 + b"/data.pkl",
        b"a/data.pkl\0.txt",
        b"../x/data.pkl",
    ):
        yield f"a pickle called {path[:20]!r}", raw_zip, [(path, content, {}), *others]
    for flags in (0, 0x800):
        yield (
            f"odd names, flags {flags}",
            raw_zip,
            [(b"\xff\xfe/data.pkl", content, {"flags": flags}), *others],
        )
    whole = raw_zip(_ZIP)
    short = (last, ten[:8], {"size": 40, "packed": 8})
    wide = ((b"%d" % index, b"", {"packed": 80_000, "size": 80_000}) for index in range(2_000))
    same = [(path, part, {"offset": 0}) for path, part, _ in others]
    yield "nothing but the end", raw_zip, []
    yield "numbers shorter than they say", raw_zip, [*_ZIP[:-1], short]
    yield "two pickles", raw_zip, [*_ZIP, (b"b/data.pkl", content, {})]
    yield "the pickle twice", raw_zip, [*_ZIP, _ZIP[0]]
    yield "the numbers twice", raw_zip, [*_ZIP, _ZIP[-1]]
    yield "all numbers at one place", raw_zip, [_ZIP[0], *same]
    yield "overlapping parts", raw_zip, [*wide, *_ZIP]
    yield "40000 entries", lambda: raw_zip([*_ZIP, *((b"%d" % index, b"", {}) for index in range(40_000))])
    for count in (60_000, 300_000):
        yield f"{count} entries", lambda count: raw_zip([*_ZIP, *[(b"", b"", {})] * count]), count
    yield "a comment that is a zip file", raw_zip, _ZIP, whole[:60_000]
    yield "a comment with an end record", raw_zip, _ZIP, raw_zip([])
    yield "something before", bytes, b"PK\3\4" + bytes(100) + whole
    yield "something after", bytes, whole + bytes(1000)
    yield "zip64 in the directory", zip64, whole, 2**63
    yield "zip64 that is small", zip64, whole, 0
    yield "another byte order", lambda: archive(network(), byteorder=b"big")
    yield "an unknown byte order", lambda: archive(network(), byteorder=b"pdp")
    yield "a script in the archive", lambda: archive(network(), **{"code/x.py": b"1"})
    yield "TorchScript", lambda: archive(None, **{"constants.pkl": b"N."})
    yield "a docx", zipped, {"word/document.xml": b"<a/>", "[Content_Types].xml": b""}
    yield "an empty pickle", zipped, {"a/data.pkl": b""}
    yield "a pickle of 20 MB", lambda: zipped({"a/data.pkl": bytes(20_000_000)})
    for method, size in (
        (zipfile.ZIP_DEFLATED, 50_000_000),
        (zipfile.ZIP_BZIP2, 10**6),
        (zipfile.ZIP_LZMA, 10**6),
    ):
        yield f"a pickle that is a bomb of method {method}", _bomb, "data.pkl", size, method
    for size in (10_000, 300_000_000):
        yield f"numbers that are a bomb of {size} bytes", _bomb, "data/0", size, zipfile.ZIP_DEFLATED


def _bomb(part: str, size: int, method: int) -> bytes:
    return zipped({"a/data.pkl": pickled(network()), f"a/{part}": bytes(size)}, method)


def _legacy_files() -> Cases:
    whole = legacy(network())
    at = whole.rindex(struct.pack("<q", 10))
    for count in (-1, 0, 2**40, 2**62):
        yield f"{count} numbers", bytes, whole[:at] + struct.pack("<q", count) + whole[at + 8 :]
    values = (None, 1, 1002, [], {"little_endian": False}, [1, None, ("0",)], ["0"] * 1_000, ["x"], {"0": 1})
    for part, value in itertools.product(("magic", "protocol", "system", "keys"), values):
        yield f"{part} {str(value)[:30]}", partial(legacy, network(), **{part: pickle.dumps(value, 2)})
    million = pickled(forget(put("0", 1)) + op([get(1)] * 900_000))
    yield "a key a million times", lambda: legacy(network(), keys=million) + bytes(8_000_000)
    yield "a first pickle without an end", lambda: b"\x80\x02" + b"(" * 9_000_000
    yield "only numbers", bytes, b"\x80" + bytes(1_000)
    yield "only a pickle", bytes, pickle.dumps({"a": 1})
    yield "protocol 0", bytes, b"cos\nsystem\n(Vx\ntR."
    yield "a tar of before 0.1.10", bytes, b"storages\0" + bytes(1_000)


def _safetensors_files() -> Cases:
    sound = {"dtype": "F32", "shape": [2, 5], "data_offsets": [0, 40]}
    values = (
        *("x", "", None, 7, [], {}, [0], [40, 0], [8, 48], [-40, 0], [0, 40, 80], [0.0, 40.0], [[2, 5]]),
        *([0, 2**63], [2**64 - 40, 2**64], [2**32, 2**32], [2**63], [2**62, 4, 10], [0, 2**63, 2**63]),
        [1] * 100_000 + [2, 5],
    )
    for field, value in itertools.product(sound, values):
        yield f"{field} {str(value)[:30]}", safetensors, {"a.weight": {**sound, field: value}}
    dtypes = "F64 F16 BF16 I64 U64 U16 BOOL C64 F8_E4M3 F8_E5M2 F8_E8M0 F4 F6_E2M3 I4 X"
    for dtype, count in itertools.product(dtypes.split(), (5, 10, 20, 40, 80)):
        yield f"{count} of {dtype}", safetensors, {"a.weight": {**sound, "dtype": dtype, "shape": [count]}}
    for shape in ([0], [0, 2**63, 2**62], [0] * 70, [2**40, 0, 2**40]):
        header = {"a.weight": {**sound, "shape": shape, "data_offsets": [0, 0]}}
        yield f"no numbers of {str(shape)[:30]}", safetensors, header, b""
    for length in (2**63, 2**64 - 1, 2**40, 2**31, 100_000_000, 0, 1, 2):
        yield f"a header of {length} bytes", safetensors, {"a.weight": sound}, bytes(40), length
    twice = b'{"a":%s,"a":%s}' % ((json.dumps(sound).encode(),) * 2)
    texts = (
        b"{}",
        b"{",
        b"{}}",
        b"[]",
        b"{\xff}",
        b'{"a":1e999}',
        b'{"\\ud800":1}',
        b'{"a":' + b"[" * 50_000,
    )
    for text in (twice, *texts, b'{"__metadata__":{"a":1}}'):
        yield f"header {text[:30]!r}", safetensors, text
    header, end = {}, 0
    for title, shape in SHAPES.items():
        begin, end = end, end + 4 * math.prod(shape)
        header[title] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}
    true = {"architecture": "notes-basic", "classes": '["0","1"]', "mean": "0.1", "std": "0.3"}
    odd = ("", "best", "x" * 10_000, "[" * 100_000, "{}", "[1]", "[null]", '["a\\n"]' * 2)
    odd += ("NaN", "inf", "0", "-1", "9" * 10_000, "1e400", "1e-320")
    for entry, value in itertools.product(true, odd):
        about = {f"digitpad.{key}": value if key == entry else kept for key, kept in true.items()}
        yield f"{entry} {value[:20]!r}", safetensors, {"__metadata__": about, **header}, bytes(end)
    empty = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    yield "a hole", safetensors, {"a": {**sound, "data_offsets": [8, 48]}}, bytes(48)
    yield "overlapping", safetensors, {"a": sound, "b": sound}
    yield "odd names", safetensors, {"a\n\x1b[2J\u202e.weight": sound}
    yield "a name of a megabyte", lambda: safetensors({"a" * 1_000_000 + ".weight": sound})
    yield "a header of 30 MB that is there", lambda: safetensors(b'{"a":' + b" " * 30_000_000 + b"}")
    yield "deep JSON", lambda: safetensors(b'{"a":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}")
    yield "deep dictionaries", lambda: safetensors(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    yield "30000 tensors", lambda: safetensors({f"{n}.weight": empty for n in range(30_000)}, b"")


def _other_files() -> Cases:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    page = b"<!DOCTYPE html><html><body>404</body></html>"
    for content in (b"", b"Das ist ein Text.\n" * 100, page, b'{"epochs": 3}', pointer):
        yield f"{content[:20]!r}", bytes, content
    for begin in (b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"\x89HDF\r\n\x1a\n", b"\x93NUMPY", b"PTMF"):
        yield f"begins with {begin!r}", bytes, begin + bytes(100)
    for byte, times in itertools.product((b"\0", b"P", b"\x80", b"{", b"\n"), (1, 1_000)):
        yield f"{times} times {byte!r}", bytes, byte * times
    for begin in (b"", b"PK\3\4", b"\x80\2", bytes(8) + b"{"):
        yield f"20 MB after {begin!r}", lambda begin: begin + bytes(20_000_000), begin
