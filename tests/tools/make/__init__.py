"""Commands that make what lies in assets/: sample pictures and the screenshot."""
