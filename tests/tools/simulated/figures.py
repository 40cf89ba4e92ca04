"""MNIST's digits as other programs show them: figures with axes, windows, pixels with lines between them.

Every function takes a digit, uint8 (28, 28), bright ink on black, and returns a file's content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.tools.simulated.exports import saved

Digit = npt.NDArray[np.uint8]

_DPI = (72, 100, 150, 200)
_DARK, _MIDDLE, _BRIGHT = (68, 1, 84), (33, 145, 140), (253, 231, 37)
"""Of matplotlib's usual colours, viridis, the first, the middle one and the last."""


def _colours(digit: Digit, name: str) -> Image.Image:
    part = digit.astype(np.float64)[..., None] / 255
    if name == "viridis":
        dark, middle, bright = (np.array(colour) for colour in (_DARK, _MIDDLE, _BRIGHT))
        low, high = dark + 2 * part * (middle - dark), middle + (2 * part - 1) * (bright - middle)
        mixed = np.where(part < 0.5, low, high)
    else:
        mixed = np.repeat(255 * (1 - part if name == "light" else part), 3, axis=2)
    return Image.fromarray(np.round(mixed).astype(np.uint8))


def figure(
    digit: Digit, rng: np.random.Generator, colours: str, ticks: bool = True, transparent: bool = False
) -> bytes:
    """A figure of matplotlib's `imshow`, as `savefig` writes it.

    Args:
        digit: what is shown.
        rng: decides the resolution, and whether the page is cut to what is on it.
        colours: "dark" ground, "light", or "viridis".
        ticks: whether there are axes with numbers.
        transparent: whether there is nothing around instead of white.
    """
    dots = int(rng.choice(_DPI)) / 100
    side, left, top = (round(value * dots) for value in (370, 144, 53))
    page = Image.new(
        "RGBA", (round(640 * dots), round(480 * dots)), (255, 255, 255, 0 if transparent else 255)
    )
    page.paste(_colours(digit, colours).resize((side, side), Image.Resampling.NEAREST), (left, top))
    box = (left, top, left + side, top + side)
    if ticks:
        pen, font = ImageDraw.Draw(page), ImageFont.load_default(round(14 * dots))
        black, thick = (0, 0, 0, 255), max(1, round(1.1 * dots))
        pen.rectangle(box, outline=black, width=thick)
        for number in range(0, 28, 5):
            along = round((number + 0.5) / 28 * side)
            pen.line((left + along, box[3], left + along, box[3] + round(5 * dots)), black, thick)
            pen.line((left, top + along, left - round(5 * dots), top + along), black, thick)
            pen.text((left + along, box[3] + 8 * dots), str(number), black, font, "mt")
            pen.text((left - 8 * dots, top + along), str(number), black, font, "rm")
    if rng.random() < 0.5:  # bbox_inches="tight"
        around = round((40 if ticks else 10) * dots)
        page = page.crop((left - around, top - round(10 * dots), box[2] + round(10 * dots), box[3] + around))
    return saved(page)


def pixels(digit: Digit, rng: np.random.Generator, inverted: bool) -> bytes:
    """Large pixels with thin grey lines between them."""
    side, thick = int(rng.integers(10, 21)), int(rng.integers(1, 3))
    tones = 255 - digit if inverted else digit
    large = np.repeat(np.repeat(tones, side, axis=0), side, axis=1)
    tone = int(rng.integers(60, 200))
    for line in range(0, len(large), side):
        large[line : line + thick] = tone
        large[:, line : line + thick] = tone
    return saved(Image.fromarray(large))


def window(digit: Digit, rng: np.random.Generator) -> bytes:
    """A black canvas in a grey window with a title and buttons."""
    scale = int(rng.integers(7, 16))
    smooth = Image.Resampling.BICUBIC if rng.random() < 0.5 else Image.Resampling.NEAREST
    canvas = Image.fromarray(digit).resize((28 * scale, 28 * scale), smooth)
    around, below, tone = (int(rng.integers(*span)) for span in ((6, 40), (30, 80), (170, 245)))
    image = Image.new("L", (canvas.width + 2 * around, canvas.height + 30 + around + below), tone)
    image.paste(canvas, (around, 30 + around))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    pen.rectangle((0, 0, image.width, 29), tone - 60)
    pen.text((10, 8), "Digits", 20, font)
    for number, text in enumerate(("Clear", "Predict")):
        left = around + number * 90
        pen.rectangle((left, image.height - 27, left + 80, image.height - 5), tone + 10, tone - 90)
        pen.text((left + 40, image.height - 16), text, 20, font, "mm")
    return saved(image)


def enlarged(digit: Digit, rng: np.random.Generator, inverted: bool) -> bytes:
    """The digit's pixels made larger, in steps or smoothly."""
    side = int(rng.integers(100, 600))
    smooth = Image.Resampling.BICUBIC if rng.random() < 0.5 else Image.Resampling.NEAREST
    return saved(Image.fromarray(255 - digit if inverted else digit).resize((side, side), smooth))


FIGURES: Mapping[str, Callable[[Digit, np.random.Generator], bytes]] = {
    "figure": partial(figure, colours="dark"),
    "figure, no axes": partial(figure, colours="dark", ticks=False),
    "figure, transparent": partial(figure, colours="dark", transparent=True),
    "figure, transparent, no axes": partial(figure, colours="dark", ticks=False, transparent=True),
    "figure, light": partial(figure, colours="light"),
    "figure, viridis": partial(figure, colours="viridis"),
    "window": window,
    "pixel grid": partial(pixels, inverted=False),
    "pixel grid, light": partial(pixels, inverted=True),
    "enlarged": partial(enlarged, inverted=False),
    "enlarged, light": partial(enlarged, inverted=True),
}
"""What is made of a picture of MNIST."""
