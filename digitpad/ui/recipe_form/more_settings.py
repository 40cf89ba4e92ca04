"""The settings that a beginner leaves alone, folded away behind a button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from digitpad.recipe.setting import NETWORK, OPTIMIZER, PICTURES
from digitpad.ui.recipe_form.editors import Editor
from digitpad.ui.recipe_form.setting_grid import SettingGrid
from digitpad.ui.widgets.boxes import in_column
from digitpad.ui.widgets.check_box import CheckBox
from digitpad.ui.widgets.fields import named, set_bold, tool_button
from digitpad.ui.widgets.fitting import BreakingRow, FittedToolButton, with_font
from digitpad.ui.widgets.segment_button import SegmentButton


class MoreSettings(QWidget):
    """A button that unfolds the settings, a group of them at a time.

    Attributes:
        editors: name of a setting -> its editor.
        button: folds and unfolds.
        code: the button that shows the settings as a script.
        open_recipe, save_recipe: actions for a recipe's file.
        tensorboard: whether runs are written for TensorBoard too.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        header = self._make_header()
        self._folded = QWidget(self)
        self._make_pages()
        self.setLayout(in_column(header, self._folded, spacing=4, margin=0))
        self.button.toggled.connect(self._unfold)
        self._unfold(False)

    def _make_header(self) -> BreakingRow:
        about = self.tr("More settings: optimiser, pictures, network")
        self.button = tool_button(self, "advancedButton", "", about)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        about = self.tr("Open a recipe from a file, or save these settings as one")
        file = named(FittedToolButton(self), "recipeFileButton", about)
        file.setText(self.tr("Recipe"))
        file.setToolTip(about)
        file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        file.setMenu(QMenu(file))
        self.open_recipe = file.menu().addAction(self.tr("Open a recipe…"))
        self.open_recipe.setObjectName("openRecipeAction")
        self.save_recipe = file.menu().addAction(self.tr("Save these settings as a recipe…"))
        self.save_recipe.setObjectName("saveRecipeAction")
        about = self.tr("These settings as a plain PyTorch script that runs by itself")
        self.code = tool_button(self, "codeButton", self.tr("Code…"), about)
        for button in (self.button, file, self.code):
            button.setAutoRaise(True)
            # No higher than its line: a small window has little room.
            with_font(button, partial(_lower, button))
        return BreakingRow(self.button, (file, 0), (self.code, 0), spacing=0)

    def _make_pages(self) -> None:
        self._choices, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(2)
        pages = (
            ("optimizerPage", self.tr("Optimiser"), OPTIMIZER),
            ("picturesPage", self.tr("Pictures"), PICTURES),
            ("networkPage", self.tr("Network"), NETWORK),
        )
        for number, (name, title, group) in enumerate(pages):
            button = SegmentButton(title, self._folded)
            button.setObjectName(name)
            button.setChecked(group == OPTIMIZER)
            self._choices.addButton(button, number)
            row.addWidget(button)
        self._pages = QStackedWidget(self._folded)
        self.editors: dict[str, Editor] = {}
        for *_, group in pages:
            page = SettingGrid(self._pages)
            self.editors |= page.place_settings(group)
            if group == OPTIMIZER:
                page.place(self._make_tensorboard(page), "", wide=True)
            page.fill_up()
            self._pages.addWidget(page)
        self._choices.idClicked.connect(self._pages.setCurrentIndex)
        column = in_column(row, self._pages, spacing=5, margin=0)
        self._folded.setLayout(column)
        column.setContentsMargins(0, 2, 0, 0)

    def _make_tensorboard(self, page: QWidget) -> QCheckBox:
        title = self.tr("Write runs for TensorBoard")
        self.tensorboard = named(CheckBox(title, page), "tensorboardCheck", title)
        about = self.tr(
            "Losses, batches, feature maps and graph for tensorboard --logdir, from the next run on"
        )
        self.tensorboard.setToolTip(about)
        return self.tensorboard

    def set_editable(self, on: bool) -> None:
        """Whether the settings can be changed."""
        self._pages.setEnabled(on)
        self.open_recipe.setEnabled(on)

    def reveal(self, name: str) -> None:
        """Unfold the page that has this setting, if one of them has it."""
        if name in self.editors:
            page = self.editors[name].widget.parentWidget()
            self.button.setChecked(True)
            self._choices.button(self._pages.indexOf(page)).click()

    def set_count(self, changed: int) -> None:
        """Show, folded up too, how many of the settings are not the recipe's own."""
        text = self.tr("More settings ({count} changed)") if changed else self.tr("More settings")
        self.button.setText(text.format(count=changed))
        set_bold(self.button, bool(changed))

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._folded.setVisible(unfolded)
        self.updateGeometry()


def _lower(button: QToolButton) -> None:
    button.setFixedHeight(button.fontMetrics().height() + 4)
