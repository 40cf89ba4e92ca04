"""What a hand draws: strokes, drawings, and the grey picture they make. Knows neither torch nor Qt."""
