"""Parts of the script: the network, its initial weights, and its average."""

from __future__ import annotations

import inspect
import re
from functools import partial
from pathlib import Path
from typing import Any

from digitpad.form import DIGIT_FORM
from digitpad.model import ready_made
from digitpad.model.registry import Architecture
from digitpad.model.spec.code import class_source
from digitpad.recipe.kinds import expanded
from digitpad.recipe.recipe import Recipe
from digitpad.training import optimizers
from digitpad.training.script.pictures import is_in_colour, reads_alone

_SEEDED = "torch.manual_seed(SEED)  # decides the first weights, and dropout"
_MOVED = "network = network.to(DEVICE, memory_format=torch.channels_last)"


def network(recipe: Recipe) -> str:
    """Return the network's source, and the lines that build it."""
    entry = recipe.entry
    if entry.ready_made:
        made = _by_name if isinstance(entry.factory, partial) else _ready_made
        return f"{made(entry.factory, recipe)}\n{_MOVED}"
    if entry.layers:
        name, source, arguments = _from_layers(entry, recipe)
    else:
        name, source, arguments = _from_class(entry.factory, recipe)
    call = ", ".join(f"{argument}={value}" for argument, value in {"classes": "CLASSES", **arguments}.items())
    return f"{source}\n\n\n{_SEEDED}\nnetwork = {name}({call})\n{_MOVED}"


def _from_layers(entry: Architecture, recipe: Recipe) -> tuple[str, str, dict[str, str]]:
    """Name and source of the class that the layers make, and what it is called with besides the classes."""
    name = "".join(part.capitalize() for part in entry.name.split("-")) + "Net"
    doc = f"The network {entry.name}: {entry.title}."
    if reads_alone(recipe):
        return name, class_source(entry.layers, name, doc, DIGIT_FORM.channels, DIGIT_FORM.size), {}
    return name, class_source(entry.layers, name, doc, None, None), {"channels": "CHANNELS", "size": "SIZE"}


def _from_class(kind: Any, recipe: Recipe) -> tuple[str, str, dict[str, str]]:
    source = inspect.getsource(kind)
    parts = [*_helpers(kind, source), source]
    if re.search(r"(?<![\w.])Linear\(", source):
        parts.insert(0, "Linear = nn.Linear")
    return kind.__name__, "\n\n\n".join(part.strip() for part in parts), _form(recipe, kind)


def _helpers(kind: Any, source: str) -> list[str]:
    """The sources of the functions in a network's module that build parts of it."""
    beside = vars(inspect.getmodule(kind)).items()
    return [
        inspect.getsource(value)
        for name, value in beside
        if inspect.isfunction(value) and value.__module__ == kind.__module__ and f"{name}(" in source
    ]


def _form(recipe: Recipe, kind: Any) -> dict[str, str]:
    """Channels and size of the pictures, as arguments of networks whose defaults differ."""
    parameters = inspect.signature(kind).parameters
    if not reads_alone(recipe):
        form: dict[str, Any] = {"channels": "CHANNELS", "size": "SIZE"}
    else:
        form = {"channels": DIGIT_FORM.channels, "size": DIGIT_FORM.size}
    return {
        name: str(value)
        for name, value in form.items()
        if name in parameters and parameters[name].default != value
    }


def _by_name(build: Any, recipe: Recipe) -> str:
    """The lines that have one of torchvision's networks made for the classes, and for grey pictures."""
    options = {"weights": None, "num_classes": "CLASSES", **build.keywords}
    arguments = ", ".join(f"{name}={value}" for name, value in options.items())
    line = f"{_SEEDED}\nnetwork = models.{build.args[0]}({arguments})"
    if is_in_colour(recipe):
        return line
    source = inspect.getsource(ready_made.for_grey)
    condition = "" if reads_alone(recipe) else "if CHANNELS == 1:\n    "
    return f"{source}\n\n{line}\n{condition}network = for_grey(network)"


def _ready_made(build: Any, _recipe: Recipe) -> str:
    """The lines that build one of torchvision's networks: the source between docstring and return, in the
    script's names.
    """
    _, _, body = inspect.getsource(build).partition('"""')[2].partition('"""')
    *lines, _ = (line.strip() for line in body.strip().splitlines())
    text = re.sub(r'_made\("(\w+)", channels\)', r"models.\1(weights=None)", "\n".join(lines))
    text = text.replace("IMAGENET_CLASSES", str(ready_made.IMAGENET_CLASSES))
    return f"{_SEEDED}\n" + re.sub(r"\bclasses\b", "CLASSES", text)


def starting_weights(recipe: Recipe) -> str:
    """Return the lines that load the initial weights from a file."""
    if not recipe.weights:
        return ""
    path = str(expanded(Path(recipe.weights)).absolute())
    lines = [
        "# The initial weights. The layers of the classes stay random where they do not fit.",
        f'saved = torch.load({path!r}, map_location="cpu", weights_only=True)',
        'saved = saved.get("model", saved)  # a run\'s file keeps more than the weights',
        "own = network.state_dict()",
        "fitting = {",
        "    name: value",
        "    for name, value in saved.items()",
        "    if name in own and value.shape == own[name].shape",
        "}",
    ]
    head = recipe.entry.head
    if len(head) > 1:
        prefixes = tuple(f"{layer}." for layer in head)
        lines += [
            "if len(fitting) < len(own):  # all of them, or none",
            f"    head = {prefixes!r}",
            "    fitting = {name: value for name, value in fitting.items() if not name.startswith(head)}",
        ]
    return "\n".join([*lines, "network.load_state_dict(fitting, strict=False)"])


def averaging(recipe: Recipe) -> str:
    """Return the lines of the averaged network, where the recipe averages."""
    if not recipe.ema_decay:
        return ""
    return (
        inspect.getsource(optimizers.Averaging).strip()
        + f"\n\n\naverage = AveragedModel(network, multi_avg_fn=Averaging({recipe.ema_decay!r}), "
        + "use_buffers=True)"
    )
