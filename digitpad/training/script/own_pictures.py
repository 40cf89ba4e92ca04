"""Parts of the script: the lines that read folders and tables of pictures, and change their form."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from digitpad.data import pictures as picture_files
from digitpad.data import whole_pictures
from digitpad.data.labelled import PictureOptions
from digitpad.data.picture_kinds import SUFFIXES
from digitpad.data.sets import division
from digitpad.data.sets.folder_files import class_names, class_roots
from digitpad.data.sets.image_folder import SIZE_OF_WHOLE
from digitpad.data.sets.table_columns import labelled_columns, test_table
from digitpad.form import DIGITS, WHOLE, PictureForm


def shows_whole_pictures(folder: Path, options: PictureOptions) -> bool:
    """Whether the pictures in a folder are only read and resized, and no ink is looked for in them."""
    try:
        digits = set(class_names(folder)) <= set(DIGITS)
    except (OSError, ValueError):  # it is not there, or no folder can be called so
        digits = False
    return options.content == WHOLE or (not options.content and not (digits and options.channels != 3))


def folder_reading(path: Path, options: PictureOptions) -> str:
    """Return the lines that read a folder with a folder of pictures for each class.

    Args:
        path: the folder.
        options: the form of its pictures, and how it is divided.
    """
    try:
        roots = class_roots(path)
    except (OSError, ValueError):
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
        ends += ["images, labels = read_all(TRAIN)", _DIVIDED]
    return "\n\n\n".join(part.strip() for part in (*parts, "\n".join(ends)) if part)


def table_reading(path: Path, options: PictureOptions) -> str:
    """Return the lines that read a table with a picture a line.

    Args:
        path: the table.
        options: the form of its pictures, and how it is divided.

    Raises:
        DatasetError: when it cannot be read, or has no labels.
    """
    what, beside = labelled_columns(path), test_table(path)
    constants = [
        f"TRAIN = Path({str(path)!r})",
        f"TEST = Path({str(beside)!r})" if beside is not None else "",
        f"SIDE, FIRST, LABEL = {what.size}, {what.first}, {what.label}  # side of the pictures, columns",
        "" if beside else f"TEST_FRACTION, SPLIT_SEED = {options.test_fraction!r}, {options.split_seed!r}",
    ]
    reading = _TABLE.replace("<DELIMITER>", repr(what.delimiter)).replace("<HEAD>", str(int(what.named)))
    if beside is None:
        ends = [
            "images, texts = read_table(TRAIN)",
            "class_names = names_of(texts)",
            "CLASSES = len(class_names)",
            "labels = torch.tensor([class_names.index(text) for text in texts])",
            _DIVIDED,
        ]
    else:
        ends = [
            "(train_images, train_texts), (test_images, test_texts) = read_table(TRAIN), read_table(TEST)",
            "class_names = names_of(train_texts + test_texts)",
            "CLASSES = len(class_names)",
            "train_labels = torch.tensor([class_names.index(text) for text in train_texts])",
            "test_labels = torch.tensor([class_names.index(text) for text in test_texts])",
        ]
    parts = ["\n".join(filter(None, constants)), reading, "" if beside else _source_of_division()]
    lines = "\n\n\n".join(part.strip() for part in (*parts, "\n".join(ends)) if part)
    return lines + as_requested(options, PictureForm(1, what.size, WHOLE))


def as_requested(options: PictureOptions, own: PictureForm) -> str:
    """Return the lines that change size and colours; "" where the recipe leaves them as they are.

    Args:
        options: what the recipe asks for.
        own: the form of the pictures in their files.
    """
    size, channels = options.size or own.size, options.channels or own.channels
    if (size, channels) == (own.size, own.channels):
        return ""
    lines = [
        "def as_requested(images: Tensor) -> Tensor:",
        f'    """The pictures as uint8 (N, {channels}, {size}, {size})."""',
        f"    changed = torch.empty(len(images), {channels}, {size}, {size}, dtype=torch.uint8)",
        "    for start in range(0, len(images), 2000):",
        "        part = images[start : start + 2000].float()",
    ]
    if channels > own.channels:
        lines.append("        part = part.expand(-1, 3, -1, -1)")
    elif channels < own.channels:
        lines += [
            "        red, green, blue = part.unbind(1)  # the weights of ITU-R BT.601, as in Pillow",
            "        part = (0.299 * red + 0.587 * green + 0.114 * blue).unsqueeze(1)",
        ]
    if size != own.size:
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


_DIVIDED = """
tested = held_out(labels, CLASSES)
train_images, train_labels = images[~tested], labels[~tested]
test_images, test_labels = images[tested], labels[tested]
""".strip()

_TABLE = '''
def read_table(path: Path) -> tuple[Tensor, list[str]]:
    """Pictures, uint8 (N, 1, SIDE, SIDE), and what stands in the column of their labels."""
    how = {"delimiter": <DELIMITER>, "skiprows": <HEAD>, "quotechar": '"', "encoding": "utf-8-sig"}
    columns = range(FIRST, FIRST + SIDE**2)
    pixels = np.loadtxt(path, np.float32, usecols=columns, ndmin=2, comments=None, **how)
    if pixels[:1000].max() <= 1:  # some have 0 to 1
        pixels *= 255
    texts = np.loadtxt(path, str, usecols=[LABEL], ndmin=1, comments=None, **how).flatten()
    labels = [text.strip(" \\t'") for text in texts.tolist()]
    labels = [label[:-2] if label.endswith(".0") and label[:-2].isdecimal() else label for label in labels]
    return torch.from_numpy(np.rint(pixels).astype(np.uint8)).view(-1, 1, SIDE, SIDE), labels


def names_of(labels: list[str]) -> list[str]:
    """All digits where there are only such, else those that occur, numbers first."""
    names = set(labels)
    if names <= set("0123456789"):
        return list("0123456789")
    return sorted(names, key=lambda name: (int(name) if name.isdecimal() else math.inf, name))
'''
