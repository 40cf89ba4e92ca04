"""A run's events for TensorBoard: `tensorboard --logdir <the run's folder>` shows them.

Needs the package tensorboard, an optional extra. Written with torch's own `SummaryWriter`.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.errors import CheckpointError, DigitpadError, UsageError, reason
from digitpad.model.normalization import normalize_uint8, normalize_unit
from digitpad.training.events import EpochDone, Event, Finished, StepDone

if TYPE_CHECKING:
    from torch import Tensor, nn

    from digitpad.training.trainer import Trainer

FOLDER = "tensorboard"
"""Folder of the event files within a run's."""

_PICTURES, _MAPS = 64, 64  # at most


def tensorboard_problem() -> UsageError | None:
    """Return why nothing can be written for TensorBoard; None if it can."""
    try:
        _writer_class()
    except ImportError:
        return UsageError(
            "TensorBoard is not installed; install it with: pip install 'digitpad[tensorboard]'."
        )
    return None


def _writer_class() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tensorboard's own imports warn of what is to go from theirs
        from torch.utils.tensorboard import SummaryWriter
    return SummaryWriter


class TensorBoardLog:
    """Writes scalars over the examples seen, and at a run's start the first batch's pictures and the graph.

    After each epoch come the pictures of its first batch as the network got them, and what pooling does: the
    feature maps of one picture, always the same, before and after each pooling layer.

    It listens to the run until its end. When it cannot write any more it reports that once and stops; the run
    continues.

    Args:
        trainer: the run.
        warn: called with the reason when nothing can be written any more.
        folder: of the event files; in the run's folder if None.

    Raises:
        UsageError: when tensorboard is not installed.
        CheckpointError: when the folder cannot be written to.
    """

    def __init__(
        self, trainer: Trainer, warn: Callable[[DigitpadError], object], folder: Path | None = None
    ) -> None:
        problem = tensorboard_problem()
        if problem is not None:
            raise problem
        self._trainer = trainer
        self._warn = warn
        self.folder = folder or (trainer.out or Path()) / FOLDER
        try:
            examples = trainer.position.examples_seen
            # TensorBoard leaves out what a resumed run had written beyond the point where it resumes.
            self._writer = _writer_class()(str(self.folder), purge_step=examples + 1 if examples else None)
            if not trainer.position.step:
                self._begin()
        except OSError as error:
            raise self._unwritten(error) from error
        trainer.listeners.append(self._add)

    def _unwritten(self, error: OSError) -> CheckpointError:
        return CheckpointError(
            "{folder} could not be written to for TensorBoard: {why}.",
            folder=self.folder,
            why=reason(error),
        )

    def _begin(self) -> None:
        """Write the first batch's pictures without their normalisation, and the graph."""
        recipe = self._trainer.recipe
        pictures = self._trainer.first_batch()[:_PICTURES].float() / 255
        self._writer.add_images("first_batch", pictures, 0)
        network = self._trainer.checkpoint(history=False).network()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the tracer, about shapes that are the same for every picture
            self._writer.add_graph(network, normalize_unit(pictures[:1], *recipe.normalisation))
        text = "\n".join(f"    {name} = {value!r}" for name, value in recipe.as_dict().items())
        self._writer.add_text("recipe", text, 0)

    def _write_pictures(self, event: EpochDone) -> None:
        """Write the epoch's first batch, and the feature maps around pooling."""
        trainer, examples = self._trainer, event.examples_seen
        if event.epoch:
            batch = trainer.epoch_pictures(event.epoch, event.step - trainer.batches)
            self._writer.add_images("batch", batch[:_PICTURES], examples)
        picture = trainer.first_batch()[:1].to(trainer.device)
        values = normalize_uint8(picture, *trainer.recipe.normalisation)
        for number, (before, after) in enumerate(_around_pooling(trainer.inference_network, values), 1):
            low, high = float(before.min()), float(before.max())
            for when, maps in (("before", before), ("after", after)):
                scaled = (maps[0, :_MAPS, None] - low) / max(high - low, 1e-12)
                self._writer.add_images(f"pooling_{number}/{when}", scaled.clamp(0, 1), examples)

    def _add(self, event: Event) -> None:
        """Write the scalars of an event."""
        try:
            self._write(event)
        except OSError as error:
            self._trainer.listeners.remove(self._add)
            with contextlib.suppress(OSError):
                self._writer.close()
            self._warn(self._unwritten(error))

    def _write(self, event: Event) -> None:
        examples = event.examples_seen
        if isinstance(event, StepDone):
            if event.is_logged:
                self._writer.add_scalar("loss/train", event.train_loss, examples)
                self._writer.add_scalar("learning_rate", self._trainer.rate_of(event.step - 1), examples)
                self._writer.add_scalar("images_per_s", event.images_per_s, examples)
        elif isinstance(event, EpochDone):
            self._writer.add_scalar("loss/test", event.test_loss, examples)
            self._writer.add_scalar("accuracy/test", event.test_accuracy, examples)
            self._write_pictures(event)
            self._writer.flush()
        elif isinstance(event, Finished):
            self._writer.close()


def _around_pooling(network: nn.Module, values: Tensor) -> list[tuple[Tensor, Tensor]]:
    """The feature maps before and after each pooling, for pictures (B, C, H, W) that are normalised."""
    import torch
    from torch.overrides import TorchFunctionMode

    pairs: list[tuple[Tensor, Tensor]] = []

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            named = kwargs or {}
            output = func(*args, **named)
            pools = "pool2d" in getattr(func, "__name__", "") and isinstance(output, torch.Tensor)
            if pools and output.shape[-2:] != (1, 1):  # a single number has nothing to show
                maps = args[0] if args else named["input"]
                before, after = (values.detach().to("cpu", torch.float32) for values in (maps, output))
                pairs.append((before, after))
            return output

    was_training = network.training
    network.eval()
    try:
        with torch.no_grad(), Recorder():
            network(values)
    finally:
        network.train(was_training)
    return pairs
