"""The form of a run's settings."""

from digitpad.ui.recipe_form.form import FormArea, RecipeForm

__all__ = ["FormArea", "RecipeForm"]
