"""The arithmetic behind one number as a page: patch times kernel plus bias, then ReLU, then max."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea

from digitpad.ui.layers.colours import ABOVE, BELOW
from digitpad.ui.style.theme import mixed

if TYPE_CHECKING:
    from digitpad.insight.recording import Recording
    from digitpad.insight.windows import Box, Cell
    from digitpad.insight.worked_out import Arithmetic, Convolved, DoubleArray, Pooled, Weighted

_MOST_TERMS = 6  # of a sum of many terms, those that are written out
_CELL, _BESIDE = 42, 110  # pixels that a cell takes, and what stands beside the two tables
_WIDEST = 7  # cells of a patch or kernel that are written out


class ArithmeticPage(QObject):
    """Writes in HTML, as a text view shows it, how a layer computes one of its numbers."""

    _palette = QPalette()
    _room = 0
    _small = 8.0  # points of the numbers in tables

    def text(
        self, recording: Recording, number: int, cell: Cell, field: Box, view: QAbstractScrollArea
    ) -> str:
        """The page about one cell.

        Args:
            recording: of the network.
            number: index of the layer.
            cell: (channel, row, column) or (value,).
            field: its receptive field.
            view: shows it; tables that do not fit into it side by side stand below each other.
        """
        from digitpad.insight.arithmetic import explain, follow

        self._palette, self._room = view.palette(), view.viewport().width()
        self._small = view.font().pointSizeF() * 0.9
        name = f"<b>{_escaped(recording.layers[number].name)}</b>"
        result = explain(recording, number, cell)
        parts = [f"<p>{name} {self._place(cell)} = {_bold(result.value)}</p>", self._lines(result)]
        for later, place in follow(recording, number, cell):
            name = f"<b>{_escaped(recording.layers[later].name)}</b>"
            parts.append(f"<p>{self.tr('then {layer}').format(layer=name)} {self._place(place)}:</p>")
            parts.append(self._lines(explain(recording, later, place)))
        size = self.tr("Its receptive field, framed on the pad: {rows} × {columns} pixels of the input.")
        parts.append(f"<p>{size.format(rows=field.bottom - field.top, columns=field.right - field.left)}</p>")
        return "".join(parts)

    def _place(self, cell: Cell) -> str:
        if len(cell) == 3:
            text = self.tr("(channel {channel}, row {row}, column {column})")
            return text.format(channel=cell[0], row=cell[1], column=cell[2])
        return self.tr("(value {value})").format(value=cell[0])

    def _lines(self, step: Arithmetic) -> str:
        from digitpad.insight import worked_out as kinds

        note = ""
        if isinstance(step, kinds.Convolved):
            return self._convolved(step)
        if isinstance(step, kinds.Pooled):
            return self._pooled(step)
        if isinstance(step, kinds.Weighted):
            return self._weighted(step)
        if isinstance(step, kinds.Rectified):
            line = f"max(0, {_number(step.input)})"
        elif isinstance(step, kinds.BatchNormalised):
            line = (
                f"({_number(step.input)} − {_number(step.mean)}) / √({_number(step.variance)} + "
                f"{step.epsilon:g}) × {_number(step.weight)} + {_number(step.bias)}"
            )
            note = self.tr("(input − mean) / √(variance + ε) × weight + bias, of this channel")
        elif isinstance(step, kinds.Summed):
            line = " + ".join(map(_number, step.inputs))
        elif isinstance(step, kinds.LogSoftmaxed):
            score = _number(step.score)
            line = f"{score} − ln Σ exp = {score} − {_number(step.log_sum)}"
            note = self.tr("Σ exp: of the scores of all classes, so that their probabilities add up to 1")
        elif isinstance(step, kinds.Passthrough):
            same = self.tr("the same number, from {place}").format(place=self._place(step.source))
            return f"<p>{same}: {_bold(step.value)}</p>"
        else:
            return f"<p>{self.tr('How this layer computes it is not explained here.')}</p>"
        small = f"<br><small>{_escaped(note)}</small>" if note else ""
        return f"<p>{line} = {_bold(step.value)}{small}</p>"

    def _convolved(self, step: Convolved) -> str:
        order = abs(step.sums).argsort()[::-1].tolist()
        most = order[0]
        parts = []
        if len(order) > 1:
            text = self.tr("{count} input channels; channel {channel} contributes most:")
            parts.append(f"<p>{text.format(count=len(order), channel=step.channels[most])}</p>")
        patch = step.patches[most]
        if max(patch.shape) <= _WIDEST:
            patch_table = f"{self.tr('patch')}{self._table(patch)}"
            kernel_table = f"{self.tr('kernel')}{self._table(step.kernels[most])}"
            total = f"= {_number(step.sums[most])}"
            if 2 * _CELL * patch.shape[1] + _BESIDE > self._room:
                parts.append(f"{patch_table}× {kernel_table}<p>{total}</p>")
            else:
                parts.append(
                    "<table cellspacing='6'><tr>"
                    f"<td align='center'>{patch_table}</td><td valign='middle'>×</td>"
                    f"<td align='center'>{kernel_table}</td>"
                    f"<td valign='middle' style='white-space: pre'>{total}</td></tr></table>"
                )
        terms = [_number(step.sums[channel]) for channel in order[:_MOST_TERMS]]
        if others := order[_MOST_TERMS:]:
            text = self.tr("{rest} (the other {count})")
            terms.append(text.format(rest=_number(float(step.sums[others].sum())), count=len(others)))
        parts.append(f"<p>{' + '.join([*terms, self._bias(step.bias)])} = {_bold(step.value)}</p>")
        return "".join(parts)

    def _pooled(self, step: Pooled) -> str:
        table = self._table(step.patch) if max(step.patch.shape) <= _WIDEST else ""
        word = self.tr("the largest") if step.largest else self.tr("the mean")
        return (
            f"<table cellspacing='6'><tr><td>{table}</td>"
            f"<td valign='middle'>{word} = {_bold(step.value)}</td></tr></table>"
        )

    def _weighted(self, step: Weighted) -> str:
        products = step.products
        order = abs(products).argsort()[::-1].tolist()
        text = self.tr("{count} inputs times their weights; the largest contributions:")
        lines = [text.format(count=len(products))]
        lines += [
            f"{_number(step.inputs[place])} × {_number(step.weights[place])} = {_number(products[place])}"
            for place in order[:_MOST_TERMS]
        ]
        if others := order[_MOST_TERMS:]:
            text = self.tr("the other {count} together: {rest}")
            lines.append(text.format(count=len(others), rest=_number(float(products[others].sum()))))
        total = _number(float(products.sum()))
        return f"<p>{'<br>'.join(lines)}</p><p>{total} + {self._bias(step.bias)} = {_bold(step.value)}</p>"

    def _bias(self, bias: float) -> str:
        return self.tr("{bias} (bias)").format(bias=_number(bias))

    def _table(self, values: DoubleArray) -> str:
        """Numbers (h, w) as a table, the stronger in colour the larger; NaN leaves a cell empty."""
        rows = values.tolist()
        most = max((abs(value) for row in rows for value in row if value == value), default=0.0) or 1.0
        lines = ("".join(self._cell(value, abs(value) / most) for value in row) for row in rows)
        cells = "".join(f"<tr>{line}</tr>" for line in lines)
        return (
            f"<table cellspacing='1' cellpadding='2' style='font-size: {self._small:.1f}pt'>{cells}</table>"
        )

    def _cell(self, value: float, share: float) -> str:
        if value != value:
            return "<td></td>"
        ground = mixed(ABOVE if value > 0 else BELOW, self._palette.base().color(), 0.45 * share)
        text = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")  # adding zero makes 0.0 of -0.0
        return f"<td align='right' bgcolor='{ground.name()}' style='white-space: pre'>{text}</td>"


def _escaped(text: str) -> str:
    import html  # not before the first click on a number

    return html.escape(text)


def _number(value: float) -> str:
    """With four digits or so, and a minus sign that is as wide as a plus."""
    size = abs(value)
    text = f"{value:.3f}" if size >= 0.01 or size == 0 else f"{value:.2g}"
    return text.replace("-", "−")


def _bold(value: float) -> str:
    return f"<b>{_number(value)}</b>"
