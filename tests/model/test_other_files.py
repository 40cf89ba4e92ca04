"""Files that are no network's are named as what they are, with the way out."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from digitpad.errors import CheckpointError
from digitpad.model.open.loading import load_checkpoint
from tests.helpers import untrained

_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 12345\n"
_PAGE = '\n<!DOCTYPE html>\n<html lang="en"><head><title>model.pth at main</title></head></html>'
_ANSWER = json.dumps({"message": "API rate limit exceeded for 1.2.3.4", "documentation_url": "https://a.b"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; download or save it again"),
        (_POINTER.encode(), "Git LFS pointer.*git lfs pull"),
        (_PAGE.encode(), "web page.*Download raw file"),
        (b"404: Not Found", r"server's answer \(404: Not Found\); check the address"),
        (b"Entry not found", r"server's answer \(Entry not found\)"),
        (_ANSWER.encode(), r"JSON \(API rate limit exceeded for 1.2.3.4\)"),
        (b'{"epochs": 3}', "text in JSON.*no weights"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "Keras.*numpy.savez"),
        (b"\x1c\0\0\0TFL3" + bytes(100), "TensorFlow.*numpy.savez"),
        (gzip.compress(b"weights", mtime=0), "compressed; unpack"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x26sklearn.neural_network.\x94", "scikit-learn.*coefs_"),
        (pickle.dumps({"a": [1, 2]})[:-1], "end is missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_stored_in_place_of_a_network_is_named(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "model.pth").write_bytes(content)
    with pytest.raises(CheckpointError, match=sentence):
        load_checkpoint(tmp_path / "model.pth")


@pytest.mark.parametrize("form", ["zip", "legacy", "safetensors", "pickle"])
@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_half_a_download_is_named(form: str, share: float, tmp_path: Path) -> None:
    weights, path = dict(untrained("notes-basic").model), tmp_path / "model.pth"
    if form == "safetensors":
        save_file(weights, path)
    elif form == "pickle":
        path.write_bytes(pickle.dumps(weights))
    else:
        torch.save(weights, path, _use_new_zipfile_serialization=form == "zip")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CheckpointError, match=r"end is missing.*download or save it again"):
        load_checkpoint(path)


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return content.getvalue()


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("metadata.json", "config.json", "model.weights.h5"), "Keras.*numpy.savez"),
        (("model/archive_format", "model/data/weights/w0"), r"torch.export.load\(file\).state_dict"),
        (("m/archive_format", "m/data/aotinductor/model/c.wrapper.so"), "AOTInductor.*state_dict"),
        (("net/code/__torch__.py", "net/data.pkl"), r"torch.jit.load\(file\).state_dict\(\)"),
        (("results/best.pth", "results/log.txt"), "unpack it and choose"),
    ],
)
def test_archives_of_other_programs_are_named(names: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "model.pth").write_bytes(archive(*names))
    with pytest.raises(CheckpointError, match=sentence):
        load_checkpoint(tmp_path / "model.pth")


def test_a_folder_of_tensorflow_is_named(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(b"\x08\x01\x12\x00")
    for path in (tmp_path, tmp_path / "saved_model.pb"):
        with pytest.raises(CheckpointError, match="TensorFlow"):
            load_checkpoint(path)


@pytest.mark.slow
def test_the_way_out_of_an_exported_program_leads_to_a_file_that_opens(tmp_path: Path) -> None:
    network = untrained("notes-basic")
    program = torch.export.export(network.network(), (torch.zeros(2, 1, 28, 28),))
    file = tmp_path / "program.pt2"
    torch.export.save(program, file)
    with pytest.raises(
        CheckpointError, match=r"program\.pt2 cannot be used: it is a program of torch\.export"
    ):
        load_checkpoint(file)
    torch.save(torch.export.load(file).state_dict, tmp_path / "weights.pth")
    assert load_checkpoint(tmp_path / "weights.pth").architecture == "notes-basic"


@pytest.mark.filterwarnings("ignore:`torch.jit.:DeprecationWarning")
def test_the_way_out_of_torchscript_leads_to_a_file_that_opens(tmp_path: Path) -> None:
    network = untrained("notes-basic")
    program = torch.jit.trace(network.network(), torch.zeros(1, 1, 28, 28))  # type: ignore[no-untyped-call]
    program.save(tmp_path / "program.pt")
    with pytest.raises(CheckpointError, match="TorchScript"):
        load_checkpoint(tmp_path / "program.pt")
    torch.save(torch.jit.load(tmp_path / "program.pt").state_dict(), tmp_path / "weights.pth")  # type: ignore[no-untyped-call]
    assert load_checkpoint(tmp_path / "weights.pth").architecture == "notes-basic"
