"""The arithmetic behind one number as a page: patch times kernel plus bias, then ReLU, then max."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from digitpad.insight.arithmetic import Arithmetic, DoubleArray
    from digitpad.insight.recording import Recording
    from digitpad.insight.windows import Cell

_MOST_TERMS = 6  # of a sum of many terms, those that are told one by one
_CELL, _BESIDE = 34, 105  # pixels that a cell takes, and what stands beside the two tables
_WIDEST = 7  # cells of a patch or kernel that are written out


class ArithmeticWords(QObject):
    """Tells how a layer came to one of its numbers, in HTML as a text view shows it."""

    _room = 1000

    def page(self, recording: Recording, number: int, cell: Cell, palette: QPalette, room: int = 1000) -> str:
        """The page about one cell.

        Args:
            recording: the network's answer.
            number: the layer's.
            cell: (channel, row, column) or (value,).
            palette: the view's, for colours that go with it.
            room: pixels across; where two tables have none side by side they stand below each other.
        """
        self._room = room
        from digitpad.insight.arithmetic import explain, follow
        from digitpad.insight.windows import receptive_field

        layer = recording.layers[number]
        found = explain(recording, number, cell)
        parts = [
            f"<p><b>{html.escape(layer.name)}</b> {self._place(cell)} = <b>{_number(found.value)}</b></p>",
            self._told(found, palette),
        ]
        for later, place in follow(recording, number, cell):
            step = explain(recording, later, place)
            name = html.escape(recording.layers[later].name)
            then = self.tr("then {layer}").format(layer=f"<b>{name}</b>")
            parts.append(f"<p>{then} {self._place(place)}:</p>" + self._told(step, palette))
        box = receptive_field(recording, number, cell)
        size = self.tr("It sees {rows} × {columns} pixels of the network's input: framed on the pad.")
        parts.append(f"<p>{size.format(rows=box.bottom - box.top, columns=box.right - box.left)}</p>")
        return "".join(parts)

    def _place(self, cell: Cell) -> str:
        if len(cell) == 3:
            text = self.tr("(channel {channel}, row {row}, column {column})")
            return text.format(channel=cell[0], row=cell[1], column=cell[2])
        return self.tr("(value {value})").format(value=cell[0])

    def _told(self, found: Arithmetic, palette: QPalette) -> str:
        from digitpad.insight import arithmetic as kinds

        if isinstance(found, kinds.Convolved):
            return self._convolved(found, palette)
        if isinstance(found, kinds.Pooled):
            return self._pooled(found, palette)
        if isinstance(found, kinds.Weighted):
            return self._weighted(found)
        if isinstance(found, kinds.Rectified):
            line = f"max(0, {_number(found.input)}) = <b>{_number(found.value)}</b>"
        elif isinstance(found, kinds.BatchNormalised):
            line = (
                f"({_number(found.input)} − {_number(found.mean)}) / √({_number(found.variance)} + "
                f"{found.epsilon:g}) × {_number(found.weight)} + {_number(found.bias)} = "
                f"<b>{_number(found.value)}</b>"
            ) + self._small(self.tr("(input − mean) / √(variance + ε) × weight + bias, of this channel"))
        elif isinstance(found, kinds.Summed):
            line = f"{' + '.join(map(_number, found.inputs))} = <b>{_number(found.value)}</b>"
        elif isinstance(found, kinds.LogSoftmaxed):
            line = (
                f"{_number(found.score)} − ln Σ exp = {_number(found.score)} − {_number(found.log_sum)} = "
                f"<b>{_number(found.value)}</b>"
            ) + self._small(
                self.tr("Σ exp: of the scores of all classes; so their probabilities add up to 1")
            )
        elif isinstance(found, kinds.Passthrough):
            same = self.tr("the same number, from {place}").format(place=self._place(found.source))
            line = f"{same}: <b>{_number(found.value)}</b>"
        else:
            line = self.tr("What this layer computes is not worked out here.")
        return f"<p>{line}</p>"

    @staticmethod
    def _small(text: str) -> str:
        return f"<br><small>{html.escape(text)}</small>"

    def _convolved(self, found: Arithmetic, palette: QPalette) -> str:
        from digitpad.insight.arithmetic import Convolved

        assert isinstance(found, Convolved)
        order = abs(found.sums).argsort()[::-1].tolist()
        most = order[0]
        parts = []
        if len(order) > 1:
            text = self.tr("{count} channels come in; channel {channel} adds most:")
            parts.append(f"<p>{text.format(count=len(order), channel=found.channels[most])}</p>")
        patch, kernel = found.patches[most], found.kernels[most]
        if max(patch.shape) <= _WIDEST:
            below = "</tr><tr>" if 2 * _CELL * patch.shape[1] + _BESIDE > self._room else ""
            parts.append(
                "<table cellspacing='6'><tr>"
                f"<td align='center'>{self.tr('patch')}{_table(patch, palette)}</td>"
                f"<td valign='middle'>×</td>{below}"
                f"<td align='center'>{self.tr('kernel')}{_table(kernel, palette)}</td>"
                f"<td valign='middle' style='white-space: pre'>= {_number(found.sums[most])}</td>"
                "</tr></table>"
            )
        terms = [_number(found.sums[channel]) for channel in order[:_MOST_TERMS]]
        rest = float(found.sums[order[_MOST_TERMS:]].sum()) if len(order) > _MOST_TERMS else None
        if rest is not None:
            terms.append(
                self.tr("{rest} (the other {count})").format(
                    rest=_number(rest), count=len(order) - _MOST_TERMS
                )
            )
        bias = self.tr("{bias} (bias)").format(bias=_number(found.bias))
        parts.append(f"<p>{' + '.join([*terms, bias])} = <b>{_number(found.value)}</b></p>")
        return "".join(parts)

    def _pooled(self, found: Arithmetic, palette: QPalette) -> str:
        from digitpad.insight.arithmetic import Pooled

        assert isinstance(found, Pooled)
        table = _table(found.patch, palette) if max(found.patch.shape) <= _WIDEST else ""
        word = self.tr("the largest") if found.largest else self.tr("the mean")
        return (
            f"<table cellspacing='6'><tr><td>{table}</td>"
            f"<td valign='middle'>{word} = <b>{_number(found.value)}</b></td></tr></table>"
        )

    def _weighted(self, found: Arithmetic) -> str:
        from digitpad.insight.arithmetic import Weighted

        assert isinstance(found, Weighted)
        products = found.products
        order = abs(products).argsort()[::-1].tolist()
        lines = [
            f"{_number(found.inputs[place])} × {_number(found.weights[place])} = {_number(products[place])}"
            for place in order[:_MOST_TERMS]
        ]
        rest = float(products[order[_MOST_TERMS:]].sum())
        text = self.tr("{count} inputs times their weights; those that add most:")
        parts = [f"<p>{text.format(count=len(products))}<br>" + "<br>".join(lines)]
        if len(order) > _MOST_TERMS:
            other = self.tr("the other {count} together: {rest}")
            parts.append("<br>" + other.format(count=len(order) - _MOST_TERMS, rest=_number(rest)))
        bias = self.tr("{bias} (bias)").format(bias=_number(found.bias))
        total = _number(float(products.sum()))
        parts.append(f"</p><p>{total} + {bias} = <b>{_number(found.value)}</b></p>")
        return "".join(parts)


def _number(value: float) -> str:
    """With four digits or so, and a minus sign that is as wide as a plus."""
    size = abs(value)
    text = f"{value:.3f}" if size >= 0.01 or size == 0 else f"{value:.2g}"
    return text.replace("-", "−")


def _table(values: DoubleArray, palette: QPalette) -> str:
    """Numbers (h, w) as a table with grounds as dark as they are large; empty where there is none."""
    finite = [abs(value) for row in values.tolist() for value in row if value == value]
    most = max(finite, default=0.0) or 1.0
    rows = []
    for row in values.tolist():
        cells = []
        for value in row:
            if value != value:
                cells.append("<td></td>")
                continue
            ground = _mixed(
                palette.base().color(), QColor("#ff9f1c" if value > 0 else "#4aa8ff"), abs(value) / most
            )
            cells.append(
                f"<td align='right' bgcolor='{ground.name()}' style='white-space: pre'>"
                + f"{value:.2f}".replace("-", "−")
                + "</td>"
            )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table cellspacing='1' style='font-size: 8pt'>{''.join(rows)}</table>"


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    part = 0.45 * min(1.0, share)
    return QColor.fromRgbF(
        *(
            (1 - part) * a + part * b
            for a, b in zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )
