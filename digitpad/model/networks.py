"""The networks of the study notes, with their exact layers and names, and ours, as lists of layers.

Every network takes a float tensor (B, C, H, W), for the digits (B, 1, 28, 28), and returns one score per
class, (B, classes): log-probabilities where it ends in log_softmax, logits otherwise. `log_softmax` of
either returns log-probabilities, since it changes nothing when applied twice.

All of them can be built for other pictures than those they were made for: linear layers take as many values
as come in, and the last layer returns a value for each class. The layers are plain values, as recipes have
them (see `digitpad.model.spec.plain`): the window names the networks before it needs their layers.

Networks with another build than one layer after the other are modules of their own beside this one.
"""

from __future__ import annotations

from typing import Any

from digitpad.errors import tr

_POOL, _RELU, _FLATTEN, _LOG_SOFTMAX = (
    {"layer": kind} for kind in ("max_pool", "relu", "flatten", "log_softmax")
)


def _conv(name: str, out: int, kernel: int, **options: Any) -> dict[str, Any]:
    return {"layer": "conv", "name": name, "out": out, "kernel": kernel, **options}


def _linear(name: str, out: int | None = None) -> dict[str, Any]:
    """A linear layer; with a value for each class if `out` is None."""
    return {"layer": "linear", "name": name} | ({} if out is None else {"out": out})


def _normed(folder: str, number: int, out: int) -> list[dict[str, Any]]:
    """A 3x3 convolution with batch norm and ReLU, numbered as in `nn.Sequential`."""
    return [
        _conv(f"{folder}.{number}", out, 3, padding=1, bias=False),
        {"layer": "batch_norm", "name": f"{folder}.{number + 1}"},
        {"layer": "relu", "name": f"{folder}.{number + 2}"},
    ]


def _notes(first: int, second: int, padding: int = 0) -> list[dict[str, Any]]:
    """Notes 002, 003 and 000: two 5x5 convolutions with dropout and two linear layers.

    002 and 003 use 10 and 20 channels without padding (320 values reach `fc1`); 000 uses 30 and 60 with
    padding 2 (2,940 values). The notes drop channels before they pool. A channel that is dropped or doubled
    has the same maxima dropped or doubled, so this is the same network, and has a quarter of the values to
    touch.
    """
    return [
        _conv("conv1", first, 5, padding=padding),
        _POOL,
        _RELU,
        _conv("conv2", second, 5, padding=padding),
        _POOL,
        {"layer": "dropout2d", "name": "conv2_drop"},
        _RELU,
        _FLATTEN,
        _linear("fc1", 50),
        _RELU,
        {"layer": "dropout"},
        _linear("fc2"),
    ]


DIGIT_NETWORKS: dict[str, dict[str, Any]] = {
    "notes-basic": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers"),
        "tables": [*_notes(10, 20), _LOG_SOFTMAX],
        "least": 16,
    },
    "notes-wide": {
        "title": tr("2 convolutions (30, 60) and 2 linear layers"),
        "tables": [*_notes(30, 60, padding=2), _LOG_SOFTMAX],
    },
    # Two layers of note 001 are misspelt, `convl` and `fcl`, and so they are here: its readers' files have
    # these names. It takes ReLU before it pools; the maxima are the same after it, and a quarter as many.
    "notes-adam": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers (500, 10)"),
        "tables": [
            _conv("convl", 10, 5),
            _POOL,
            _RELU,
            _conv("conv2", 20, 3),
            _RELU,
            _FLATTEN,
            _linear("fcl", 500),
            _RELU,
            _linear("fc2"),
            _LOG_SOFTMAX,
        ],
        "least": 10,
    },
    # Note 003 leaves the log_softmax to the loss, and writes this std.
    "notes-logits": {
        "title": tr("2 convolutions (10, 20) and 2 linear layers, logits"),
        "tables": _notes(10, 20),
        "std": 0.3801,
        "least": 16,
    },
    # 99 % on MNIST after seconds on a small processor. Pooling before batch norm touches a quarter as many
    # values.
    "quick": {
        "title": tr("2 convolutions (16, 32), batch norm"),
        "tables": [
            _conv("conv1", 16, 3, padding=1, bias=False),
            _POOL,
            {"layer": "batch_norm", "name": "bn1"},
            _RELU,
            _conv("conv2", 32, 3, padding=1, bias=False),
            _POOL,
            {"layer": "batch_norm", "name": "bn2"},
            _RELU,
            _FLATTEN,
            _linear("fc1", 64),
            _RELU,
            _linear("fc2"),
        ],
    },
    "best": {
        "title": tr("5 convolutions (32–96), batch norm"),
        "tables": [
            *_normed("features", 0, 32),
            *_normed("features", 3, 32),
            {**_POOL, "name": "features.6"},
            *_normed("features", 7, 64),
            *_normed("features", 10, 64),
            {**_POOL, "name": "features.13"},
            *_normed("features", 14, 96),
            {**_POOL, "name": "features.17"},
            _FLATTEN,
            {"layer": "dropout", "name": "dropout", "p": 0.3},
            _linear("classifier"),
        ],
    },
}

COLOUR_NETWORKS: dict[str, dict[str, Any]] = {
    # Note 004's network for CIFAR-10: nothing between its layers is not linear but the maxima.
    "notes-cifar10": {
        "title": tr("3 convolutions (32, 32, 64) and 2 linear layers"),
        "tables": [
            _conv("model.0", 32, 5, padding=2),
            {**_POOL, "name": "model.1"},
            _conv("model.2", 32, 5, padding=2),
            {**_POOL, "name": "model.3"},
            _conv("model.4", 64, 5, padding=2),
            {**_POOL, "name": "model.5"},
            {**_FLATTEN, "name": "model.6"},
            _linear("model.7", 64),
            _linear("model.8"),
        ],
        "mean": 0.0,  # the note leaves the values as they are
        "std": 1.0,
    },
}
