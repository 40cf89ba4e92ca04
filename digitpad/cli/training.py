"""`train`: a run in the terminal, which Ctrl+C saves."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.cli.first_network import initial_network, resumed_network
from digitpad.cli.interrupts import Interrupts
from digitpad.cli.language import in_words, print_note
from digitpad.cli.output import Progress, print_json
from digitpad.errors import CheckpointError, Sentence, UsageError, printable
from digitpad.recipe.kinds import File, Flag, NameOrFolder
from digitpad.recipe.table import TABLE, option

if TYPE_CHECKING:
    from digitpad.training.events import Event, StepDone
    from digitpad.training.trainer import Trainer

INTERRUPTED = 130


def train(arguments: argparse.Namespace) -> int:
    """Train, printing the trainer's events; a run that ends early is saved and can be resumed."""
    trainer = _trainer(arguments)
    try:
        return _train(arguments, trainer)
    finally:
        trainer.release()


def _train(arguments: argparse.Namespace, trainer: Trainer) -> int:
    from digitpad.training.events import Finished
    from digitpad.training.outcome import rise

    if arguments.tensorboard:
        from digitpad.training.tensorboard import TensorBoardLog

        log = TensorBoardLog(trainer, print_note)
        print_note(f"tensorboard --logdir {log.folder}")
    _tell_data(trainer)
    if trainer.begins is not None:
        print_note(trainer.begins)
    print_note(Sentence("training in {folder}", {"folder": trainer.out}))
    if arguments.json:
        show: Callable[[Event], None] = _show_json
        close: Callable[[], None] = _nothing
    else:
        text = _TextEvents(trainer)
        show, close = text.show, text.close
    interrupted = Interrupts()
    finished = False
    earlier: Path | None = None
    waiting = True
    while waiting:
        waiting = False
        events = trainer.run()
        try:
            with interrupted:
                for event in events:
                    finished = isinstance(event, Finished)
                    show(event)
                    earlier = _report_earlier(trainer, earlier)
                    if interrupted.asked:
                        break
        except CheckpointError as error:
            close()
            waiting = _try_again(error)
            if not waiting:
                _tell_how_to_resume(trainer)
                raise
        except OSError:
            # The output is gone (`| head`, a full disk), between two steps: that must not cost the run.
            if not finished:
                trainer.save()
                _tell_how_to_resume(trainer)
            raise
        except KeyboardInterrupt:
            _tell_how_to_resume(trainer)
            raise
        finally:
            close()
            events.close()
    worse = rise(trainer.train_curve, trainer.test_curve, trainer.recipe.learning_rate)
    if worse is not None:
        print_note(worse)
    if not interrupted.asked or finished:
        return 0
    _stop(trainer, interrupted, show)
    hint = "interrupted; to continue: digitpad train --resume {path}"
    print_note(Sentence(hint if trainer.position.step else "interrupted", {"path": trainer.last_path}))
    return INTERRUPTED


_LISTED = 20  # files that are named


def _tell_data(trainer: Trainer) -> None:
    """Say what there is to learn, and which files of an image folder were passed over."""
    for message in (trainer.overview, *trainer.data_messages):
        print_note(message)
    for skipped in trainer.skipped[:_LISTED]:
        values = {"path": printable(str(skipped.path), 4096), "why": skipped.why}
        print_note(Sentence("passed over {path}: {why}", values))
    if len(trainer.skipped) > _LISTED:
        print_note(Sentence("and {count} more files", {"count": len(trainer.skipped) - _LISTED}))


def _report_earlier(trainer: Trainer, reported: Path | None) -> Path | None:
    """Say, once, where an earlier run in the folder was moved to; returns what has been reported."""
    earlier = None if trainer.files is None else trainer.files.earlier
    if earlier is not None and reported is None:
        print_note(Sentence("the earlier run in this folder is kept in {path}", {"path": earlier}))
    return reported or earlier


def _stop(trainer: Trainer, interrupted: Interrupts, show: Callable[[Event], None]) -> None:
    """Save the run and tell its end; a file that cannot be written can be tried again."""
    while True:
        try:
            with interrupted:
                for event in trainer.stop():
                    show(event)
            return
        except CheckpointError as error:
            if not _try_again(error):
                _tell_how_to_resume(trainer)
                raise


def _try_again(error: CheckpointError) -> bool:
    """Wait until the user at the terminal has made room for a file; return whether they have."""
    if not sys.stdin or not sys.stdin.isatty() or not sys.stderr.isatty():
        return False
    print_note(error)
    print_note(Sentence("the run waits; press Enter to try again, Ctrl+C to end it"))
    try:
        return bool(sys.stdin.readline())
    except KeyboardInterrupt:
        return False


def _tell_how_to_resume(trainer: Trainer) -> None:
    if trainer.position.step and trainer.last_path.exists():
        text = "the run can go on from its last save: digitpad train --resume {path}"
        print_note(Sentence(text, {"path": trainer.last_path}))


def _trainer(arguments: argparse.Namespace) -> Trainer:
    from digitpad.cli.reading import tell_assumptions
    from digitpad.model.registry import OWN
    from digitpad.training.device import choose_device
    from digitpad.training.session import new_trainer, resumed_trainer

    if arguments.tensorboard:
        from digitpad.training.tensorboard import tensorboard_problem

        if (problem := tensorboard_problem()) is not None:  # before the dataset is loaded
            raise problem
    changes = {name: value for name in TABLE if (value := getattr(arguments, name)) is not None}
    device = choose_device(arguments.device)
    options = {} if arguments.save_every is None else {"save_interval": arguments.save_every}
    with Progress("data") as progress:
        if arguments.resume:
            network = resumed_network(arguments)
            if network is not None and network.recipe is None:
                changes.pop("layers", None)
            trainer, messages = resumed_trainer(
                arguments.resume,
                changes,
                out=arguments.out,
                device=device,
                progress=progress.update,
                recipe=arguments.recipe,
                optimizer=arguments.optimizer_state,
                network=network,
                **options,
            )
            for sentence in messages:
                print_note(sentence)
            return trainer
        if arguments.optimizer_state is not None:
            raise UsageError("--optimizer-state belongs to --resume; name the network's file there.")
        own_network = arguments.recipe is None and "network" not in changes
        if "layers" in changes:
            changes.setdefault("network", OWN)
        return new_trainer(
            arguments.recipe or "quick",
            changes,
            out=arguments.out,
            device=device,
            progress=progress.update,
            notes={"command": _command_line(arguments, changes)},
            network_of_weights=own_network,
            network=initial_network(arguments, own_network),
            opened=tell_assumptions,
            **options,
        )


def _command_line(arguments: argparse.Namespace, changes: dict[str, Any]) -> str:
    """The command as it belongs into a file that is passed on: without the folders of this computer."""
    words = ["digitpad", "train", "--recipe", Path(arguments.recipe or "quick").name]
    for name, value in changes.items():
        kind = TABLE[name].kind
        if isinstance(kind, Flag):
            words.append(option(name if value else f"no_{name}"))
        else:
            text = kind.argument(value)
            words += [option(name), Path(text).name if isinstance(kind, File | NameOrFolder) else text]
    return shlex.join(words)


def _nothing() -> None:
    """JSON lines leave nothing open."""


def _show_json(event: Event) -> None:
    """Print the event; of the steps only every tenth, as the curve has them."""
    if event.is_logged:
        print_json(event.as_json())


class _TextEvents:
    """Events as the notes print them; in a terminal the steps are a bar on stderr instead of lines."""

    def __init__(self, trainer: Trainer) -> None:
        from digitpad.training.events import Report

        self._report = Report(trainer.examples_per_epoch, trainer.recipe.batch_size)
        self._in_terminal = sys.stderr.isatty()
        self._bar: Any = None

    def show(self, event: Event) -> None:
        """Print the event or move the bar."""
        from digitpad.training.events import StepDone

        if isinstance(event, StepDone) and self._in_terminal:
            self._advance(event)
        elif line := self._report.line(event):
            self.close()
            print(in_words(line), flush=True)

    def _advance(self, event: StepDone) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=event.batches,
                initial=event.batch,
                desc=f"Epoch {event.epoch}",
                unit="batch",
                leave=False,
                file=sys.stderr,
            )
        self._bar.update(event.batch + 1 - self._bar.n)
        if event.is_logged:
            figures = {"loss": f"{event.train_loss:.4f}", "images/s": f"{event.images_per_s:,.0f}"}
            if event.threads < event.most_threads:
                figures["threads"] = f"{event.threads}/{event.most_threads}"
            self._bar.set_postfix(figures, refresh=False)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
