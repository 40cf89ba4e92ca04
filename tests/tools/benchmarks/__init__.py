"""Measurements of speed; each module is a command of its own and not part of the default test run."""
