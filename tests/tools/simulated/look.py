"""What simulated photographs look like: size, pen, paper and camera, each drawn by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

_SMALLEST = 26  # longer side of a photographed digit in pixels: with less, people cannot read it either
_THINNEST = 1.1  # of a photographed line, in pixels


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture looks like; lengths in pixels, tones 0 black to 1 white.

    Attributes:
        height: of the picture.
        width: of the picture.
        side: longer side of the digit's middle lines.
        line: width of the pen's line.
        paper: tone of paper, board or canvas in full light.
        ink: tone of the pen's line at full pressure.
        pressure: how much the pen's pressure changes along the way, 0 to 1.
        grain: how much of the paper's grain shows in the line, 0 to 1.
        blur: standard deviation of the lens' blur.
        noise: standard deviation of the sensor's noise.
        quality: JPEG's, 1 to 95; 0 for a picture that never was one.
    """

    height: int
    width: int
    side: float
    line: float
    paper: float
    ink: float
    pressure: float = 0.0
    grain: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 0


def look_of(kind: str, rng: np.random.Generator) -> Look:
    """A photograph of the kind: first its size, then pen and paper, then what the camera makes of it."""
    height = round(150 * (640 / 150) ** float(rng.beta(1, 1.8)))  # large ones are rarer: they take longer
    width = round(min(640.0, max(150.0, height * loguniform(rng, 0.65, 1.5))))
    largest = 0.9 if kind not in ("framed", "table") else 0.55
    side = max(float(_SMALLEST), min(height, width) * loguniform(rng, 0.15, largest))
    thin, thick = {"felt": (0.06, 0.15), "pencil": (0.015, 0.045), "board": (0.03, 0.1)}.get(
        kind, (0.015, 0.06)
    )
    if kind in ("table", "shadow", "framed"):  # any pen
        thick = 0.12
    line = max(_THINNEST, side * loguniform(rng, thin, thick))
    look = Look(height, width, side, line, paper=uniform(rng, 0.6, 1.0), ink=0.0)
    if kind == "board":
        tone = uniform(rng, 0.08, 0.35)
        look = replace(look, paper=tone, ink=uniform(rng, min(0.95, tone + 0.4), 1.0), grain=0.5)
    elif kind == "pencil" or (kind != "felt" and rng.random() < 0.25):
        look = replace(look, ink=look.paper * uniform(rng, 0.35, 0.75), grain=uniform(rng, 0.1, 0.45))
    else:
        look = replace(look, ink=look.paper * uniform(rng, 0.03, 0.5), grain=uniform(rng, 0, 0.12))
    return _camera(replace(look, pressure=uniform(rng, 0.1, 0.6)), rng, 16 if kind == "shadow" else 9)


def _camera(look: Look, rng: np.random.Generator, times: float) -> Look:
    """Blur and noise that leave the line's contrast `times` the noise in full light: what people can read."""
    blur = min(uniform(rng, 0.2, 1.8), 0.6 * look.line)
    contrast = abs(look.paper - look.ink) * look.line / math.hypot(look.line, 2.5 * blur)
    noise = min(loguniform(rng, 0.002, 0.05), contrast / times)
    quality = int(rng.integers(30, 96)) if rng.random() < 0.75 else 0
    return replace(look, blur=blur, noise=noise, quality=quality)


def uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A number from `low` to `high`, each as likely as any other."""
    return float(rng.uniform(low, high))


def loguniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A number from `low` to `high`, each doubling as likely as any other."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))
