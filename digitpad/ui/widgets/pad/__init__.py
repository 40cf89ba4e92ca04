"""The pad: gestures become strokes, strokes become ink on the screen."""
