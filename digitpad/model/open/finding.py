"""Where networks are in a file: on top, or in dictionaries and lists of a script's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from digitpad.errors import Sentence, printable
from digitpad.model.open.choosing import chosen
from digitpad.model.open.foreign import Found, recognise
from digitpad.model.open.layer_names import are_names_of_layers, named_layers
from digitpad.model.open.modules import Weights, as_module, module_weights, stored_shapes, without_wrappers
from digitpad.model.open.quantised import is_quantised, unpack_modules, unpacked
from digitpad.model.optimizer_file import is_optimizer
from digitpad.model.safe_io.arrays import array_ref, is_array
from digitpad.model.safe_io.stubs import ObjectStub
from digitpad.model.safe_io.tensor_reader import MAX_TENSORS
from digitpad.model.safe_io.tensors import TensorRef, UnreadableTensor, too_large

_WRAPPERS = ("module.", "_orig_mod.")
"""What `DataParallel` and `torch.compile` put before every name."""

_AVERAGED = "n_averaged"

_MAX_DEPTH = 4

_LONGEST_NAME = 1000

_MOST_NETWORKS = 20
"""Networks that are looked for in one file."""

_DEQUANTISED = Sentence("Its weights are quantised, and were brought back to float32.")


def find_network(content: object, entry: str = "") -> Found | None:
    """Find the network in a file's content: a state_dict or a whole module, on top or anywhere inside.

    Args:
        content: as `safe_io` returns it.
        entry: what the network is called in the file, where it holds several; "" for the obvious one.

    Raises:
        CheckpointError: when it has more tensors than any network, or nothing called `entry`; a
            `SeveralNetworksError` when none of several is the obvious one.
    """
    search = _Search()
    search.collect(content, (), 0)
    if search.has_too_many and not search.networks:
        raise too_large()
    network = chosen(search.networks, entry)
    return network and replace(network, weights=_without_prefix(network.weights))


def _without_prefix(weights: Weights) -> Weights:
    """The weights of a network of the registry without what a class of someone else's put before every name.

    Lightning's modules have the network in an attribute (`model.conv1.weight`), and `AveragedModel` counts
    what it has averaged. Names that belong to no network of the registry then either stay as they are.
    """
    shorter = {name: value for name, value in weights.items() if name != _AVERAGED}
    for _ in range(_MAX_DEPTH):
        shapes = stored_shapes(shorter)
        if len(shapes) < len(shorter) or not shorter:
            break
        if recognise(shapes, False) is not None:
            return shorter
        prefix = next(iter(shorter)).partition(".")[0] + "."
        if not all(name.startswith(prefix) and name != prefix for name in shorter):
            break
        shorter = {name.removeprefix(prefix): value for name, value in shorter.items()}
    return weights


class _Search:
    """Collects the networks in a file; looks at every value once, however often the file mentions it.

    Attributes:
        networks: what was collected.
        has_too_many: whether anything in it has more tensors than any network.
    """

    def __init__(self) -> None:
        self.networks: list[Found] = []
        self.has_too_many = False
        self._visited: set[int] = set()

    def collect(self, content: object, path: tuple[str, ...], depth: int) -> None:
        """Collect the networks in `content`, which stands at `path` in the file."""
        if not isinstance(content, dict | list | tuple | ObjectStub) or id(content) in self._visited:
            return
        self._visited.add(id(content))
        if is_optimizer(content) or len(self.networks) >= _MOST_NETWORKS:
            return
        if isinstance(content, ObjectStub):
            if str(content.name) == "builtins.getattr" and len(content.args) == 2:
                self._method(content.args[0], content.args[1], path)
            elif (network := as_module(content)) is not None:
                self._module(network, path)
            else:
                self._inside(content.items, path, depth)
        elif isinstance(content, dict):
            self._inside(content, path, depth)
        elif isinstance(content, list | tuple):
            self._list(content, path, depth)

    def _method(self, owner: object, name: object, path: tuple[str, ...]) -> None:
        """A method of a network, which was saved instead of what it returns."""
        network = as_module(owner)
        if network is not None:
            message = Sentence(
                "It holds the method {name} itself, as its parentheses were forgotten in "
                "torch.save(network.{name}(), ...); the network was read from it.",
                {"name": printable(str(name), 40)},
            )
            self._module(network, path, (message,))

    def _module(
        self, network: ObjectStub, path: tuple[str, ...], messages: tuple[Sentence, ...] = ()
    ) -> None:
        network = without_wrappers(network)
        unpack_modules(network)
        self._add(unwrapped(module_weights(network)), path, network, messages)

    def _add(
        self,
        weights: Weights,
        path: tuple[str, ...],
        module: ObjectStub | None = None,
        messages: tuple[Sentence, ...] = (),
    ) -> None:
        if len(weights) > MAX_TENSORS:
            self.has_too_many = True
            return
        if is_quantised(weights):
            messages = (*messages, _DEQUANTISED)
        self.networks.append(Found(weights, module, ".".join(path), messages))

    def _inside(self, content: dict[object, object], path: tuple[str, ...], depth: int) -> None:
        content = unpacked(content)
        tensors = _tensors(content)
        if len(tensors) < len(content) and depth < _MAX_DEPTH:
            before = len(self.networks)
            for name, value in content.items():
                self.collect(value, (*path, printable(str(name), 40)), depth + 1)
            if len(self.networks) > before:
                return
        others = [str(name) for name in content if str(name) not in tensors]
        if not tensors or are_names_of_layers(others) or (others and not are_names_of_layers(tensors)):
            return
        self._add(
            unwrapped(tensors if are_names_of_layers(tensors) else _named(tensors.values()) or tensors), path
        )

    def _list(self, content: list[object] | tuple[object, ...], path: tuple[str, ...], depth: int) -> None:
        if (pairs := _pairs(content)) is not None:
            self._inside(pairs, path, depth)
            return
        tensors = _tensors(dict(enumerate(content[: MAX_TENSORS + 1])))
        if len(tensors) == len(content) and (named := _named(tensors.values())) is not None:
            self._add(named, path)
        elif depth < _MAX_DEPTH:
            for number, value in enumerate(content):
                self.collect(value, (*path, str(number)), depth + 1)


def _tensors(content: Mapping[object, object]) -> Weights:
    """The tensors and arrays of a dictionary."""
    tensors: Weights = {}
    for name, value in content.items():
        if isinstance(value, ObjectStub) and is_array(value):
            value = array_ref(value)
        if isinstance(name, str) and len(name) > _LONGEST_NAME:
            continue
        if isinstance(name, str | int) and isinstance(value, TensorRef | UnreadableTensor):
            tensors[str(name)] = value
    return tensors


def _pairs(content: list[object] | tuple[object, ...]) -> dict[object, object] | None:
    """What `list(network.state_dict().items())` is a list of, as the dictionary."""
    pairs = [one for one in content if isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str)]
    return dict(pairs) if pairs and len(pairs) == len(content) else None


def _named(tensors: Iterable[TensorRef | UnreadableTensor]) -> Weights | None:
    """Tensors without names of layers under such names, where they can be those of layers."""
    readable = [tensor for tensor in tensors if isinstance(tensor, TensorRef)]
    named = named_layers(readable)
    return None if named is None else dict(named)


def unwrapped(weights: Weights) -> Weights:
    """Return the weights under the network's own names."""
    for _ in range(_MAX_DEPTH):
        first = next(iter(weights), "")
        prefix = next((wrapper for wrapper in _WRAPPERS if first.startswith(wrapper)), None)
        if prefix is None or not all(name.startswith(prefix) and name != prefix for name in weights):
            break
        weights = {name.removeprefix(prefix): value for name, value in weights.items()}
    return weights
