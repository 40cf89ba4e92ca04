"""Parts of the script: the lines that read its pictures, with nothing of digitpad's.

Sets with MNIST's files, those of torchvision and folders of whole pictures are read as they lie. What
digitpad draws, or finds ink in, would take half of its code: such pictures are read from a file that
`digitpad dataset` writes.
"""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path
from textwrap import dedent

from digitpad.data import pictures as picture_files
from digitpad.data import whole_pictures
from digitpad.data.catalogue import DATASETS, DatasetEntry
from digitpad.data.picture_kinds import SUFFIXES
from digitpad.data.sets import division
from digitpad.data.sets.folder_files import class_names, class_roots
from digitpad.data.sets.idx_files import FILES, located
from digitpad.data.sets.image_folder import SIZE_OF_WHOLE
from digitpad.data.sets.table_columns import table_of
from digitpad.form import DIGITS, WHOLE
from digitpad.recipe.kinds import expanded
from digitpad.recipe.recipe import Recipe
from digitpad.recipe.table import OF_PICTURES, TABLE, option
from digitpad.resources import data_root

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
        return _folder(recipe)
    if entry.idx:
        return _idx(entry, data).strip() + _as_requested(recipe, entry)
    return _torchvision(entry) + _as_requested(recipe, entry)


def is_exported(recipe: Recipe) -> bool:
    """Whether the script reads its pictures from a file that a command writes."""
    entry = DATASETS.get(recipe.dataset)
    if entry is None:
        return not _shows_whole_pictures(recipe)
    return not entry.idx and entry.torchvision is None


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


def _as_requested(recipe: Recipe, entry: DatasetEntry) -> str:
    """The lines that change size and colours; "" where the recipe leaves them as the dataset has them."""
    options = recipe.picture_options
    size, channels = options.size or entry.form.size, options.channels or entry.form.channels
    if (size, channels) == (entry.form.size, entry.form.channels):
        return ""
    lines = [
        "def as_requested(images: Tensor) -> Tensor:",
        f'    """The pictures as uint8 (N, {channels}, {size}, {size})."""',
        f"    changed = torch.empty(len(images), {channels}, {size}, {size}, dtype=torch.uint8)",
        "    for start in range(0, len(images), 2000):",
        "        part = images[start : start + 2000].float()",
    ]
    if channels > entry.form.channels:
        lines.append("        part = part.expand(-1, 3, -1, -1)")
    elif channels < entry.form.channels:
        lines += [
            "        red, green, blue = part.unbind(1)  # the weights of ITU-R BT.601, as in Pillow",
            "        part = (0.299 * red + 0.587 * green + 0.114 * blue).unsqueeze(1)",
        ]
    if size != entry.form.size:
        how = 'mode="bilinear", antialias=True, align_corners=False'
        lines.append(f"        part = F.interpolate(part, ({size}, {size}), {how})")
    lines += [
        "        changed[start : start + 2000] = part.round().clamp_(0, 255)",
        "    return changed",
        "",
        "",
        "train_images, test_images = as_requested(train_images), as_requested(test_images)",
    ]
    return "\n\n\n" + "\n".join(lines)


def _shows_whole_pictures(recipe: Recipe) -> bool:
    """Whether the dataset is a folder whose pictures are only read and resized."""
    path = expanded(Path(recipe.dataset))
    if table_of(path) is not None:
        return False
    options = recipe.picture_options
    try:
        digits = set(class_names(path)) <= set(DIGITS)
    except OSError:
        digits = False
    return options.content == WHOLE or (not options.content and not (digits and options.channels != 3))


def _folder(recipe: Recipe) -> str:
    path, options = expanded(Path(recipe.dataset)).absolute(), recipe.picture_options
    try:
        roots = class_roots(path)
    except OSError:
        roots = (path,)
    colour = {1: "False", 3: "True"}.get(options.channels, "in_colour(pictures_in(TRAIN)[0])")
    constants = [
        f"TRAIN = Path({str(roots[0])!r})",
        f"TEST = Path({str(roots[1])!r})" if len(roots) > 1 else "",
        f"PIXELS = {options.size or SIZE_OF_WHOLE}  # side of the pictures",
        f"SUFFIXES = {SUFFIXES!r}",
        f"TEST_FRACTION, SPLIT_SEED = {options.test_fraction!r}, {options.split_seed!r}"
        if len(roots) == 1
        else "",
    ]
    parts = [
        "\n".join(filter(None, constants)),
        _LISTING,
        "" if options.channels else _IN_COLOUR,
        inspect.getsource(picture_files.eight_bits).replace("FloatArray", "np.ndarray"),
        inspect.getsource(whole_pictures.upright_in),
        inspect.getsource(whole_pictures.squeezed).replace("-> Pixels", "-> np.ndarray"),
        _READING,
    ]
    names = "class_names = sorted({path.name for path in folders_in(TRAIN)" + (
        " + folders_in(TEST)})" if len(roots) > 1 else "})"
    )
    ends = [names, "CLASSES = len(class_names)", f"CHANNELS_READ = 3 if {colour} else 1"]
    if len(roots) > 1:
        ends += ["train_images, train_labels = read_all(TRAIN)", "test_images, test_labels = read_all(TEST)"]
    else:
        parts.append(_source_of_division())
        ends += [
            "images, labels = read_all(TRAIN)",
            "tested = held_out(labels, CLASSES)",
            "train_images, train_labels = images[~tested], labels[~tested]",
            "test_images, test_labels = images[tested], labels[tested]",
        ]
    return "\n\n\n".join(part.strip() for part in (*parts, "\n".join(ends)) if part)


def _source_of_division() -> str:
    source = inspect.getsource(division.held_out).replace(", options: PictureOptions", "")
    return re.sub(r"options\.(\w+)", lambda match: match[1].upper(), source)


_LISTING = '''
def is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "__MACOSX", "__pycache__"))


def folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and not is_hidden(path)]


def files_in(folder: Path) -> list[Path]:
    """The pictures in a folder, and then those in its folders, in the order of their names."""
    inside = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    inside = [path for path in inside if not is_hidden(path)]
    files = [path for path in inside if path.is_file() and path.suffix.lower() in SUFFIXES]
    return files + [path for inner in inside if inner.is_dir() for path in files_in(inner)]


def pictures_in(root: Path) -> tuple[list[Path], list[int]]:
    """All pictures, class by class, and the numbers of their classes."""
    pairs = [(path, number) for number, name in enumerate(class_names) for path in files_in(root / name)]
    return [path for path, _ in pairs], [number for _, number in pairs]
'''

_IN_COLOUR = '''
def in_colour(paths: list[Path]) -> bool:
    """Whether any of some sixty pictures, spread over all of them, has a colour in it."""
    for path in paths[:: -(-len(paths) // 60)]:
        with Image.open(path) as image:
            if image.mode in ("1", "L", "LA", "I", "F") or image.mode.startswith("I;"):
                continue
            image.draft("RGB", (64, 64))
            small = image.convert("RGB").resize((32, 32), Image.Resampling.BOX)
            pixels = np.asarray(small, np.int16)
        if (pixels.max(axis=2) - pixels.min(axis=2)).max() > 8:  # more than JPEG makes of grey
            return True
    return False
'''

_READING = '''
def read_all(root: Path) -> tuple[Tensor, Tensor]:
    """Pictures, uint8 (N, C, H, W), and labels, int64 (N,); files that cannot be read are left out."""
    pictures, labels = [], []
    for path, label in zip(*pictures_in(root)):
        try:
            with Image.open(path) as image:
                pixels = squeezed(image, CHANNELS_READ, PIXELS)
        except OSError as error:
            print(f"left out: {error}")
            continue
        pictures.append(torch.from_numpy(pixels.reshape(PIXELS, PIXELS, -1).transpose(2, 0, 1).copy()))
        labels.append(label)
    return torch.stack(pictures), torch.tensor(labels)
'''


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
