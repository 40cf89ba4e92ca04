"""The weights, written by `python -m tests.tools.make.number_weights`, not by hand."""

from __future__ import annotations

from digitpad.numbers.weights import Weights

STROKES = Weights(
    group=1.01,
    clear=2.72,
    known=0.3,
    one=1.97,
    loose=1.43,
    gap=-2.71,
    hole=-7.33,
    apart=-1.39,
    low=-8.59,
    very_low=-4.01,
    rise=-5.03,
    drop=-1.13,
    broad=-8.36,
    tall=-0.22,
    shared=-0.76,
    touching=-0.16,
    parts=-2.96,
    cut=0.0,
    late=-0.2,
    everything=1.73,
)
"""For strokes, with a network that tells whether something is a digit at all."""

STROKES_UNTOLD = Weights(
    group=1.01,
    clear=4.56,
    known=0.0,
    one=1.55,
    loose=1.17,
    gap=-3.28,
    hole=-8.81,
    apart=-1.22,
    low=-8.64,
    very_low=-4.4,
    rise=-4.29,
    drop=-0.93,
    broad=-8.37,
    tall=-0.37,
    shared=-0.86,
    touching=-0.26,
    parts=-2.96,
    cut=0.0,
    late=-0.11,
    everything=1.64,
)
"""For strokes, with a network that does not."""

PICTURES = Weights(
    group=0.46,
    clear=6.59,
    known=1.31,
    one=0.23,
    loose=0.42,
    gap=-4.3,
    hole=-6.68,
    apart=-0.82,
    low=-8.3,
    very_low=-4.62,
    rise=-3.64,
    drop=-0.58,
    broad=-5.35,
    tall=0.16,
    shared=-0.61,
    touching=-0.01,
    parts=-3.57,
    cut=-0.59,
    late=0.0,
    everything=2.11,
)
"""For pieces of a picture, with a network that tells whether something is a digit at all."""

PICTURES_UNTOLD = Weights(
    group=0.72,
    clear=11.07,
    known=0.0,
    one=0.07,
    loose=0.0,
    gap=-2.91,
    hole=-5.17,
    apart=-0.93,
    low=-9.49,
    very_low=-4.02,
    rise=-3.17,
    drop=0.0,
    broad=-5.15,
    tall=0.27,
    shared=-0.36,
    touching=0.03,
    parts=-2.9,
    cut=-1.31,
    late=0.0,
    everything=1.41,
)
"""For pieces of a picture, with a network that does not."""
