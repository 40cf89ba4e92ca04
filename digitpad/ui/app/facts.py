"""What is so in the window at a moment: what lessons wait for, and fill into their answers.

=========================  ==========================================================================
`strokes`                  how many strokes are on the pad
`digit`, `second`          what is read, -1 without an answer; what comes second
`margin`, `chance`         how far it lies ahead in log-probability; its probability in percent
`digits`, `number`         how many digits are read; several as they are read, row by row
`pixels_shown`             whether the network's pixels lie over the pad
`input_pixels`             how many numbers the network gets for a picture
`inked`                    how many of them are not 0
`probabilities`            whether the bars are probabilities
`steps_off`                how many steps between pad and network are switched off
`tab`                      training, samples, explore, layers or runs
`matrix`                   whether Explore has the confusion matrix of all its pictures
`recipe`, `chosen_network`, `dataset`, `epochs`, `batch_size`, `learning_rate`, `momentum`,
`optimizer`, `weight_decay`, `label_smoothing`, `augmentation`, `mean`, `std`, `layers`
                           as the settings say; of `layers` how many there are
`folder`                   whether the dataset is a folder of pictures
`more_settings`            whether they are unfolded
`editor`, `bench`, `transforms`
                           whether that window is open
`layer`, `layer_parameters`, `editor_parameters`, `list_right`
                           in the editor: the selected layer's kind, how many numbers it learns, how many
                           all of them do, and whether Train would take the list
`example`, `output_rows`, `output_columns`, `output`, `stride`, `padding`
                           on the bench: the example, its output's size, the chosen number, two settings
`network`, `file`          the architecture of the network that answers, and the name of its file
`parameters`               how many numbers it has learnt
`own_network`              whether it is another one than the shipped
`answer_mean`, `answer_std`
                           its normalisation; None where that is one for each colour
`normalisation`            whether mean and std can be changed below the bars
`saved`, `saved_form`      how many times a network was saved; the last form, such as state_dict
`loaded`                   how many times a network came from a file
=========================  ==========================================================================

What is not known yet, as without a drawing, is None, but for `digit`.

Those of the run that the chart has are in `digitpad.ui.app.run_facts`.
"""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from digitpad.recipe.kinds import is_folder
from digitpad.ui.app.figures import chance, margin
from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.app.run_facts import RunFacts
from digitpad.ui.prediction import PredictionController, is_shipped

_SETTINGS = (
    "dataset", "epochs", "batch_size", "learning_rate", "momentum", "optimizer", "weight_decay",
    "label_smoothing", "augmentation", "mean", "std",
)  # fmt: skip
_WINDOWS = {"editor": "networkEditorWindow", "transforms": "transformsWindow", "bench": "benchWindow"}
_TABS = ("training", "samples", "explore", "layers", "runs")
_PARAMETERS = 4  # the column of the editor's list


class Facts(QObject):
    """Gathers them.

    Args:
        window: what the user sees.
        recognition: reads what is on the pad.
    """

    def __init__(self, window: MainWindow, recognition: PredictionController) -> None:
        super().__init__(window)
        self._window = window
        self._recognition = recognition
        self.run = RunFacts(window.training_tab, self)
        self._saved, self._saved_form, self._loaded = 0, "", 0
        self._windows: dict[str, QWidget] = {}  # those that were opened, which are kept when they are closed
        recognition.network_loaded.connect(self._network_loaded)

    @Slot(str)
    def network_saved(self, form: str) -> None:
        """A network was saved in a form of `digitpad.model.export.FORMS`."""
        self._saved += 1
        self._saved_form = form

    @Slot()
    def _network_loaded(self) -> None:
        self._loaded += 1

    def __call__(self) -> dict[str, Any]:
        """All facts, by name."""
        return {
            **self._pad(),
            **self._settings(),
            **self.run(),
            **self._editor(),
            **self._bench(),
            **self._network(),
        }

    def _pad(self) -> dict[str, Any]:
        window, answer = self._window, self._recognition.live.answer
        picture = window.panel.input_preview.picture()
        facts: dict[str, Any] = {
            "strokes": len(window.canvas.drawing().strokes),
            "digit": -1,
            **dict.fromkeys(("second", "margin", "chance")),
            "digits": len(answer.digits) if answer is not None else 0,
            "number": str(window.panel.property("number")),
            "pixels_shown": window.canvas.overlay_visible(),
            "input_pixels": None if picture is None else picture.size,
            "inked": None if picture is None else int((picture > 0).sum()),
            "probabilities": window.panel.bars.as_probability(),
            "steps_off": len(window.preparation_strip.off()),
        }
        log_probs = list(window.panel.property("logProbs"))
        if len(log_probs) > 1:
            best, second = sorted(range(len(log_probs)), key=lambda index: -log_probs[index])[:2]
            facts |= {
                "digit": best,
                "second": second,
                "margin": margin(log_probs[best] - log_probs[second]),
                "chance": chance(log_probs[best]),
            }
        return facts

    def _settings(self) -> dict[str, Any]:
        window, form = self._window, self._window.training_tab.form
        values: dict[str, Any] = form.recipe_values()
        chosen = {name: "" if values.get(name) is None else values[name] for name in _SETTINGS}
        return {
            **chosen,
            "recipe": form.settings()["recipe"],
            "chosen_network": values["network"],
            "layers": len(values["layers"]),
            "folder": is_folder(values["dataset"]),
            "more_settings": form.more.button.isChecked(),
            "tab": _TABS[window.tabs.currentIndex()],
            "matrix": not window.explore_tab.matrix.isHidden(),
            **{fact: self._open(fact) is not None for fact in _WINDOWS},
        }

    def _open(self, fact: str) -> Any:
        """One of the other windows, while it is open."""
        window = self._windows.get(fact)
        if window is None or not shiboken6.isValid(window):
            window = self._window.findChild(QWidget, _WINDOWS[fact])
            if window is None:
                return None
            self._windows[fact] = window
        return window if window.isVisible() else None

    def _editor(self) -> dict[str, Any]:
        facts = {"layer": "", "layer_parameters": 0, "editor_parameters": 0, "list_right": False}
        editor = self._open("editor")
        if editor is None:
            return facts
        from digitpad.model.spec.plain import kind_name
        from digitpad.ui.network_editor.editing import layer_at

        tree = editor.tree
        rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
        current = tree.currentItem()
        address = None if current is None else current.data(0, Qt.ItemDataRole.UserRole)
        layer = None if address is None else layer_at(editor.layers, address)
        return {
            "layer": "" if layer is None else kind_name(layer),
            "layer_parameters": 0 if current is None else _count(current.text(_PARAMETERS)),
            "editor_parameters": sum(_count(row.text(_PARAMETERS)) for row in rows),
            "list_right": editor.problem is None,
        }

    def _bench(self) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "example": "", "output_rows": 0, "output_columns": 0, "output": "", "stride": 0, "padding": 0,
        }  # fmt: skip
        bench = self._open("bench")
        if bench is None:
            return facts
        page = bench.page
        name = page.objectName().removesuffix("Page")
        chosen = page.output.currentItem()
        for setting in ("stride", "padding"):
            spin = page.findChild(QSpinBox, f"{name}{setting.capitalize()}Spin")
            facts[setting] = 0 if spin is None else spin.value()
        return facts | {
            "example": name,
            "output_rows": page.output.rowCount(),
            "output_columns": page.output.columnCount(),
            "output": "" if chosen is None else chosen.text(),
        }

    def _network(self) -> dict[str, Any]:
        checkpoint = self._recognition.checkpoint
        facts = {"saved": self._saved, "saved_form": self._saved_form, "loaded": self._loaded}
        if checkpoint is None:
            return facts | {
                "parameters": None, "network": "", "file": "", "own_network": False, "answer_mean": None,
                "answer_std": None, "normalisation": False,
            }  # fmt: skip
        mean, std, path = checkpoint.mean, checkpoint.std, checkpoint.path
        return facts | {
            "parameters": self._recognition.parameters,
            "network": checkpoint.architecture,
            "file": "" if path is None else path.name,
            "own_network": path is None or not is_shipped(path),
            "answer_mean": None if isinstance(mean, tuple) else round(mean, 6),
            "answer_std": None if isinstance(std, tuple) else round(std, 6),
            "normalisation": not self._window.panel.network_lines.normalisation.isHidden(),
        }


def _count(text: str) -> int:
    """A number with its separators."""
    digits = "".join(character for character in text if character.isdecimal())
    return int(digits) if digits else 0
