"""The weights, written by `python -m tests.tools.make.number_weights`, not by hand."""

from __future__ import annotations

from digitpad.numbers.measuring import Measures
from digitpad.numbers.weights import Weights

STROKES = Weights(
    group=0.99,
    clear=4.9,
    known=0.34,
    one=1.71,
    loose=1.73,
    geometry=Measures(
        gap=-4.6,
        hole=-4.82,
        apart=-1.11,
        low=-7.93,
        very_low=-4.53,
        rise=-4.84,
        drop=-0.51,
        broad=-2.95,
        tall=-0.19,
        shared=-0.45,
        touching=0.01,
        crossed=-0.7,
        parts=-2.89,
        cut=0.0,
        united=0.0,
        late=-0.23,
        everything=2.98,
    ),
)
"""For strokes, with a network that tells whether something is a digit at all."""

STROKES_UNTOLD = Weights(
    group=1.1,
    clear=5.71,
    known=0.0,
    one=1.63,
    loose=1.55,
    geometry=Measures(
        gap=-5.59,
        hole=-3.47,
        apart=-1.07,
        low=-8.47,
        very_low=-4.59,
        rise=-4.76,
        drop=-0.37,
        broad=-3.78,
        tall=-0.18,
        shared=-0.69,
        touching=0.08,
        crossed=-0.83,
        parts=-3.25,
        cut=0.0,
        united=0.0,
        late=-0.2,
        everything=2.7,
    ),
)
"""For strokes, with a network that does not."""

PICTURES = Weights(
    group=0.46,
    clear=6.59,
    known=1.31,
    one=0.23,
    loose=0.42,
    geometry=Measures(
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
        crossed=0.0,
        parts=-3.57,
        cut=-0.59,
        united=0.0,
        late=0.0,
        everything=2.11,
    ),
)
"""For pictures cut at thin places, with a network that tells whether something is a digit."""

PICTURES_UNTOLD = Weights(
    group=0.72,
    clear=11.07,
    known=0.0,
    one=0.07,
    loose=0.0,
    geometry=Measures(
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
        crossed=0.0,
        parts=-2.9,
        cut=-1.31,
        united=0.0,
        late=0.0,
        everything=1.41,
    ),
)
"""For pictures cut at thin places, with a network that does not."""

OWNED = Weights(
    group=-0.17,
    clear=8.86,
    known=0.76,
    one=0.37,
    loose=1.57,
    geometry=Measures(
        gap=-4.45,
        hole=-6.41,
        apart=-1.37,
        low=-5.36,
        very_low=-6.39,
        rise=-3.08,
        drop=0.0,
        broad=0.0,
        tall=-1.46,
        shared=-1.04,
        touching=-0.13,
        crossed=0.0,
        parts=-2.12,
        cut=-1.43,
        united=-5.0,
        late=0.0,
        everything=1.96,
    ),
)
"""For pictures cut by whose the ink is, with a network that tells whether something is a digit."""

OWNED_UNTOLD = Weights(
    group=0.57,
    clear=6.59,
    known=0.0,
    one=0.14,
    loose=0.71,
    geometry=Measures(
        gap=-3.08,
        hole=-3.92,
        apart=-1.61,
        low=-4.66,
        very_low=-5.85,
        rise=-3.86,
        drop=-0.56,
        broad=-1.1,
        tall=-0.8,
        shared=-0.41,
        touching=0.12,
        crossed=0.0,
        parts=-2.53,
        cut=-1.32,
        united=-3.63,
        late=0.0,
        everything=2.54,
    ),
)
"""For pictures cut by whose the ink is, with a network that does not."""
