"""Make `assets/samples/` with `python -m tests.tools.make.samples`: digits drawn on several papers."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.data.preprocess import FloatArray
from digitpad.ink.drawing import Drawing
from digitpad.ink.drawing_file import save_drawing
from digitpad.ink.raster import rasterize
from digitpad.ink.synthetic import synthetic_drawings

FOLDER = Path(__file__).parents[3] / "assets" / "samples"
SEED = 7


def main() -> None:
    """Write four pictures and two drawings."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawings = dict(itertools.islice(synthetic_drawings(10, SEED), 10))
    _save(_paper(drawings[3]), "three-on-paper.png")
    _save(rasterize(drawings[5], 8), "five-white-on-black.png")
    _save(_lit(drawings[7]), "seven-uneven-light.png")
    _save(_alpha(drawings[2]), "two-transparent.png")
    save_drawing(drawings[4], FOLDER / "four.json")
    save_drawing(drawings[8], FOLDER / "eight.json")


def _paper(drawing: Drawing) -> FloatArray:
    """Dark blue-black ink on white, in grey."""
    return np.float32(0.97) - np.float32(0.85) * rasterize(drawing, 8)


def _lit(drawing: Drawing) -> FloatArray:
    """A sheet that is lit from one side, with the grain of a camera."""
    ink = rasterize(drawing, 8)
    side = ink.shape[0]
    light = np.linspace(0.55, 0.95, side, dtype=np.float32)[None, :] * np.ones((side, 1), np.float32)
    grain = np.random.default_rng(SEED).normal(0, 0.012, ink.shape).astype(np.float32)
    return light * (1 - np.float32(0.7) * ink) + grain


def _alpha(drawing: Drawing) -> FloatArray:
    """Black ink on nothing: (H, W, 4)."""
    ink = rasterize(drawing, 8)
    return np.concatenate([np.zeros((*ink.shape, 3), np.float32), ink[..., None]], axis=2)


def _save(picture: FloatArray, name: str) -> None:
    values = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    Image.fromarray(values).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
