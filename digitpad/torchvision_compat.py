"""`import torchvision` where its compiled library cannot load.

On Linux the package index carries one torchvision, built with CUDA. Beside a CPU-only torch its compiled
library does not load, and the import then fails with "operator torchvision::nms does not exist" because
Python code registers shape rules for operators that were never declared. Datasets and transforms use none
of these operators. Declaring the two missing schemas before the import makes it work; calling them would
still fail, with a clear message of torch's own.
"""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType

import torch

_SCHEMAS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}
# A library unregisters its operators when it is collected, so it is kept for the life of the process.
_declared: list[torch.library.Library] = []


# Two threads importing at once would remove each other's half-made modules.
_lock = threading.Lock()


def torchvision_module(name: str) -> ModuleType:
    """Import `name` ("torchvision.datasets", ...), declaring the missing operators if need be."""
    with _lock:
        try:
            return importlib.import_module(name)
        except RuntimeError as error:
            if "does not exist" not in str(error):
                raise
        # The failed import leaves half-made modules behind, which would answer the second one.
        for loaded in [module for module in sys.modules if module.partition(".")[0] == "torchvision"]:
            del sys.modules[loaded]
        _declare()
        return importlib.import_module(name)


def declared_operators() -> tuple[str, ...]:
    """The schemas that had to be declared to import torchvision here; empty where none were missing."""
    torchvision_module("torchvision")
    return tuple(_SCHEMAS.values()) if _declared else ()


def _declare() -> None:
    if _declared:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for operator, schema in _SCHEMAS.items():
        if not hasattr(torch.ops.torchvision, operator):
            library.define(schema)
    _declared.append(library)
