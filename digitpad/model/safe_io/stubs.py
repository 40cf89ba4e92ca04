"""What stands for the objects of a pickle, and for the results of the calls in it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import torch

from digitpad.errors import CheckpointError, tr
from digitpad.model.safe_io.names import Name, is_risky, refusal
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor, quantised_ref, tensor_ref

MAX_STEPS = 2_000_000
MAX_OBJECTS = 500_000
SECONDS = 2.0
"""Limits for one file. 49 epochs of note 003 make 280,000 steps in a version 1 checkpoint, which take a third
of a second; no network comes near. The seconds are this thread's own processor time, so that a busy machine
refuses no file that an idle one reads."""


SET_STATE = "__setstate__"
"""Stands in a stub's attributes before a state that its class itself would take apart."""


class ObjectStub:
    """An object of any class without its behaviour: only what the file contains of it.

    Attributes:
        name: its class, or the function that would have made it.
        args: the arguments that it would have been made with.
        state: its attributes.
        items: its content where it is a kind of dictionary.
        elements: its content where it is a kind of list or set.
    """

    __slots__ = ("args", "elements", "items", "name", "state")

    def __init__(self, name: Name, args: tuple[object, ...]) -> None:
        self.name = name
        self.args = args
        self.state: dict[Any, Any] = {}
        self.items: dict[Any, Any] = {}
        self.elements: list[Any] = []


class Budget:
    """The steps, objects and time that reading one file may still take.

    Attributes:
        is_inner: whether a pickle inside the pickle is being read; none is inside that one.
    """

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.objects = MAX_OBJECTS
        self.is_inner = False
        self.deadline = time.thread_time() + SECONDS

    def spend(self, steps: int) -> None:
        """Subtract `steps`.

        Raises:
            CheckpointError: when the file has used up its budget.
        """
        self.steps -= steps
        if self.steps < 0 or time.thread_time() > self.deadline:
            raise CheckpointError("it is nested too deeply")

    def make(self) -> None:
        """Count one object.

        Raises:
            CheckpointError: when there are too many.
        """
        self.objects -= 1
        if self.objects < 0:
            raise CheckpointError("it holds more objects than any network has")


@dataclass(frozen=True, slots=True)
class InnerPickle:
    """A storage in a pickle of its own inside a pickle.

    Attributes:
        content: the bytes of that pickle.
        budget: what reading it may still cost.
    """

    content: bytes
    budget: Budget


_SIMPLE = (str, bytes, float, type(None), torch.dtype, Name, ObjectStub, TensorRef)
"""Types of keys. An optimiser saved whole has parameters as keys; no file chooses a `TensorRef`'s hash."""


def is_key(value: object) -> bool:
    """Whether `value` can be a key.

    Integers from 2^61 on can be chosen so that all have the same hash, and so can tuples of any numbers: a
    dictionary with such keys costs the square of their number. Networks and settings have no such keys.
    """
    if isinstance(value, int):
        return abs(value) < 2**61 - 1
    return isinstance(value, _SIMPLE)


def set_of(items: object, budget: Budget) -> set[Any]:
    """Return a set of those `items` that can be keys."""
    if not isinstance(items, list | tuple | set):
        raise TypeError
    elements = set()
    for index, item in enumerate(items):
        if not index % 256:
            budget.spend(256)
        if is_key(item):
            elements.add(item)
    return elements


def call_result(function: Name, args: tuple[Any, ...], budget: Budget) -> object:
    """Return the result of calling `function` where that is a tensor or a plain value; else a stub."""
    text = str(function)
    if text in ("torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor"):
        return args[0] if isinstance(args[0], UnreadableTensor) else tensor_ref(*args[:4])
    if text == "torch._utils._rebuild_tensor_v3":
        storage, offset, shape, stride = args[:4]
        if isinstance(storage, UnreadableTensor):
            return storage
        return tensor_ref(storage, offset, shape, stride, args[6])
    if text == "torch._utils._rebuild_qtensor":
        return quantised_ref(*args[:5])
    if text in ("torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state"):
        return args[0]
    if text == "torch._tensor._rebuild_from_type_v2":
        inner, arguments = args[0], args[2]
        if not isinstance(inner, Name) or not str(inner).startswith("torch._utils._rebuild_"):
            raise TypeError
        return call_result(inner, arguments, budget)
    if text.startswith("torch._utils._rebuild_"):
        return _unreadable(text)
    if text == "collections.OrderedDict":
        return _dictionary(args, budget)
    if text in ("builtins.set", "builtins.frozenset"):
        return set_of(args[0] if args else [], budget)
    if text == "torch.nn.parameter.Parameter" and args:
        return args[0]
    if text == "torch.Size":
        budget.spend(len(args[0]))
        return tuple(args[0])
    if text == "torch.storage._load_from_bytes":
        if len(args) != 1 or not isinstance(args[0], bytes) or not args[0].startswith(b"\x80"):
            raise refusal(text)
        return InnerPickle(args[0], budget)
    if text == "_codecs.encode" and len(args) == 2 and args[1] in ("latin1", "latin-1"):
        budget.spend(1 + len(args[0]) // 16)  # as many bytes as copying makes in the time of a step
        return args[0].encode("latin-1")
    if text == "builtins.bytes" and not args:  # how protocol 2 writes empty ones
        return b""
    if text == "builtins.getattr":
        owner = args[0].name if isinstance(args[0], ObjectStub) else args[0]
        if not isinstance(owner, Name) or is_risky(owner):
            raise refusal(f"{owner}.{args[1]}" if isinstance(owner, Name) else "getattr")
    if text == "copyreg._reconstructor" and isinstance(args[0], Name):
        return ObjectStub(args[0], ())
    return ObjectStub(function, args)


def _unreadable(text: str) -> UnreadableTensor:
    if "meta" in text:
        return UnreadableTensor(tr("its weights have no values (they were saved from the meta device)"))
    if "sparse" in text:
        return UnreadableTensor(tr("its weights are sparse, and digitpad reads only dense ones"))
    return UnreadableTensor(tr("its weights are of an unusual kind, and digitpad reads only dense ones"))


def _dictionary(args: tuple[Any, ...], budget: Budget) -> dict[Any, Any]:
    pairs = args[0] if args else []
    if not isinstance(pairs, list):
        raise TypeError
    budget.spend(len(pairs))
    return {key: value for key, value in pairs if is_key(key)}
