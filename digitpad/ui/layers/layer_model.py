"""The layers of a network as a table: name, kind, shape of the output, values learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from digitpad.insight.recording import Recording

Index = QModelIndex | QPersistentModelIndex

NAME, SHAPE, PARAMETERS, KIND = range(4)


class LayerModel(QAbstractTableModel):
    """One row per layer, in the order in which they are called."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str, int, str]] = []

    def show_layers(self, recording: Recording) -> bool:
        """Show the layers of a network; gives whether they are others than before."""
        rows = [
            (layer.name, "×".join(map(str, layer.shape)), layer.parameters, layer.kind)
            for layer in recording.layers
        ]
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    @property
    def parameters(self) -> int:
        """All values learnt."""
        return sum(parameters for _, _, parameters, _ in self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Layer"), self.tr("Output"), self.tr("Parameters"), self.tr("Kind"))[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == SHAPE:
            return self.tr(
                "(B, C, H, W): B pictures, C channels of H rows and W columns; or B times so many values"
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        value = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == PARAMETERS:
                return f"{value:,}" if value else ""
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == PARAMETERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
