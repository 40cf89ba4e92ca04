"""The form of a run's settings."""

from digitpad.ui.recipe_form.form import RecipeForm
from digitpad.ui.recipe_form.form_area import FormArea

__all__ = ["FormArea", "RecipeForm"]
