"""What training makes of a picture, step by step; computed in a thread for the window of transforms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digitpad.errors import RecipeError

if TYPE_CHECKING:
    import contextlib

    import torch
    from torch import Tensor

    from digitpad.form import PerChannel
    from digitpad.ui.widgets.pixels import FloatArray, Pixels

PICTURE, RESIZED, NORMALISED = "picture", "resized", "normalised"
"""Steps that no transform makes."""

DRAWS = 12
"""How often the whole chain is drawn."""

_DRAWING = frozenset(
    ("rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "uniform_", "normal_")
) | {"random_", "bernoulli_", "exponential_", "log_normal_", "cauchy_", "geometric_"}
"""What torch's functions and methods are called that draw."""


@dataclass(frozen=True, slots=True)
class PreviewSettings:
    """The settings of a recipe that a preview depends on, beside the transforms.

    Attributes:
        size, channels: of the network's input.
        augmentation: name of the augmentation that follows the transforms.
        mean, std: the normalisation.
    """

    size: int
    channels: int
    augmentation: str = "none"
    mean: PerChannel = 0.0
    std: PerChannel = 1.0

    @classmethod
    def of(cls, values: Mapping[str, object]) -> PreviewSettings:
        """Take the settings from a recipe's dict; what it leaves open is the network's own.

        Raises:
            RecipeError: when the recipe is invalid.
        """
        from digitpad.model.normalization import averaged
        from digitpad.recipe.recipe import Recipe

        recipe = Recipe.from_dict({**values, "transforms": []})
        entry, options = recipe.entry, recipe.picture_options
        channels = options.channels or entry.form.channels
        # A dataset's own normalisation is measured when it is loaded; the network's usual one is near.
        mean = entry.mean if recipe.mean is None else recipe.mean
        std = entry.std if recipe.std is None else recipe.std
        if channels == 1:
            mean, std = averaged(mean), averaged(std)
        return cls(options.size or entry.form.size, channels, recipe.augmentation, mean, std)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What becomes of a picture. Pictures are (H, W) or (H, W, 3), 0 to 1.

    Attributes:
        steps: name and result of each step: `PICTURE`, `RESIZED`, then the transforms, the recipe's
            augmentation if it has one, and `NORMALISED`, brought to 0 to 1 from `low` to `high`.
        draws: what the network may see of the picture, before normalising; the first is that of `steps`.
        low, high: smallest and largest value after normalising.
    """

    steps: tuple[tuple[str, FloatArray], ...]
    draws: tuple[FloatArray, ...]
    low: float
    high: float


def preview(
    picture: Pixels | None,
    settings: PreviewSettings,
    transforms: Iterable[Mapping[str, Any]],
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Preview:
    """Compute what becomes of a picture, as in training.

    Args:
        picture: uint8 (H, W) or (H, W, 3); None for a digit that the program draws.
        settings: of the recipe.
        transforms: as a recipe's dict has them.
        seed: decides all draws; those of the rest of the program are left alone, in other threads too.
        progress: called with (done, total); may raise `Cancelled`.

    Raises:
        RecipeError: when a transform, the augmentation or the normalisation is invalid.
        Cancelled: from `progress`.
    """
    import torch
    from PIL import Image

    from digitpad.data.augment import AUGMENTATIONS
    from digitpad.data.transforms import Transform
    from digitpad.data.whole_pictures import squeezed
    from digitpad.model.normalization import is_normalization, normalize_uint8

    size, channels, augmentation = settings.size, settings.channels, settings.augmentation
    if not is_normalization(settings.mean, settings.std, channels):
        raise RecipeError("The recipe's mean and std do not fit its pictures.")
    if augmentation not in AUGMENTATIONS:
        raise RecipeError("There is no augmentation '{name}'.", name=augmentation)
    chain = [Transform.from_dict(transform) for transform in transforms]
    made = [(transform.name, transform.build(size)) for transform in chain]
    picture = drawn_digit() if picture is None else picture
    pixels = squeezed(Image.fromarray(picture), channels, size)
    resized = torch.from_numpy(pixels.reshape(size, size, channels).copy()).permute(2, 0, 1)
    steps = [(PICTURE, _array(torch.from_numpy(picture.copy()))), (RESIZED, _picture(resized))]
    drawn = []
    with _draws_of(torch.Generator().manual_seed(seed)):
        for number in range(DRAWS):
            changed = resized
            for place, (name, transform) in enumerate(made):
                progress(number * len(made) + place, DRAWS * len(made))
                changed = transform(changed)
                if number == 0:
                    steps.append((name, _picture(changed)))
            drawn.append(changed)
    images = torch.stack(drawn)
    augment = AUGMENTATIONS[augmentation]
    if augment is not None:
        images = augment(images.to(torch.float32), torch.Generator().manual_seed(seed))
        steps.append((augmentation, _picture(images[0])))
    values = normalize_uint8(images[:1], settings.mean, settings.std)[0]
    low, high = float(values.min()), float(values.max())
    steps.append((NORMALISED, _picture(values - low, high - low or 1.0)))
    return Preview(tuple(steps), tuple(_picture(image) for image in images), low, high)


def drawn_digit() -> Pixels:
    """Draw a digit, for want of another picture: uint8 (28, 28)."""
    import numpy as np

    from digitpad.data.preparation import Steps, prepare_ink
    from digitpad.ink.raster import rasterize
    from digitpad.ink.synthetic import draw_digit

    # One can see of a five that it is mirrored or upside down.
    made = prepare_ink(rasterize(draw_digit(5, np.random.default_rng(4))), Steps(width=False)).input
    assert made is not None, "a drawn digit leaves ink"
    return np.rint(made * 255).astype(np.uint8)


def _picture(image: Tensor, white: float = 255) -> FloatArray:
    """A picture (C, H, W) as the window shows it."""
    return _array(image[0] if len(image) == 1 else image.permute(1, 2, 0), white)


def _array(values: Tensor, white: float = 255) -> FloatArray:
    return values.float().div(white).clamp(0, 1).contiguous().numpy()


def _draws_of(generator: torch.Generator) -> contextlib.AbstractContextManager[object]:
    """Make all that draws in this thread draw from `generator`, as if it were the program's own.

    torchvision's transforms know only the program's, which a network that is learning in another thread
    draws from at the same time: a run must not depend on who looks at previews meanwhile.
    """
    from torch.overrides import TorchFunctionMode

    class DrawsOf(TorchFunctionMode):
        def __torch_function__(
            self, called: Any, _types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
        ) -> Any:
            arguments = dict(kwargs or {})
            if getattr(called, "__name__", "") in _DRAWING:
                arguments.setdefault("generator", generator)
            return called(*args, **arguments)

    return DrawsOf()
