"""The training tab: settings, buttons, progress and log of a run."""
