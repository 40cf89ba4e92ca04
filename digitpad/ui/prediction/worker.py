"""What the prediction thread does: it reads what is on the pad, and loads networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.errors import CheckpointError, DigitpadError, PictureError, tr
from digitpad.form import DIGIT_FORM, INK
from digitpad.ink.drawing import Drawing
from digitpad.ui.pad_picture import PadPicture
from digitpad.ui.prediction.answer import Answer, on_pad
from digitpad.ui.prediction.picture_inks import PictureInk, PictureInks, WayImages
from digitpad.ui.threads.latest import Requests
from digitpad.ui.threads.process import use_one_core
from digitpad.ui.threads.worker import explained

if TYPE_CHECKING:
    from digitpad.data.preparation import Prepared, Steps
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.open.inspecting import Inspection
    from digitpad.reading import Reading
    from digitpad.recognizer import Recognizer

FAILURE = tr("This could not be read: {why}.")


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """Another network answers now, or the same one with newer weights of its run.

    Attributes:
        checkpoint: the network.
        path: the file that was asked for; None when it came from no file.
        parameters: how many it has; None when only the weights have changed.
    """

    checkpoint: Checkpoint
    path: Path | None = None
    parameters: int | None = None


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Why no other network answers now; the network stays what it was.

    Attributes:
        error: the sentence.
        path: the file; None when it was not about a file.
        inspection: what the file holds instead, if that is known.
        entry: what the network is called in the file, where it holds several.
    """

    error: DigitpadError
    path: Path | None = None
    inspection: Inspection | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class NetworkUnknown:
    """A file holds weights of a network that is in no registry; which ones they fit has to be tried.

    Attributes:
        path: the file.
        entry: what the network is called in it, where it holds several.
    """

    path: Path
    entry: str = ""


NetworkEvent = NetworkChanged | NetworkUnknown | LoadFailure


@dataclass(frozen=True, slots=True, eq=False)
class ReadRequest:
    """What to read.

    Attributes:
        drawing: what is on the pad.
        chosen: of several digits, the number of the one whose pictures are shown, from the left.
        steps_shown: whether the pictures of the preparation's steps are in sight.
        way: how to tell a picture's ink from its paper; "" for the way with which it is read best.
    """

    drawing: Drawing
    chosen: int = 0
    steps_shown: bool = True
    way: str = ""


class PadReader:
    """Rasterises, preprocesses and reads drawings; loads networks. For a `Latest`.

    It works before torch is loaded too: then answers carry what the network will get and no reading. Numpy
    and Pillow are imported in its thread, so that the window is painted without them.

    Args:
        check: called while a picture is read, which may take a while; what it raises ends that.
    """

    def __init__(self, check: Callable[[], object] = lambda: None) -> None:
        self._recognizer: Recognizer | None = None
        self._several = True
        self._off: frozenset[str] = frozenset()
        self._request: ReadRequest | None = None
        self._pictures = PictureInks(check)

    def answer(self, requests: Requests) -> Iterator[NetworkEvent | Answer | WayImages]:
        """Do what is requested.

        Args:
            requests: the newest of each kind.

                * `read`: a `ReadRequest`.
                * `path`: of a network's file, what the network is called in it, and the folder with datasets,
                  or None. torch must have been imported.
                * `checkpoint`: a network.
                * `tried`: a `Checkpoint`, and the path of the file that was asked for, or None.
                * `normalisation`: a `Checkpoint`, mean and std, which it gets if it is the one that answers.
                * `several`: whether several digits are looked for.
                * `off`: steps of the preparation that are left out, by their names in
                  `digitpad.data.preparation.Steps`.
                * `ways`: a `PadPicture`, to see the ink that each way finds in it.

        Yields:
            Changes of the network, the answer to the drawing, and what the ways find.
        """
        manner = requests.get("several", self._several), requests.get("off", self._off)
        changed = "read" in requests or manner != (self._several, self._off)
        self._several, self._off = manner
        self._request = requests.get("read", self._request)
        for event in self._change_network(requests):
            changed = changed or isinstance(event, NetworkChanged)
            yield event
        if self._request is not None and changed:
            yield self._answer(self._request)
        if "ways" in requests:
            yield self._pictures.way_images(requests["ways"])

    def _answer(self, request: ReadRequest) -> Answer:
        from digitpad.data.photographs.photograph import Photograph

        drawing = request.drawing
        form = DIGIT_FORM if self._recognizer is None else self._recognizer.form
        ink = self._pictures.ink(drawing, form) if isinstance(drawing, PadPicture) else drawing
        try:
            prepared, reading = self._read(ink, request.way)
        except PictureError as error:
            answer = Answer(drawing, form=form, refused=error)
        else:
            if reading is not None and isinstance(drawing, PadPicture):
                picture = drawing.grey if form.content == INK else prepared.original
                reading = on_pad(reading, (prepared.original if picture is None else picture).shape)
            ways = ink.ways if isinstance(ink, Photograph) and reading is not None and reading.way else ()
            answer = Answer(drawing, prepared, reading, form, ways=ways, way=request.way)
        images = answer.images(request.chosen)
        _ = images.input_image, request.steps_shown and images.steps  # made here rather than by the window
        return answer

    def _read(self, ink: Drawing | PictureInk, way: str) -> tuple[Prepared, Reading | None]:
        """What the network gets, and what it reads."""
        from digitpad.data.photographs.photograph import Photograph
        from digitpad.data.preparation import Prepared, picture_ink, prepare_ink

        steps = self._steps()
        if self._recognizer is not None:
            reading = self._recognizer.read(ink, self._several, steps, way)
            return reading.prepared, reading
        if isinstance(ink, Photograph):
            ink = picture_ink(ink.grey, steps)
        return ink if isinstance(ink, Prepared) else prepare_ink(ink, steps), None

    def _steps(self) -> Steps:
        from digitpad.data.preparation import Steps

        return Steps(**dict.fromkeys(self._off, False))

    def _change_network(self, requests: Requests) -> Iterator[NetworkEvent]:
        from digitpad.model.open.foreign import UnknownNetworkError

        for kind in ("checkpoint", "path", "tried", "normalisation"):
            if kind not in requests:
                continue
            path, entry = _file(kind, requests[kind])
            use_one_core()
            try:
                changed = self._changed(kind, requests[kind])
            except UnknownNetworkError:
                yield NetworkUnknown(*requests[kind][:2])
                continue
            except Exception as error:  # noqa: BLE001 - what nobody foresaw is shown with the file it came from
                yield LoadFailure(explained(error, FAILURE), path, inspected(path, entry), entry)
                continue
            if changed is not None and changed is self._recognizer:
                yield NetworkChanged(changed.checkpoint)
            elif changed is not None:
                self._recognizer = changed
                yield NetworkChanged(changed.checkpoint, path, changed.parameters)

    def _changed(self, kind: str, value: Any) -> Recognizer | None:
        """What reads from now on: the present one where only its weights change; None for no change."""
        from digitpad.opening import open_known
        from digitpad.recognizer import Recognizer

        present = self._recognizer
        if kind == "path":
            return Recognizer(open_known(*value))
        if kind == "tried":
            return Recognizer(value[0])
        if kind == "checkpoint":
            if present is None or present.checkpoint.path or value.path or not present.update(value):
                return Recognizer(value)
            return present
        checkpoint, mean, std = value
        if present is None or present.checkpoint.model is not checkpoint.model:
            return None  # the network that was meant has gone
        return Recognizer(present.checkpoint.with_normalisation(mean, std))


def _file(kind: str, value: Any) -> tuple[Path | None, str]:
    """The file that a request names, and what the network is called in it."""
    if kind == "path":
        path, entry, _ = value
        return path, entry
    return (value[1], value[0].file_entry) if kind == "tried" else (None, "")


def inspected(path: Path | None, entry: str = "") -> Inspection | None:
    """What the file holds, if that is known; of several networks that which is called `entry`."""
    if path is None:
        return None
    from digitpad.model.open.inspecting import inspect_file

    try:
        return inspect_file(path, entry)
    except CheckpointError:
        return None
