"""The names that a pickle mentions: what each may stand for, and which are refused.

A pickle rebuilds objects by calling what it names, and `os.system` is a name like any other. Here nothing is
ever imported or called: a name becomes a `Name`, an inert piece of text, and only those that `call_result`
lists have a meaning (a tensor's parts, plain containers). A name that no network's file needs is refused all
the same, so that whoever receives such a file learns what it tried.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import torch

from digitpad.errors import CheckpointError, printable


@dataclass(frozen=True, slots=True)
class Name:
    """A class or function that a file mentions; never the thing itself."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


_RENAMED = {
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "exceptions": "builtins",
    "commands": "subprocess",
}
"""Modules that have another name in Python 2, and so in pickle's protocol 2."""

_HARMLESS = {
    f"{module}.{name}"
    for module, names in (
        ("_codecs", "encode"),
        ("argparse", "Namespace"),
        ("builtins", "bool bytearray bytes complex dict float frozenset getattr int list object range set"),
        ("builtins", "slice str tuple"),
        ("collections", "Counter OrderedDict defaultdict deque"),
        ("contextlib", "nullcontext"),
        ("copyreg", "_reconstructor"),
        ("datetime", "date datetime timedelta timezone"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("functools", "partial"),
        ("logging", "getLogger"),
        ("pathlib", "Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath"),
        ("pathlib._local", "Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath"),
        ("types", "SimpleNamespace"),
        ("uuid", "UUID"),
    )
    for name in names.split()
}
"""Names of the standard library that settings beside a network consist of. `getattr` stands before a torch
function kept as a module's attribute (`self.act = torch.relu`); `read_pickle` checks of what."""

_TORCH_PACKAGES = ("torch.nn.", "torch.optim.", "torch.ao.nn.", "torch._dynamo.")
_TORCH = {
    f"{module}.{name}"
    for module, names in (
        ("torch", "Generator Size Tensor device channels_last contiguous_format preserve_format"),
        ("torch", "ScriptObject _TorchCompileInductorWrapper"),
        ("torch", "per_tensor_affine per_channel_affine"),
        ("torch._C", "_VariableFunctionsClass"),
        ("torch._C._nn", "gelu"),
        ("torch._tensor", "_rebuild_from_type_v2"),
        ("torch.serialization", "_get_layout"),
        ("torch.storage", "TypedStorage UntypedStorage _load_from_bytes"),
    )
    for name in names.split()
}

_NUMPY = {"numpy.dtype", "numpy.ndarray"} | {
    f"numpy.{core}.{name}"
    for core in ("core", "_core")
    for name in ("multiarray.scalar", "multiarray._reconstruct", "numeric._frombuffer")
}
"""What figures and curves kept as NumPy values consist of."""

_RISKY = sys.stdlib_module_names | {
    *("nt", "posix", "distutils", "imp"),  # of other systems and older Pythons
    *("pip", "pkg_resources", "setuptools"),
}

_DTYPES = {str(value): value for value in vars(torch).values() if isinstance(value, torch.dtype)}

_STORAGES = {
    f"torch.{title}Storage": dtype
    for title, dtype in (
        ("Double", torch.float64),
        ("Float", torch.float32),
        ("Half", torch.float16),
        ("BFloat16", torch.bfloat16),
        ("Long", torch.int64),
        ("Int", torch.int32),
        ("Short", torch.int16),
        ("Char", torch.int8),
        ("Byte", torch.uint8),
        ("Bool", torch.bool),
        ("QInt8", torch.qint8),
        ("QUInt8", torch.quint8),
        ("ComplexDouble", torch.complex128),
        ("ComplexFloat", torch.complex64),
    )
} | {"torch.storage.UntypedStorage": torch.uint8}

_QUANTISED = frozenset(f"torch.{title}Storage" for title in ("QInt32", "QUInt4x2", "QUInt2x4"))


def resolve_name(module: str, name: str) -> Name | torch.dtype:
    """Return what stands for `module.name` in a file's content.

    Raises:
        CheckpointError: for what could run code if it were called.
    """
    resolved = Name(_RENAMED.get(module, module), name)
    text = str(resolved)
    if text in _DTYPES:
        return _DTYPES[text]
    root = resolved.module.partition(".")[0]
    if root == "torch":
        if not (text in _TORCH or text in _STORAGES or text in _QUANTISED or _is_torch_part(resolved)):
            raise refusal(resolved)
    elif root == "numpy":
        if text not in _NUMPY:
            raise refusal(resolved)
    elif is_risky(resolved) and text not in _HARMLESS:
        raise refusal(resolved)
    return resolved


def _is_torch_part(name: Name) -> bool:
    """Whether a name is a class of layers and the like, a function of `torch.nn.functional`, or a rebuilder.

    Torch's modules have others as attributes too: `torch.nn.modules.container.operator`.
    """
    if name.module == "torch.nn.functional":
        return callable(vars(torch.nn.functional).get(name.name))
    if name.module == "torch._utils":
        return name.name.startswith("_rebuild_")
    return f"{name.module}.".startswith(_TORCH_PACKAGES) and "." not in name.name and name.name[:1].isupper()


def is_function(name: Name) -> bool:
    """Whether a name, by its spelling, is a function of some other package rather than a class.

    Importing alone would distinguish a class from a function. Some classes of learners begin with a
    small letter (`nn_seq`), but another operation makes them than the one that calls functions.
    """
    own = name.name.rpartition(".")[2].lstrip("_")
    known = name.module.partition(".")[0] in ("torch", "numpy") or str(name) in _HARMLESS
    return not known and not own[:1].isupper()


def is_risky(name: Name) -> bool:
    """Whether a name belongs to the standard library, of which no network needs more than `_HARMLESS`."""
    return name.module.partition(".")[0] in _RISKY


def refusal(what: object) -> CheckpointError:
    """Return the error for a file that asks for `what`."""
    return CheckpointError(
        "it asks to run {name} when it is opened, so none of it was used; ask whoever made it for the "
        "weights alone, saved with torch.save(model.state_dict(), ...)",
        name=printable(str(what), 100),
    )


def storage_dtype(name: Name) -> torch.dtype | None:
    """Return the type of the numbers in a storage class; None for one that no network here computes with."""
    return _STORAGES.get(str(name))
