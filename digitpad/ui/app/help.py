"""The Help menu: lessons, examples, keys, where things lie, and about."""

from __future__ import annotations

import platform
from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMainWindow, QWhatsThis

from digitpad import __version__
from digitpad.errors import UsageError
from digitpad.resources import asset, data_root, lessons_root, log_file, runs_root, samples_root
from digitpad.ui.lessons import LessonsController
from digitpad.ui.messages import without_key
from digitpad.ui.settings import Settings
from digitpad.ui.widgets.actions import make_action
from digitpad.ui.widgets.boxes import in_column

_OF_FEW_KEYBOARDS = {"Undo", "Redo", "Copy", "Cut", "Paste", "Open", "Save", "Help"}


class HelpMenu(QObject):
    """Fills the Help menu.

    Args:
        window: whose menu bar gets the menu.
        lessons: the lessons, which are listed anew whenever the menu opens.
        open_path: opens an example.
        show_error: says what could not be done.
        settings: know which folder of datasets was chosen.
    """

    def __init__(
        self,
        window: QMainWindow,
        lessons: LessonsController,
        open_path: Callable[[Path], None],
        show_error: Callable[[BaseException], None],
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._lessons = window, lessons
        self._open_path, self._show_error, self._settings = open_path, show_error, settings
        menu = window.menuBar().addMenu(self.tr("&Help"))
        menu.setObjectName("helpMenu")
        menu.setToolTipsVisible(True)
        self._lesson_menu = menu.addMenu(self.tr("&Lessons"))
        self._lesson_menu.setObjectName("lessonsMenu")
        self._lesson_menu.setToolTipsVisible(True)
        self._lesson_menu.aboutToShow.connect(self._list_lessons)
        self._examples = menu.addMenu(self.tr("&Examples"))
        self._examples.setObjectName("examplesMenu")
        self._list_examples()
        menu.addSeparator()
        what = make_action(self, "whatsThisAction", self.tr("&What is this?"), QWhatsThis.enterWhatsThisMode)
        what.setShortcut(QKeySequence.StandardKey.WhatsThis)
        menu.addAction(what)
        menu.addAction(make_action(self, "shortcutsAction", self.tr("&Keys…"), self._show_shortcuts))
        self._folders = menu.addMenu(self.tr("Where &files lie"))
        self._folders.setObjectName("foldersMenu")
        self._folders.setToolTipsVisible(True)
        self._list_folders()
        menu.addSeparator()
        menu.addAction(make_action(self, "aboutAction", self.tr("&About digitpad…"), self._show_about))

    @Slot()
    def _list_lessons(self) -> None:
        self._lessons.refresh()
        self._lesson_menu.clear()
        self._lesson_menu.addActions(self._lessons.actions)

    def _list_examples(self) -> None:
        titles = {
            "eight": self.tr("A drawn 8"),
            "four": self.tr("A drawn 4"),
            "five-white-on-black": self.tr("A 5, white on black"),
            "seven-uneven-light": self.tr("A 7 in uneven light"),
            "three-on-paper": self.tr("A 3 on paper"),
            "two-transparent": self.tr("A 2 on a transparent ground"),
        }
        for path in sorted(asset("samples").iterdir()):
            action = self._examples.addAction(titles.get(path.stem, path.stem), self._open_example)
            action.setObjectName(f"example-{path.stem}")
            action.setData(str(path))

    def _list_folders(self) -> None:
        for name, title in (
            ("data", self.tr("&Datasets")),
            ("runs", self.tr("&Runs")),
            ("samples", self.tr("My &samples")),
            ("lessons", self.tr("My &lessons")),
            ("log", self.tr("L&og")),
        ):
            action = self._folders.addAction(title, self._open_chosen)
            action.setObjectName(f"{name}FolderAction")
            action.setData(name)
        self._folders.aboutToShow.connect(self._name_folders)
        self._name_folders()

    def _folder(self, name: str) -> Path:
        if name == "data":
            return self._settings.data_folder or data_root()
        if name == "log":
            return log_file().parent
        return {"runs": runs_root, "samples": samples_root, "lessons": lessons_root}[name]()

    @Slot()
    def _name_folders(self) -> None:
        for action in self._folders.actions():
            action.setToolTip(str(self._folder(action.data())))

    @Slot()
    def _open_example(self) -> None:
        if isinstance(action := self.sender(), QAction):
            self._open_path(Path(action.data()))

    @Slot()
    def _open_chosen(self) -> None:
        if isinstance(action := self.sender(), QAction):
            self._open_folder(self._folder(action.data()))

    def _open_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            self._show_error(UsageError("The folder {path} could not be made.", path=folder))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._show_error(UsageError("No program opens folders here; it is {path}.", path=folder))

    @Slot()
    def _show_shortcuts(self) -> None:
        keys = {
            "←↑→↓": self.tr("lead the pen; with Shift finer, with Ctrl faster"),
            self.tr("Space"): self.tr("puts the pen down and up"),
            "E": self.tr("takes the eraser, or the pen again"),
            "N": self.tr("shows what the network sees"),
            "[ ]": self.tr("make the brush thinner and thicker"),
            "0–9": self.tr("say what the drawing was"),
            "Esc": self.tr("clears the pad"),
            "Alt+← Alt+→": self.tr("the lesson's step before, and the next one"),
        }
        titles: dict[str, list[str]] = {}  # of each key: in different windows it may do different things
        for action in self._window.findChildren(QAction):
            for key in filter(_is_on_keyboards, action.shortcuts()):
                name, title = key.toString(QKeySequence.SequenceFormat.NativeText), _title(action)
                if title and name not in keys and title not in titles.setdefault(name, []):
                    titles[name].append(title)
        together: dict[str, list[str]] = {}
        for name, does in titles.items():
            together.setdefault(" · ".join(does), []).append(name)
        rows = keys | {", ".join(names): does for does, names in together.items()}
        body = "".join(
            f"<tr><td><b>{escape(key)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>"
            for key, text in rows.items()
        )
        self._show(self.tr("Keys"), "shortcutsDialog", f"<table cellspacing=4>{body}</table>")

    @Slot()
    def _show_about(self) -> None:
        import PySide6
        import torch

        text = self.tr(
            "<h3>digitpad {version}</h3><p>A drawing pad that recognises digits and trains its own network "
            "in front of you.</p><p>PyTorch {torch}, Qt for Python {qt}, Python {python}</p>"
            "<p>MIT licence</p>"
        ).format(
            version=__version__,
            torch=torch.__version__,
            qt=PySide6.__version__,
            python=platform.python_version(),
        )
        self._show(self.tr("About digitpad"), "aboutDialog", text)

    def _show(self, title: str, name: str, text: str) -> None:
        dialog = QDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName(name)
        dialog.setWindowTitle(title)
        label = QLabel(text, dialog, textFormat=Qt.TextFormat.RichText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        dialog.setLayout(in_column(label, buttons, spacing=12, margin=16))
        dialog.show()


def _title(action: QAction) -> str:
    return without_key(action.text()).rstrip("….")


def _is_on_keyboards(key: QKeySequence) -> bool:
    return key.toString() not in _OF_FEW_KEYBOARDS
