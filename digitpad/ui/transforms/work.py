"""What the window of transforms has computed in a thread: what becomes of a picture, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from digitpad.errors import RecipeError
from digitpad.ui.transforms.preview import DRAWS, NORMALISED, PICTURE, RESIZED, Preview

if TYPE_CHECKING:
    import contextlib

    import numpy as np
    import numpy.typing as npt
    import torch
    from torch import Tensor

    from digitpad.form import PerChannel
    from digitpad.ui.widgets.pixels import FloatArray

    Pixels = npt.NDArray[np.uint8]

_DRAWING = frozenset(
    ("rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "uniform_", "normal_")
) | {"random_", "bernoulli_", "exponential_", "log_normal_", "cauchy_", "geometric_"}
"""What torch's functions and methods are called that draw."""


def preview(
    picture: Pixels,
    size: int,
    channels: int,
    transforms: Iterable[Mapping[str, Any]],
    augmentation: str,
    mean: PerChannel | None,
    std: PerChannel | None,
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Preview:
    """What becomes of a picture, as in training.

    Args:
        picture: uint8 (H, W) or (H, W, 3).
        size, channels: of the network's input.
        transforms: as a recipe's dict has them.
        augmentation: name of the augmentation that follows them.
        mean, std: the normalisation; None: 0 and 1, while the dataset's are not known.
        seed: decides all draws; those of the rest of the program are left alone, in other threads too.
        progress: called with (done, total); may raise `Cancelled`.

    Raises:
        RecipeError: when a transform, the augmentation or the normalisation is none.
        Cancelled: from `progress`.
    """
    import torch
    from PIL import Image

    from digitpad.data.augment import AUGMENTATIONS
    from digitpad.data.transforms import Transform
    from digitpad.data.whole_pictures import squeezed
    from digitpad.model.normalization import is_normalization, normalize_uint8

    shift, scale = (0.0, 1.0) if mean is None or std is None else (mean, std)
    if not is_normalization(shift, scale, channels):
        raise RecipeError("The recipe's mean and std do not fit its pictures.")
    if augmentation not in AUGMENTATIONS:
        raise RecipeError("There is no augmentation '{name}'.", name=augmentation)
    chosen = [Transform.from_dict(transform) for transform in transforms]
    made = [transform.build(size) for transform in chosen]
    pixels = squeezed(Image.fromarray(picture), channels, size)
    resized = torch.from_numpy(pixels.reshape(size, size, channels).copy()).permute(2, 0, 1)
    steps = [(PICTURE, _shown(torch.from_numpy(picture.copy()), 255)), (RESIZED, _seen(resized))]
    drawn = []
    with _draws_of(torch.Generator().manual_seed(seed)):
        for number in range(DRAWS):
            changed = resized
            for place, transform in enumerate(made):
                progress(number * len(made) + place, DRAWS * len(made))
                changed = transform(changed)
                if number == 0:
                    steps.append((chosen[place].name, _seen(changed)))
            drawn.append(changed)
    images = torch.stack(drawn)
    change = AUGMENTATIONS[augmentation]
    if change is not None:
        images = change(images.to(torch.float32), torch.Generator().manual_seed(seed))
        steps.append((augmentation, _seen(images[0])))
    given = normalize_uint8(images[:1], shift, scale)[0]
    low, high = float(given.min()), float(given.max())
    steps.append((NORMALISED, _seen(given - low, high - low or 1.0)))
    return Preview(tuple(steps), tuple(_seen(image) for image in images), low, high)


def drawn_digit() -> Pixels:
    """A digit drawn by the program, for want of another picture: uint8 (28, 28)."""
    import numpy as np

    from digitpad.data.preparation import Steps, prepare_ink
    from digitpad.ink.raster import rasterize
    from digitpad.ink.synthetic import draw_digit

    # A five: mirrored or upside down it is seen to be so.
    made = prepare_ink(rasterize(draw_digit(5, np.random.default_rng(4))), Steps(width=False)).input
    assert made is not None, "a drawn digit leaves ink"
    return np.rint(made * 255).astype(np.uint8)


def _seen(image: Tensor, white: float = 255) -> FloatArray:
    """A picture (C, H, W) as the window shows it."""
    return _shown(image[0] if len(image) == 1 else image.permute(1, 2, 0), white)


def _shown(values: Tensor, white: float) -> FloatArray:
    return values.float().div(white).clamp(0, 1).contiguous().numpy()


def _draws_of(generator: torch.Generator) -> contextlib.AbstractContextManager[object]:
    """Lets all that draws in this thread draw from `generator`, as if it were the program's own.

    torchvision's transforms know only the program's, which a network that is learning in another thread
    draws from at the same time: a run must not depend on who looks at previews meanwhile.
    """
    from torch.overrides import TorchFunctionMode

    class DrawsOf(TorchFunctionMode):
        def __torch_function__(
            self, called: Any, _types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
        ) -> Any:
            told = dict(kwargs or {})
            if getattr(called, "__name__", "") in _DRAWING:
                told.setdefault("generator", generator)
            return called(*args, **told)

    return DrawsOf()
