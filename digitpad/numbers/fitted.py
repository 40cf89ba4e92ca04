"""The weights, written by `python -m tests.tools.make.number_weights`, not by hand."""

from __future__ import annotations

from digitpad.numbers.measuring import Measures
from digitpad.numbers.weights import Weights

STROKES = Weights(
    group=1.09,
    clear=4.88,
    known=0.25,
    one=1.39,
    loose=2.03,
    geometry=Measures(
        gap=-3.22,
        hole=-0.04,
        apart=-0.8,
        low=-9.83,
        very_low=-4.57,
        rise=-4.49,
        drop=-0.96,
        broad=-4.96,
        tall=-0.13,
        shared=-0.78,
        touching=0.06,
        crossed=-0.56,
        parts=-3.21,
        cut=0.0,
        united=0.0,
        late=-0.14,
        everything=2.73,
    ),
)
"""For strokes, with a network that tells whether something is a digit at all."""

STROKES_UNTOLD = Weights(
    group=1.08,
    clear=5.06,
    known=0.0,
    one=1.35,
    loose=1.97,
    geometry=Measures(
        gap=-3.36,
        hole=-0.27,
        apart=-0.99,
        low=-9.55,
        very_low=-4.57,
        rise=-4.35,
        drop=-0.98,
        broad=-5.37,
        tall=-0.02,
        shared=-0.74,
        touching=0.1,
        crossed=-0.61,
        parts=-3.16,
        cut=0.0,
        united=0.0,
        late=-0.08,
        everything=2.67,
    ),
)
"""For strokes, with a network that does not."""

PICTURES = Weights(
    group=0.44,
    clear=4.63,
    known=1.03,
    one=0.0,
    loose=0.52,
    geometry=Measures(
        gap=-1.66,
        hole=0.0,
        apart=-0.79,
        low=-5.61,
        very_low=-4.61,
        rise=-3.55,
        drop=-0.61,
        broad=-3.95,
        tall=0.53,
        shared=-0.2,
        touching=0.15,
        crossed=0.0,
        parts=-1.34,
        cut=-0.56,
        united=0.0,
        late=0.0,
        everything=1.77,
    ),
)
"""For pictures cut at thin places, with a network that tells whether something is a digit."""

PICTURES_UNTOLD = Weights(
    group=0.56,
    clear=8.47,
    known=0.0,
    one=0.0,
    loose=0.08,
    geometry=Measures(
        gap=-2.84,
        hole=-11.53,
        apart=-1.28,
        low=-9.35,
        very_low=-4.54,
        rise=-3.64,
        drop=0.0,
        broad=-5.64,
        tall=0.39,
        shared=-0.15,
        touching=0.12,
        crossed=0.0,
        parts=-1.09,
        cut=-1.53,
        united=0.0,
        late=0.0,
        everything=1.14,
    ),
)
"""For pictures cut at thin places, with a network that does not."""

OWNED = Weights(
    group=1.01,
    clear=3.21,
    known=0.3,
    one=1.17,
    loose=1.7,
    geometry=Measures(
        gap=-3.98,
        hole=-5.38,
        apart=-1.62,
        low=-3.2,
        very_low=-5.98,
        rise=-4.23,
        drop=-0.34,
        broad=-1.6,
        tall=-0.77,
        shared=0.0,
        touching=0.36,
        crossed=0.0,
        parts=-1.12,
        cut=-0.51,
        united=-1.77,
        late=0.0,
        everything=2.89,
    ),
)
"""For pictures cut by whose the ink is, with a network that tells whether something is a digit."""

OWNED_UNTOLD = Weights(
    group=1.3,
    clear=3.97,
    known=0.0,
    one=1.09,
    loose=1.43,
    geometry=Measures(
        gap=-4.14,
        hole=-2.6,
        apart=-2.13,
        low=-4.68,
        very_low=-5.77,
        rise=-4.13,
        drop=-0.24,
        broad=-2.6,
        tall=-0.52,
        shared=0.0,
        touching=0.45,
        crossed=0.0,
        parts=-1.06,
        cut=-0.44,
        united=-2.11,
        late=0.0,
        everything=3.12,
    ),
)
"""For pictures cut by whose the ink is, with a network that does not."""
