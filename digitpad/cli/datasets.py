"""`dataset`: a dataset's pictures and labels in one file for other programs."""

from __future__ import annotations

import argparse
import errno
import io
import os

from digitpad.cli.language import in_words
from digitpad.cli.output import Progress, print_json
from digitpad.errors import Sentence
from digitpad.recipe.kinds import expanded


def dataset(arguments: argparse.Namespace) -> int:
    """Write a dataset as NumPy's arrays: pictures uint8 (N, C, H, W), labels int64 (N,), names of classes.

    Raises:
        DigitpadError: when it cannot be read, or the file cannot be written.
    """
    import numpy as np

    from digitpad.data.datasets import load_dataset
    from digitpad.model.checkpoint import unwritable, write_bytes
    from digitpad.recipe.presets import preset
    from digitpad.recipe.table import OF_PICTURES

    path = expanded(arguments.out)
    if not path.parent.is_dir():  # before minutes are spent on drawing
        raise unwritable(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
    chosen = {name: value for name in OF_PICTURES if (value := getattr(arguments, name)) is not None}
    options = preset("quick").with_changes(dataset=arguments.source, **chosen).picture_options
    with Progress("dataset") as progress:
        loaded = load_dataset(arguments.source, arguments.data, progress.update, options)
    content = io.BytesIO()
    np.savez_compressed(
        content,
        train_images=loaded.train.images.numpy(),
        train_labels=loaded.train.labels.numpy(),
        test_images=loaded.test.images.numpy(),
        test_labels=loaded.test.labels.numpy(),
        classes=np.array(loaded.train.classes),
    )
    write_bytes(content.getbuffer(), path)
    train, test = len(loaded.train), len(loaded.test)
    if arguments.json:
        print_json({"path": str(path), "train": train, "test": test, "classes": loaded.train.classes})
    else:
        values = {"path": path, "train": f"{train:,}", "test": f"{test:,}"}
        print(
            in_words(Sentence("{path} holds {train} pictures to train with and {test} to test with", values))
        )
    return 0
