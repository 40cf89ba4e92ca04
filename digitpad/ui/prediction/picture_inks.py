"""What is read of opened pictures, and the ink that each way finds in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from digitpad.form import INK, PictureForm
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction.answer import StepImage, step_image

if TYPE_CHECKING:
    import numpy.typing as npt

    from digitpad.data.photographs.photograph import Photograph
    from digitpad.data.preparation import Prepared
    from digitpad.data.preprocess import FloatArray

PictureInk: TypeAlias = "Photograph | npt.NDArray[Any] | Prepared"
"""What `Recognizer.read` takes of a picture."""


@dataclass(frozen=True, slots=True, eq=False)
class WayImages:
    """The ink that the ways find in a picture.

    Attributes:
        picture: where it was looked for.
        images: of each way by its name.
    """

    picture: PadPicture
    images: dict[str, StepImage]


class PictureInks:
    """Makes of pictures what `Recognizer.read` takes; ink is looked for once in a picture.

    Numpy and Pillow are imported in the thread that calls it, so that the window is painted without them.

    Args:
        check: called before ink is looked for in another way; what it raises ends the reading.
    """

    def __init__(self, check: Callable[[], object]) -> None:
        self._check = check
        self._cached: tuple[PadPicture, Photograph] | None = None

    def ink(self, picture: PadPicture, form: PictureForm) -> PictureInk:
        """What is read of a picture.

        Of a dataset's picture the network gets what it got when it was measured: the picture as it is.
        """
        from digitpad.data.preparation import prepared_already

        assert picture.grey is not None
        shape = (form.size, form.size, 3) if form.colour else (form.size, form.size)
        if picture.exact and picture.pixels.shape == shape:
            return prepared_already(picture.grey) if form.is_digit else _as_it_is(picture, form)
        return self._photograph(picture) if form.content == INK else picture.pixels

    def way_images(self, picture: PadPicture) -> WayImages:
        """The ink that each way finds in a picture."""
        photograph = self._photograph(picture)
        return WayImages(picture, {way: step_image(photograph.ink(way)) for way in photograph.ways})

    def _photograph(self, picture: PadPicture) -> Photograph:
        if self._cached is None or self._cached[0] is not picture:
            assert picture.grey is not None
            self._cached = picture, _interruptible(picture.grey, self._check)
        return self._cached[1]


def _interruptible(grey: FloatArray, check: Callable[[], object]) -> Photograph:
    """A photograph that calls `check` before it gives its ink."""
    from digitpad.data.photographs.photograph import Photograph

    class Interruptible(Photograph):
        def ink(self, way: str) -> FloatArray:
            check()
            return super().ink(way)

    return Interruptible(grey)


def _as_it_is(picture: PadPicture, form: PictureForm) -> Prepared:
    """A dataset's picture that is another network's input than MNIST's."""
    import numpy as np

    from digitpad.data.preparation import Prepared, prepared_already

    values = np.asarray(picture.pixels)
    network_input = values.astype(np.float32) / (np.float32(255) if values.dtype == np.uint8 else 1)
    if form.content != INK:
        return Prepared(network_input, network_input)
    assert picture.grey is not None
    return replace(prepared_already(picture.grey), input=network_input)
