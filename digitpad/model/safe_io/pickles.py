"""Reading a pickle without running anything: a machine whose only results are inert values.

`torch.load(weights_only=True)` calls what is on its allow-list with any arguments in the file
(`bytearray(10**12)` is on it), refuses whole modules, and its allow-list is shared by the whole process. This
machine has no way to import or call: names become `Name`, objects become `ObjectStub`, tensors become
`TensorRef`. Counting bounds its time and memory, so that a hostile file ends in an error within seconds.

It knows the operations of protocols 2 to 5 that build objects; see `pickletools` for what each does.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from typing import Any

from digitpad.model.safe_io.names import Name, is_function, refusal, resolve_name
from digitpad.model.safe_io.stubs import (
    SET_STATE,
    Budget,
    InnerPickle,
    ObjectStub,
    call_result,
    is_key,
    set_of,
)


def read_pickle(
    data: bytes, position: int, persistent: Callable[[object], object], budget: Budget
) -> tuple[object, int]:
    """Read the pickle that begins at `position`.

    Args:
        data: the bytes.
        position: where to begin.
        persistent: returns the value of a persistent id, torch's way to refer to storages.
        budget: what reading this file may still cost.

    Returns:
        Its value, and the position behind it.

    Raises:
        CheckpointError: when the file asks to run something or is too large.
        Exception: of any kind (`IndexError`, `struct.error`, ...) when it is damaged.
    """
    machine = _Machine(data, position, persistent, budget)
    return machine.run(), machine.position


class _Machine:
    def __init__(
        self, data: bytes, position: int, persistent: Callable[[object], object], budget: Budget
    ) -> None:
        self.data = data
        self.position = position
        self.persistent = persistent
        self.budget = budget
        self.stack: list[Any] = []
        self.marked: list[list[Any]] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> object:
        steps = 0
        while True:
            try:
                code = self.data[self.position]
            except IndexError as error:
                raise EOFError from error
            self.position += 1
            if code == pickle.STOP[0]:
                return self.stack.pop()
            _OPERATIONS[code](self)
            steps += 1
            if not steps % 1024:
                self.budget.spend(1024)

    def take(self, count: int) -> bytes:
        end = self.position + count
        if not 0 <= count <= len(self.data) - self.position:
            raise EOFError
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def number(self, form: str) -> Any:
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def line(self) -> str:
        end = self.data.index(b"\n", self.position, self.position + 1024)
        text = self.data[self.position : end].decode("utf-8")
        self.position = end + 1
        return text

    def pop_marked(self) -> list[Any]:
        items = self.stack
        self.stack = self.marked.pop()
        return items

    def push(self, value: object) -> None:
        self.stack.append(value)

    def push_new(self, value: object) -> None:
        self.budget.make()
        self.stack.append(value)

    def store(self, items: list[Any]) -> None:
        """Put keys and values, one after the other, into the dictionary on top."""
        target = self.stack[-1]
        target = target.items if isinstance(target, ObjectStub) else target
        if type(target) is not dict:
            raise TypeError
        for index in range(0, len(items), 2):
            key, value = items[index], items[index + 1]
            if index and not index % 256:  # keys made to collide cost more and more
                self.budget.spend(256)
            if is_key(key):
                target[key] = value

    def extend(self, items: list[Any]) -> None:
        target = self.stack[-1]
        target = target.elements if isinstance(target, ObjectStub) else target
        if type(target) is not list:
            raise TypeError
        target.extend(items)

    def add(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if type(target) is not set:
            raise TypeError
        target.update(set_of(items, self.budget))

    def call(self, args: object) -> None:
        function = self.stack.pop()
        if not isinstance(function, Name) or type(args) is not tuple:
            raise TypeError
        result = call_result(function, args, self.budget)
        self.push_new(self.persistent(result) if isinstance(result, InnerPickle) else result)

    def build(self, state: object) -> None:
        """Set the attributes of the object on top. Only stubs have any: nothing else has a `__dict__`."""
        target = self.stack[-1]
        if not isinstance(target, ObjectStub):
            return
        if isinstance(state, tuple) and not any(isinstance(part, dict) for part in state[:2]):
            target.state[SET_STATE] = state
            return
        for part in state if isinstance(state, tuple) and len(state) == 2 else (state,):
            if isinstance(part, dict):
                self.budget.spend(len(part))
                target.state.update(part)

    def memoize(self, index: int) -> None:
        self.memo[index] = self.stack[-1]


def _push_global(machine: _Machine, module: object, name: object) -> None:
    if not isinstance(module, str) or not isinstance(name, str) or len(module) + len(name) > _MAX_NAME:
        raise TypeError
    machine.push(resolve_name(module, name))


_MAX_NAME = 1000


def _new_object(machine: _Machine) -> None:
    machine.call(machine.stack.pop())


def _reduce(machine: _Machine) -> None:
    args = machine.stack.pop()
    function = machine.stack[-1]
    if isinstance(function, Name) and is_function(function):
        raise refusal(function)
    machine.call(args)


def _new_object_with_names(machine: _Machine) -> None:
    machine.stack.pop()  # keyword arguments
    machine.call(machine.stack.pop())


def _stack_global(machine: _Machine) -> None:
    name = machine.stack.pop()
    _push_global(machine, machine.stack.pop(), name)


def _mark(machine: _Machine) -> None:
    machine.budget.make()
    machine.marked.append(machine.stack)
    machine.stack = []


def _pop_mark(machine: _Machine) -> None:
    machine.pop_marked()


def _tuple_of(machine: _Machine, count: int) -> None:
    if len(machine.stack) < count:
        raise IndexError
    machine.stack[-count:] = [tuple(machine.stack[-count:])]


def _set_item(machine: _Machine) -> None:
    value = machine.stack.pop()
    key = machine.stack.pop()
    machine.store([key, value])


def _long(machine: _Machine, form: str) -> None:
    count = machine.number(form)
    if count > 1024:  # arithmetic with it would take too long; the longest in a file of torch's has 10 bytes
        raise ValueError
    machine.push(int.from_bytes(machine.take(count), "little", signed=True))


def _text(machine: _Machine, form: str) -> None:
    machine.push(machine.take(machine.number(form)).decode("utf-8", "surrogatepass"))


def _python2_text(machine: _Machine, form: str) -> None:
    machine.push(machine.take(machine.number(form)).decode("latin-1"))


_OPERATIONS: dict[int, Callable[[_Machine], object]] = {
    code[0]: operation
    for code, operation in (
        (pickle.PROTO, lambda m: m.take(1)),
        (pickle.FRAME, lambda m: m.take(8)),
        (pickle.NONE, lambda m: m.push(None)),
        (pickle.NEWTRUE, lambda m: m.push(True)),
        (pickle.NEWFALSE, lambda m: m.push(False)),
        (pickle.BININT, lambda m: m.push(m.number("<i"))),
        (pickle.BININT1, lambda m: m.push(m.number("<B"))),
        (pickle.BININT2, lambda m: m.push(m.number("<H"))),
        (pickle.LONG1, lambda m: _long(m, "<B")),
        (pickle.LONG4, lambda m: _long(m, "<i")),
        (pickle.BINFLOAT, lambda m: m.push(m.number(">d"))),
        (pickle.SHORT_BINUNICODE, lambda m: _text(m, "<B")),
        (pickle.BINUNICODE, lambda m: _text(m, "<I")),
        (pickle.BINUNICODE8, lambda m: _text(m, "<Q")),
        (pickle.SHORT_BINSTRING, lambda m: _python2_text(m, "<B")),
        (pickle.BINSTRING, lambda m: _python2_text(m, "<i")),
        (pickle.SHORT_BINBYTES, lambda m: m.push(m.take(m.number("<B")))),
        (pickle.BINBYTES, lambda m: m.push(m.take(m.number("<I")))),
        (pickle.BINBYTES8, lambda m: m.push(m.take(m.number("<Q")))),
        (pickle.BYTEARRAY8, lambda m: m.push(m.take(m.number("<Q")))),
        (pickle.EMPTY_LIST, lambda m: m.push_new([])),
        (pickle.EMPTY_DICT, lambda m: m.push_new({})),
        (pickle.EMPTY_SET, lambda m: m.push_new(set())),
        (pickle.EMPTY_TUPLE, lambda m: m.push(())),
        (pickle.MARK, _mark),
        (pickle.POP_MARK, _pop_mark),
        (pickle.POP, lambda m: m.stack.pop()),
        (pickle.DUP, lambda m: m.push(m.stack[-1])),
        (pickle.TUPLE, lambda m: m.push(tuple(m.pop_marked()))),
        (pickle.TUPLE1, lambda m: _tuple_of(m, 1)),
        (pickle.TUPLE2, lambda m: _tuple_of(m, 2)),
        (pickle.TUPLE3, lambda m: _tuple_of(m, 3)),
        (pickle.LIST, lambda m: m.push_new(m.pop_marked())),
        (pickle.FROZENSET, lambda m: m.push_new(set_of(m.pop_marked(), m.budget))),
        (pickle.APPEND, lambda m: m.extend([m.stack.pop()])),
        (pickle.APPENDS, lambda m: m.extend(m.pop_marked())),
        (pickle.ADDITEMS, lambda m: m.add(m.pop_marked())),
        (pickle.SETITEM, _set_item),
        (pickle.SETITEMS, lambda m: m.store(m.pop_marked())),
        (pickle.GLOBAL, lambda m: _push_global(m, m.line(), m.line())),
        (pickle.STACK_GLOBAL, _stack_global),
        (pickle.NEWOBJ, _new_object),
        (pickle.NEWOBJ_EX, _new_object_with_names),
        (pickle.REDUCE, _reduce),
        (pickle.BUILD, lambda m: m.build(m.stack.pop())),
        (pickle.BINPERSID, lambda m: m.push(m.persistent(m.stack.pop()))),
        (pickle.BINGET, lambda m: m.push(m.memo[m.number("<B")])),
        (pickle.LONG_BINGET, lambda m: m.push(m.memo[m.number("<I")])),
        (pickle.BINPUT, lambda m: m.memoize(m.number("<B"))),
        (pickle.LONG_BINPUT, lambda m: m.memoize(m.number("<I"))),
        (pickle.MEMOIZE, lambda m: m.memoize(len(m.memo))),
    )
}
