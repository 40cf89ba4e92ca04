"""Ways through convolutions whose padding, stride and pooling a file does not tell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.model.assumptions import OPEN
from digitpad.model.open.fitting.candidates import candidates, near
from digitpad.model.open.fitting.parts import Part, parts_of
from digitpad.model.spec.layers import Conv
from digitpad.model.spec.shapes import places


@st.composite
def networks(draw: st.DrawFn) -> tuple[Part, ...]:
    """Convolutions of some kernels, and a linear layer that maps of some side fit."""
    kernels = draw(st.lists(st.sampled_from([1, 3, 4, 5]), min_size=1, max_size=6))
    side = draw(st.sampled_from([1, 2, 3, 4, 5, 7]))
    shapes: dict[str, tuple[int, ...]] = {
        f"c{number}.weight": (8, 8 if number else 1, kernel, kernel) for number, kernel in enumerate(kernels)
    }
    parts = parts_of({**shapes, "fc.weight": (10, 8 * side * side)})
    assert parts is not None
    return parts


@settings(max_examples=settings().max_examples // 3, deadline=None)
@given(networks())
@pytest.mark.slow
def test_all_candidates_fit_and_usual_ones_come_first(parts: tuple[Part, ...]) -> None:
    fitting = candidates(parts)
    assert [one.odd for one in fitting] == sorted(one.odd for one in fitting)
    assert len(set(fitting)) == len(fitting)
    for one in fitting[:40]:
        assert places(one.layers(), one.form.shape, 10)[-1].outputs == (10,)


@settings(max_examples=settings().max_examples // 3, deadline=None)
@given(networks(), st.integers(0, 50))
@pytest.mark.slow
def test_those_near_a_candidate_differ_little_and_fit(parts: tuple[Part, ...], number: int) -> None:
    for one in candidates(parts)[number : number + 1]:
        alike = near(one, OPEN)
        assert one not in alike
        for other in alike[:30]:
            assert places(other.layers(), other.form.shape, 10)[-1].outputs == (10,)
            windows = [
                (way.stride, way.pool) != (own.stride, own.pool)
                for way, own in zip(other.ways, one.ways, strict=True)
            ]
            assert sum(windows) <= 2


@pytest.mark.slow
def test_hundreds_of_convolutions_are_no_burden() -> None:
    """Anyone can write such a file, and opening it must not hold the window up."""
    shapes: dict[str, tuple[int, ...]] = {
        f"c{number}.weight": (8, 8 if number else 1, 3, 3) for number in range(400)
    }
    parts = parts_of({**shapes, "fc.weight": (10, 8)})
    assert parts is not None
    fitting = candidates(parts)
    assert all(isinstance(part.layer, Conv) for part in fitting[0].parts[:-1])
    assert math.isfinite(fitting[0].odd)
    assert near(fitting[0], OPEN) == []
