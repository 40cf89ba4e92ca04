"""Files in which there is not a network: what they are, and what to do instead."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import BinaryIO

from digitpad.errors import CheckpointError, Sentence, printable, tr

BEGIN = 4096
"""How many bytes of a file are looked at."""

_END = 66_000
"""A zip file's list of contents is announced in so many bytes at its end."""

_END_RECORD = 22
"""Bytes of the record at the end of a zip file; a comment may follow."""

_KERAS = tr(
    "it is a Keras or HDF5 file of TensorFlow, and digitpad reads PyTorch's; weights of linear layers open "
    "from numpy.savez('weights.npz', *model.get_weights())"
)
_TENSORFLOW = tr(
    "it is a file of TensorFlow, and digitpad reads PyTorch's; weights of linear layers open from "
    "numpy.savez('weights.npz', *[v.numpy() for v in model.variables])"
)
_TEXTS = (
    (
        r"version https://git-lfs\.github\.com/spec/",
        tr(
            "it is a Git LFS pointer, which only names the real file; run 'git lfs pull' in its folder, or "
            "download the file itself (on GitHub: Download raw file; on Hugging Face: the download arrow)"
        ),
    ),
    (
        r"(?i)\s*(<!doctype html|<html|<head|<\?xml)",
        tr(
            "it is a web page, not the file that the page shows; download the file itself (on GitHub: "
            "Download raw file; on Hugging Face: the download arrow)"
        ),
    ),
    (
        r"(?i)\s*(404|403|not found|access denied|entry not found|repository not found)",
        tr("it holds only a server's answer ({text}); check the address and download it again"),
    ),
    (
        r"(?i)\s*(url|error|invalid|unauthorized|rate limit|too many requests)\b",
        tr("it holds only a server's answer ({text}); check the address and download it again"),
    ),
)
"""How texts begin that are stored in place of a network, and what they are."""

_BYTES = (
    (rb"\x89HDF\r\n", _KERAS),
    (rb"....TFL3", _TENSORFLOW),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", tr("it is compressed; unpack it first")),
    (rb".{257}ustar", tr("it is a tar archive; unpack it and choose the network's file in it")),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|%PDF",
        tr("it is a picture or a document, not a network; pictures open with File, Open picture"),
    ),
    (
        rb"\x80[\x02-\x05].{0,48}(sklearn|joblib|xgboost|lightgbm)[._]",
        tr(
            "it is a model of scikit-learn or another library, and digitpad reads PyTorch's; layers of an "
            "MLPClassifier open from numpy.savez('weights.npz', *model.coefs_, *model.intercepts_)"
        ),
    ),
)
"""How files of other programs begin, and what they are."""


def other_file(path: Path, begin: bytes, size: int) -> CheckpointError | None:
    """The error for a file that is known to be something else; None for any other.

    Args:
        path: the file.
        begin: its first `BEGIN` bytes.
        size: its length in bytes.
    """
    if not size:
        return CheckpointError("it is empty; download or save it again")
    if path.suffix == ".pb" or re.search(r"\.(index|data-\d{5}-of-\d{5})$", path.name):
        return CheckpointError(_TENSORFLOW)
    for form, what in _BYTES:
        if re.match(form, begin, re.DOTALL):
            return CheckpointError(what)
    return _text(begin)


def _text(begin: bytes) -> CheckpointError | None:
    """The error for a text that is stored in place of a network."""
    try:
        text = begin.decode("utf-8-sig", "strict" if len(begin) < BEGIN else "ignore")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    first = printable(" ".join(text.split()), 60)
    for form, what in _TEXTS:
        if re.match(form, text):
            return CheckpointError(what, text=first)
    if re.match(r"\s*[{\[]\s*[\"{\[\]}]", text):
        return CheckpointError(
            "it is a text in JSON ({text}) and holds no weights; if it was downloaded, check the address",
            text=_answer(text) or first,
        )
    return None


def _answer(text: str) -> str:
    """What a server says in JSON."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    says = (
        values.get("message", values.get("error", values.get("detail"))) if isinstance(values, dict) else None
    )
    return printable(says, 60) if isinstance(says, str) else ""


def other_folder(path: Path) -> CheckpointError | None:
    """The error for a folder that another program keeps a network in."""
    if (path / "saved_model.pb").is_file():
        return CheckpointError("{path} cannot be used: {why}.", path=path, why=Sentence(_TENSORFLOW))
    return None


def other_archive(names: set[str]) -> CheckpointError | None:
    """The error for a zip file that torch.save did not write, by the names of its parts."""
    inside = {name.partition("/")[2] for name in names}
    if "model.weights.h5" in names:
        return CheckpointError(_KERAS)
    if any(name.startswith("data/aotinductor/") and name.endswith(".so") for name in inside):
        return CheckpointError(
            "it is a program that AOTInductor has compiled, not a network's weights; save them where it was "
            "made with torch.save(model.state_dict(), 'weights.pth')"
        )
    if "archive_format" in inside or "serialized_exported_program.json" in names:
        return CheckpointError(
            "it is a program of torch.export, not a network's weights; save them in Python with "
            "torch.save(torch.export.load(file).state_dict, 'weights.pth')"
        )
    if any(name.startswith("code/") for name in inside) or "constants.pkl" in inside:
        return CheckpointError(
            "it is a TorchScript program, not a network's weights; save them in Python with "
            "torch.save(torch.jit.load(file).state_dict(), 'weights.pth')"
        )
    if any(name.endswith((".pth", ".pt")) for name in names):
        return CheckpointError(
            "it is a zip file around other files; unpack it and choose the network's file in it"
        )
    return None


def is_cut_short(file: BinaryIO, size: int) -> bool:
    """Whether the end of a zip file is missing, or a part of it."""
    file.seek(max(size - _END, 0))
    end = file.read(_END)
    place = end.rfind(b"PK\5\6")
    return place < 0 or len(end) - place < _END_RECORD


def cut_short() -> CheckpointError:
    """The error for half a file."""
    return CheckpointError(
        "its end is missing, as after half a download or a full disk; download or save it again"
    )
