"""Numbers above and below zero as colours, and as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.floating[Any]]

ABOVE, BELOW = QColor(255, 159, 28), QColor(74, 168, 255)
"""For a class and against it: everybody can tell orange from blue."""

_LOW = (64, 150, 255)  # the colour of the lowest number; 0 is black, the highest white


def signed_image(values: Numbers, most: float) -> QImage:
    """Numbers (H, W) as a picture: 0 black, up to `most` white, down to -`most` blue."""
    import numpy as np

    share = np.clip(values / most if most > 0 else values * 0, -1, 1)[..., None]
    colours = np.where(share >= 0, share * 255, -share * np.array(_LOW))
    return _image(np.round(colours).astype(np.uint8), QImage.Format.Format_RGB888)


def attribution_image(values: Numbers, opacity: float = 0.95) -> QImage:
    """What counts for a class (orange) and against it (blue) as a picture (H, W) to be laid over ink."""
    import numpy as np

    # The square root lifts what is weak: a few pixels mostly outweigh all others.
    strength = np.sqrt(np.abs(values) / (float(np.abs(values).max()) or 1.0))
    above, below = ((colour.red(), colour.green(), colour.blue()) for colour in (ABOVE, BELOW))
    colours = np.where((values > 0)[..., None], above, below)
    alpha = np.round(255 * opacity * strength)
    return _image(np.dstack((colours, alpha)).astype(np.uint8), QImage.Format.Format_RGBA8888)


def _image(pixels: npt.NDArray[np.uint8], shape: QImage.Format) -> QImage:
    height, width, channels = pixels.shape
    return QImage(pixels.tobytes(), width, height, channels * width, shape).copy()
