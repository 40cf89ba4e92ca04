"""The settings that a beginner leaves alone, folded away behind a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.recipe.table import NETWORK, OPTIMIZER, PICTURES, TABLE
from digitpad.ui.recipe_form.editors import Editor
from digitpad.ui.recipe_form.setting_grid import SettingGrid
from digitpad.ui.widgets.fields import tool_button
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.segment_button import SegmentButton


class MoreSettings(QWidget):
    """A button that unfolds the settings, a group of them at a time.

    Attributes:
        editors: name of a setting -> its editor.
        labels: name -> the label that leads to it.
        code: the button that shows the settings as a script.
        open_recipe, save_recipe: actions for a recipe's file.
        tensorboard: whether runs are written for TensorBoard too.

    Signals:
        unfolded(): the settings came into sight.
    """

    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self.labels: dict[str, QWidget] = {}
        self._folded = QWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._header())
        column.addWidget(self._folded)
        self._make_pages()
        self.button.toggled.connect(self._unfold)
        self._unfold(False)
        self.set_count(0)

    def _header(self) -> QHBoxLayout:
        about = self.tr("More settings: optimiser, pictures, network")
        self.button = tool_button(self, "advancedButton", "", about)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        about = self.tr("Open a recipe from a file, or save these settings as one")
        file = tool_button(self, "recipeFileButton", self.tr("Recipe"), about)
        file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(file)
        self.open_recipe = menu.addAction(self.tr("Open a recipe…"))
        self.open_recipe.setObjectName("openRecipeAction")
        self.save_recipe = menu.addAction(self.tr("Save these settings as a recipe…"))
        self.save_recipe.setObjectName("saveRecipeAction")
        file.setMenu(menu)
        about = self.tr("These settings as a plain PyTorch script that runs by itself")
        self.code = tool_button(self, "codeButton", self.tr("Code…"), about)
        row = QHBoxLayout()
        row.setSpacing(0)
        for button in (self.button, file, self.code):
            button.setAutoRaise(True)
            # No higher than its line: a small window has little room.
            button.setFixedHeight(button.fontMetrics().height() + 4)
            row.addWidget(button)
        row.insertStretch(1, 1)
        for before, after in ((self.button, file), (file, self.code), (self.code, self._folded)):
            QWidget.setTabOrder(before, after)
        return row

    def _make_pages(self) -> None:
        self._pages = QStackedWidget()
        choices, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(2)
        for name, title, group in (
            ("optimizerPage", self.tr("Optimiser"), OPTIMIZER),
            ("picturesPage", self.tr("Pictures"), PICTURES),
            ("networkPage", self.tr("Network"), NETWORK),
        ):
            button = SegmentButton(title, self._folded)
            button.setObjectName(name)
            button.setChecked(group == OPTIMIZER)
            choices.addButton(button, self._pages.count())
            row.addWidget(button)
            self._pages.addWidget(self._page(group))
        choices.idToggled.connect(self._turn_to)
        column = QVBoxLayout(self._folded)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(5)
        column.addLayout(row)
        column.addWidget(self._pages)

    def _page(self, group: str) -> QWidget:
        page, grid = QWidget(), SettingGrid()
        grid.place_settings(page, (setting for setting in TABLE.values() if setting.group == group))
        self.editors |= grid.editors
        self.labels |= grid.labels
        if group == OPTIMIZER:
            title = self.tr("Write runs for TensorBoard")
            self.tensorboard = named(QCheckBox(title, page), "tensorboardCheck", title)
            about = self.tr("Losses, first batch and graph for tensorboard --logdir, from the next run on")
            self.tensorboard.setToolTip(about)
            grid.place("", self.tensorboard, wide=True)
        grid.setRowStretch(grid.rowCount(), 1)
        page.setLayout(grid)
        return page

    @Slot(int, bool)
    def _turn_to(self, number: int, on: bool) -> None:
        if on:
            self._pages.setCurrentIndex(number)

    def set_editable(self, on: bool) -> None:
        """Whether the settings can be changed."""
        self._pages.setEnabled(on)
        self.open_recipe.setEnabled(on)

    def set_count(self, changed: int) -> None:
        """Show, folded up too, how many of the settings are not the recipe's own."""
        text = self.tr("More settings ({count} changed)") if changed else self.tr("More settings")
        self.button.setText(text.format(count=changed))
        font = self.button.font()
        font.setBold(bool(changed))
        self.button.setFont(font)

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        if unfolded:
            self.unfolded.emit()
        self.button.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._folded.setVisible(unfolded)
        self.updateGeometry()
