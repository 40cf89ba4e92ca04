"""The weights, as `python -m tests.make.number_weights` finds them; made by that command, not by hand."""

from __future__ import annotations

from digitpad.numbers.weights import Weights

STROKES = Weights(
    group=0.78,
    clear=2.32,
    known=1.43,
    one=1.35,
    loose=3.01,
    gap=-3.59,
    hole=-9.86,
    apart=-1.43,
    low=-4.48,
    very_low=-4.07,
    rise=-3.44,
    drop=-1.3,
    broad=-1.97,
    tall=-0.93,
    shared=-0.86,
    touching=-0.04,
    parts=-1.66,
    cut=0.0,
    late=-0.35,
    everything=2.07,
)
"""For strokes, with a network that tells whether something is a digit at all."""

STROKES_UNTOLD = Weights(
    group=0.86,
    clear=3.03,
    known=0.0,
    one=1.4,
    loose=3.0,
    gap=-3.62,
    hole=-9.76,
    apart=-1.45,
    low=-4.54,
    very_low=-4.07,
    rise=-3.85,
    drop=-1.16,
    broad=-2.22,
    tall=-0.83,
    shared=-0.8,
    touching=-0.1,
    parts=-1.75,
    cut=0.0,
    late=-0.35,
    everything=1.93,
)
"""For strokes, with a network that does not."""

PICTURES = Weights(
    group=0.28,
    clear=2.28,
    known=0.52,
    one=0.76,
    loose=0.27,
    gap=-3.23,
    hole=-10.05,
    apart=-0.11,
    low=-3.08,
    very_low=-3.95,
    rise=-0.39,
    drop=0.0,
    broad=-3.78,
    tall=-0.47,
    shared=0.0,
    touching=0.82,
    parts=-1.5,
    cut=-1.88,
    late=0.0,
    everything=1.26,
)
"""For pieces of a picture, with a network that tells whether something is a digit at all."""

PICTURES_UNTOLD = Weights(
    group=0.04,
    clear=5.33,
    known=0.0,
    one=0.67,
    loose=0.28,
    gap=-3.3,
    hole=-9.94,
    apart=-0.14,
    low=-3.86,
    very_low=-4.01,
    rise=-0.32,
    drop=-0.03,
    broad=-4.66,
    tall=-0.22,
    shared=0.0,
    touching=0.71,
    parts=-1.51,
    cut=-1.01,
    late=0.0,
    everything=0.69,
)
"""For pieces of a picture, with a network that does not."""
