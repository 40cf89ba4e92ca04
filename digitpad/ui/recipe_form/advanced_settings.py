"""The settings that a beginner leaves alone, folded away behind a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.recipe_form.setting_fields import Field
from digitpad.ui.recipe_form.setting_groups import (
    NetworkGroup,
    OptimizerGroup,
    PictureGroup,
    SettingGroup,
    listen_to,
)
from digitpad.ui.widgets.naming import named
from digitpad.ui.widgets.segment_button import SegmentButton


class AdvancedSettings(QWidget):
    """A button that unfolds the fields, a group of them at a time.

    Attributes:
        fields: name of a recipe's setting -> its field.
        labels: name -> the label that leads to it.
        code: the button that shows the settings as a script.
        tensorboard: whether runs are written for TensorBoard too.
        pictures, network, optimizer: the groups.

    Signals:
        changed(): a field has another value.
        unfolded(): the fields came into sight.
        open_recipe_requested(), save_recipe_requested(): of a recipe's file.
    """

    changed = Signal()
    unfolded = Signal()
    open_recipe_requested = Signal()
    save_recipe_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.labels: dict[str, QLabel] = {}
        self._make_header()
        self._folded = QWidget(self)
        self._make_groups()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._header())
        column.addWidget(self._folded)
        self.button.toggled.connect(self._unfold)
        self._unfold(False)
        self.set_count(0)

    def _make_header(self) -> None:
        title = self.tr("More settings: optimiser, pictures, network")
        self.button = named(QToolButton(self), "advancedButton", title)
        self.button.setToolTip(title)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        code = self.tr("Show the code")
        self.code = named(QToolButton(self), "codeButton", code)
        self.code.setText(self.tr("Code…"))
        self.code.setToolTip(self.tr("These settings as a plain PyTorch script that runs by itself"))
        self.file = named(QToolButton(self), "recipeFileButton", self.tr("The recipe as a file"))
        self.file.setText(self.tr("Recipe"))
        self.file.setToolTip(self.tr("Open a recipe from a file, or save these settings as one"))
        self.file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.file)
        for text, name, signal in (
            (self.tr("Open a recipe…"), "openRecipeAction", self.open_recipe_requested),
            (self.tr("Save these settings as a recipe…"), "saveRecipeAction", self.save_recipe_requested),
        ):
            action = QAction(text, menu)
            action.setObjectName(name)
            action.triggered.connect(signal)
            menu.addAction(action)
        self.file.setMenu(menu)
        for button in (self.button, self.file, self.code):
            button.setAutoRaise(True)
            # No higher than its line: a small window has little room.
            button.setFixedHeight(button.fontMetrics().height() + 4)

    def _header(self) -> QHBoxLayout:
        for before, after in ((self.button, self.file), (self.file, self.code), (self.code, self._folded)):
            QWidget.setTabOrder(before, after)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.file)
        row.addWidget(self.code)
        return row

    def _make_groups(self) -> None:
        self.optimizer, self.pictures, self.network = OptimizerGroup(), PictureGroup(), NetworkGroup()
        self.tensorboard = self.optimizer.tensorboard
        self._pages = QStackedWidget()
        self._choices = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(2)
        groups: tuple[tuple[str, str, SettingGroup], ...] = (
            ("optimizerPage", self.tr("Optimiser"), self.optimizer),
            ("picturesPage", self.tr("Pictures"), self.pictures),
            ("networkPage", self.tr("Network"), self.network),
        )
        for number, (name, title, group) in enumerate(groups):
            button = SegmentButton(title, self._folded)
            button.setObjectName(name)
            button.setChecked(number == 0)
            self._choices.addButton(button, number)
            row.addWidget(button)
            self._pages.addWidget(group)
            self.fields |= group.fields
            self.labels |= group.labels
            listen_to(group, self.changed)
        self._choices.idToggled.connect(self._turn_to)
        column = QVBoxLayout(self._folded)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(5)
        column.addLayout(row)
        column.addWidget(self._pages)

    def _turn_to(self, number: int, on: bool) -> None:
        if on:
            self._pages.setCurrentIndex(number)

    def set_editable(self, on: bool) -> None:
        """Whether the fields can be set."""
        self._pages.setEnabled(on)
        self.file.menu().actions()[0].setEnabled(on)

    def has_steps(self) -> bool:
        """Whether the schedule is the one that falls in steps."""
        return self.optimizer.has_steps()

    def refresh(self, of_folder: bool) -> None:
        """Show fields only where they have a meaning.

        Args:
            of_folder: whether the dataset is a folder of pictures.
        """
        self.optimizer.refresh()
        self.pictures.show_only(self.pictures.folder_only, of_folder)

    def set_count(self, changed: int) -> None:
        """Tell, folded up too, how many of the settings are not the recipe's own."""
        text = self.tr("More settings")
        if changed:
            text = self.tr("More settings ({count} changed)").format(count=changed)
        self.button.setText(text)
        font = self.button.font()
        font.setBold(bool(changed))
        self.button.setFont(font)

    def _unfold(self, unfolded: bool) -> None:
        if unfolded:
            self.unfolded.emit()
        self.button.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._folded.setVisible(unfolded)
        self.updateGeometry()
