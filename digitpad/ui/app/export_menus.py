"""Which pictures and charts of the window can be kept as files."""

from __future__ import annotations

from digitpad.ui.app.main_window import MainWindow
from digitpad.ui.widgets.export_menu import ExportMenu


def export_menus(window: MainWindow) -> ExportMenu:
    """Give all pictures and charts their context menus.

    Returns:
        That of the pad, whose right button rubs out: its entries stand in the Edit menu.
    """
    for widget, name in (
        (window.training_tab.batch_pictures, "batch"),
        (window.panel, "prediction"),
        (window.preparation_strip, "preparation"),
        (window.explore_tab.gallery, "pictures"),
        (window.explore_tab.matrix, "confusion"),
        (window.layers_tab.pictures.maps, "maps"),
        (window.layers_tab.pictures.one_map, "map"),
        (window.runs_tab.chart, "runs"),
    ):
        ExportMenu(widget, name, window.banner)
    chart, tools = window.training_tab.chart, window.training_tab.chart_tools
    menu = ExportMenu(chart, "loss", window.banner, picture=chart.picture)
    tools.png_action.triggered.connect(menu.ask_png)
    return ExportMenu(window.canvas, "drawing", window.banner, by_menu=False)
