"""digitpad: a drawing pad that recognises digits and trains its own network in front of you."""

__version__ = "0.1.0"
