"""Numbers above and below zero as colours, and as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.floating[Any]]

ABOVE, BELOW = QColor("#ff9f1c"), QColor("#4aa8ff")
"""What speaks for a class, and what against it: orange and blue are told apart by everybody."""

_LOW = (64, 150, 255)  # the colour of the lowest number; 0 is black, the highest white


def signed_image(values: Numbers, most: float) -> QImage:
    """Numbers (H, W) as a picture: 0 black, up to `most` white, down to -`most` blue."""
    import numpy as np

    share = np.clip(values / most if most > 0 else values * 0, -1, 1)[..., None]
    colours = np.where(share >= 0, share * 255, -share * np.array(_LOW))
    return _image(np.round(colours).astype(np.uint8))


def reasons_image(values: Numbers, opacity: float = 0.95) -> QImage:
    """What speaks for (orange) and against (blue) as a picture (H, W) to be laid over ink."""
    import numpy as np

    most = float(np.abs(values).max()) or 1.0
    # The square root lifts what is weak: a few pixels mostly outweigh all others.
    strength = np.sqrt(np.abs(values) / most)
    pixels = np.empty((*values.shape, 4), np.uint8)
    above = values > 0
    for channel, (one, other) in enumerate(
        zip(
            (ABOVE.red(), ABOVE.green(), ABOVE.blue()),
            (BELOW.red(), BELOW.green(), BELOW.blue()),
            strict=True,
        )
    ):
        pixels[..., channel] = np.where(above, one, other)
    pixels[..., 3] = np.round(255 * opacity * strength)
    height, width = values.shape
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _image(pixels: npt.NDArray[np.uint8]) -> QImage:
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
