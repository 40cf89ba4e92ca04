"""Parts of the script: the lines that read its pictures, with nothing of digitpad's.

Sets with MNIST's files, those of torchvision, tables and folders of whole pictures are read as they lie. What
digitpad draws, or finds ink in, would take half of its code: such pictures are read from a file that
`digitpad dataset` writes.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from textwrap import dedent

from digitpad.data.catalogue import DATASETS, DatasetEntry
from digitpad.data.sets.idx_files import FILES, located
from digitpad.data.sets.table_columns import table_of
from digitpad.recipe.kinds import expanded
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import OF_PICTURES, TABLE, option
from digitpad.resources import data_root
from digitpad.training.script.own_pictures import (
    as_requested,
    folder_reading,
    shows_whole_pictures,
    table_reading,
)

MIRRORS = {
    "MNIST": "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "FashionMNIST": "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "KMNIST": "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
}
"""Where torchvision downloads them from."""


def reading(recipe: Recipe, data: Path) -> str:
    """Return the lines that read the training and the test set: `CLASSES`, and pictures uint8 (N, C, H, W).

    Args:
        recipe: names the dataset.
        data: the folder with datasets.
    """
    entry = DATASETS.get(recipe.dataset)
    if is_exported(recipe):
        return _exported(recipe, data)
    if entry is None:
        path = expanded(Path(recipe.dataset)).absolute()
        table = table_of(path)
        if table is not None:
            return table_reading(table, recipe.picture_options)
        return folder_reading(path, recipe.picture_options)
    if entry.idx:
        return _idx(entry, data).strip() + as_requested(recipe.picture_options, entry.form)
    return _torchvision(entry) + as_requested(recipe.picture_options, entry.form)


def is_exported(recipe: Recipe) -> bool:
    """Whether the script reads its pictures from a file that a command writes."""
    entry = DATASETS.get(recipe.dataset)
    if entry is not None:
        return not entry.idx and entry.torchvision is None
    path = expanded(Path(recipe.dataset)).absolute()
    return table_of(path) is None and not shows_whole_pictures(path, recipe.picture_options)


def _idx(entry: DatasetEntry, data: Path) -> str:
    files = located(data, entry.idx)
    folder = Path(entry.idx, "raw")
    if len(files) == len(FILES):
        parents = {path.parent for path in files.values()}
        # Kaggle's archive has a folder of the file's name around each.
        place = parents.pop() if len(parents) == 1 else files[FILES[0]].parent.parent
        folder = place.relative_to(data)
    raw = "".join(f" / {part!r}" for part in folder.parts)
    return dedent(
        f'''
        MIRROR = {MIRRORS[entry.idx]!r}


        def read_file(name: str) -> Tensor:
            """The bytes of one of the four files, packed or not; it is downloaded where it is missing."""
            folder = DATA{raw}
            names = [name, name.replace("-idx", ".idx")]
            names += [f"{{called}}.gz" for called in names]
            paths = [path for called in names for path in (folder / called, folder / called / called)]
            path = next((path for path in paths if path.is_file()), folder / f"{{name}}.gz")
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
                torch.hub.download_url_to_file(MIRROR + path.name, str(path))
            content = path.read_bytes()
            if content.startswith(b"\\x1f\\x8b"):
                content = gzip.decompress(content)
            return torch.frombuffer(bytearray(content), dtype=torch.uint8)


        def read_part(part: str) -> tuple[Tensor, Tensor]:
            """Pictures, uint8 (N, 1, 28, 28), and labels, int64 (N,): bytes behind a head of 16 and 8."""
            pixels = read_file(f"{{part}}-images-idx3-ubyte")[16:]
            return pixels.view(-1, 1, 28, 28), read_file(f"{{part}}-labels-idx1-ubyte")[8:].long()


        train_images, train_labels = read_part("train")
        test_images, test_labels = read_part("t10k")
        CLASSES = {entry.classes}
        '''
    )


def _torchvision(entry: DatasetEntry) -> str:
    assert entry.torchvision is not None
    source = entry.torchvision()
    parts = [
        f'split="{part}"' if source.kind == "SVHN" else f"train={part == 'train'}"
        for part in ("train", "test")
    ]
    options = "".join(f", {name}={value!r}" for name, value in source.options.items())
    calls = [f"datasets.{source.kind}(DATA, {part}{options}, download=True)" for part in parts]
    lines = [
        "def pictures_and_labels(part: Any) -> tuple[Tensor, Tensor]:",
        '    """Pictures, uint8 (N, C, H, W), and labels, int64 (N,), of one of torchvision\'s parts."""',
        "    images = torch.as_tensor(part.data)",
    ]
    if entry.form.channels == 1:
        lines.append("    images = images.unsqueeze(1)")
    elif source.kind != "SVHN":
        lines.append("    images = images.permute(0, 3, 1, 2)")
    if source.transposed:
        lines.append("    images = images.transpose(2, 3)  # rows and columns are stored the other way round")
    labels = "part.labels" if source.kind == "SVHN" else "part.targets"
    number = f" - {source.first_label}" if source.first_label else ""
    lines += [
        f"    return images.contiguous(), torch.as_tensor({labels}).long(){number}",
        "",
        "",
        f"train_images, train_labels = pictures_and_labels({calls[0]})",
        f"test_images, test_labels = pictures_and_labels({calls[1]})",
        f"CLASSES = {len(source.classes)}",
    ]
    return "\n".join(lines)


def export_command(recipe: Recipe, data: Path) -> tuple[str, str]:
    """Return the name of the file that the script reads its pictures from, and the command that writes it."""
    known = recipe.dataset in DATASETS
    path = expanded(Path(recipe.dataset)).absolute()
    name = f"{recipe.dataset if known else path.stem or 'pictures'}.npz"
    words = ["digitpad", "dataset", recipe.dataset if known else str(path), name]
    for setting in OF_PICTURES:
        value, default = getattr(recipe, setting), TABLE[setting].default
        if value != default:
            words += [option(setting), str(value)]
    if known and data.absolute() != data_root().absolute():
        words += ["--data", str(data.absolute())]
    return name, shlex.join(words)


def _exported(recipe: Recipe, data: Path) -> str:
    name, command = export_command(recipe, data)
    return dedent(
        f"""
        # digitpad draws or prepares these pictures. This command writes them into the file, once:
        COMMAND = {command!r}
        PICTURES = Path({name!r})

        if not PICTURES.exists():
            raise SystemExit(f"{{PICTURES}} is missing in this folder; write it with: {{COMMAND}}")
        with np.load(PICTURES) as arrays:
            train_images, train_labels, test_images, test_labels = (
                torch.from_numpy(arrays[name])
                for name in ("train_images", "train_labels", "test_images", "test_labels")
            )
            CLASSES = len(arrays["classes"])
        """
    )
