"""Sentences about files that are not digitpad's own: refused ones, and what else a file holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from digitpad.errors import Sentence, printable
from digitpad.ui.messages import counted, filled, joined, sentence, value_text

if TYPE_CHECKING:
    from digitpad.model.checkpoint import Checkpoint
    from digitpad.model.open.describe import Layer
    from digitpad.model.open.foreign import UnknownNetworkError


class FileMessages(QObject):
    """Sentences about files that are not digitpad's own."""

    def recognized(self, network: Checkpoint, optimizer: Path | None) -> str:
        """What is in and beside a file; `optimizer` is the file that the user named."""
        name = network.path.name if network.path else ""
        text = self.tr("{file} holds a network of {recipe}.").format(file=name, recipe=network.architecture)
        if network.assumed is not None:
            text = self.tr("{file}: {assumed}").format(file=name, assumed=sentence(network.assumed.brief))
        return joined(text, *map(sentence, network.messages), self._beside(network, optimizer))

    def without_momentum(self, network: Checkpoint | None) -> str:
        """The question before a run begins without the optimiser's state."""
        why = self._problem(network) or self.tr("The network's file comes without its optimizer.pth.")
        return self.tr("{why} Without it the momentum starts from zero.").format(why=why)

    def unknown(self, path: Path, error: UnknownNetworkError) -> str:
        """Why a network cannot be used, in plain words; its layers are listed elsewhere."""
        if "accuracy" in error.values:  # networks fit, and none of them reads
            text = self.tr(
                "{file}: none of {count} networks of its layers reads digits, so the one before stays. The "
                "nearest, {what}, reads {accuracy} of {pictures} training pictures of {dataset}."
            )
            values = {
                name: filled(value) if isinstance(value, Sentence) else value
                for name, value in error.values.items()
            }
            return text.format(**{**values, "file": path.name})
        inner = error.inner
        values = inner.values
        if "nearest" not in values:
            text = self.tr("{file} cannot be used, so the network before stays: {why}.")
            return text.format(file=path.name, why=filled(inner).rstrip(".。"))
        return self.tr(
            "{file} holds a network that digitpad does not know, so the one before stays. Nearest is "
            "{nearest}, but {difference}."
        ).format(
            file=path.name, nearest=values["nearest"], difference=value_text(values.get("difference", "?"))
        )

    def layers(self, layers: tuple[Layer, ...]) -> str:
        """The layers of a network, one to a line."""
        width = max((len(layer.name) for layer in layers), default=0)
        kinds = max((len(layer.text) for layer in layers), default=0)
        lines = []
        for layer in layers:
            count = ""
            if layer.parameters:
                several = self.tr("{count} parameters")
                count = counted(layer.parameters, self.tr("1 parameter"), several)
            line = f"{layer.name:<{min(width, 40)}}  {layer.text:<{min(kinds, 60)}}  {count}".rstrip()
            lines.append(printable(line, len(line)))
        total = sum(layer.parameters for layer in layers)
        lines.append(self.tr("together {count:,} parameters").format(count=total))
        return "\n".join(lines)

    def _beside(self, network: Checkpoint, optimizer: Path | None) -> str:
        from digitpad.model.optimizer_file import partner

        if problem := self._problem(network):
            return problem
        if network.optimizer is None and optimizer is None:
            return self.tr("No optimizer.pth lies beside it.")
        beside = optimizer or (partner(network.path) if network.path else None)
        if beside is None:
            return self.tr("It keeps its optimiser's state: Resume goes on with its momentum.")
        return self.tr("With {optimizer} Resume goes on with its momentum.").format(optimizer=beside.name)

    @staticmethod
    def _problem(network: Checkpoint | None) -> str:
        if network is None or network.optimizer_problem is None:
            return ""
        return sentence(network.optimizer_problem)
