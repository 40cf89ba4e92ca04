"""Arrays of grey or colour values as Qt pictures.

Only methods of the array are used, so that numpy need not be loaded before the window is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float32]
    Pixels = npt.NDArray[np.uint8]


def image_of(picture: FloatArray | Pixels) -> QImage:
    """The picture as it is: grey from (H, W), colour from (H, W, 3); values 0 to 1, or bytes."""
    height, width = picture.shape[:2]
    grey = picture.ndim == 2
    shape = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    # copy(): a QImage made of bytes does not keep them alive.
    return QImage(_bytes(picture), width, height, width if grey else 3 * width, shape).copy()


def tinted_image(picture: FloatArray, colour: QColor, opacity: float) -> QImage:
    """A picture, 0 to 1, as `colour` that is the more opaque the brighter, up to `opacity`.

    Args:
        picture: (H, W), or (H, W, 3), of which the brightest of the three counts.
        colour: of all pixels.
        opacity: of the brightest pixels, 0 to 1.
    """
    if picture.ndim == 3:
        picture = picture.max(axis=2)
    height, width = picture.shape[:2]
    image = QImage(_bytes(picture), width, height, width, QImage.Format.Format_Indexed8).copy()
    red, green, blue = colour.red(), colour.green(), colour.blue()
    image.setColorTable(
        [(round(value * opacity) << 24) | (red << 16) | (green << 8) | blue for value in range(256)]
    )
    return image


def _bytes(picture: FloatArray | Pixels) -> bytes:
    if picture.dtype.kind == "u":
        return picture.tobytes()
    return (picture.clip(0.0, 1.0) * 255.0).round().astype("uint8").tobytes()
