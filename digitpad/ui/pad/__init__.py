"""The drawing pad: canvas, tools, opened pictures, keyboard."""
