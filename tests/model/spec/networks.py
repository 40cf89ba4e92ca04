"""Random networks as the tables of their layers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from digitpad.model.spec.layers import ACTIVATIONS

SIDES = st.integers(1, 4)
SIZES = st.one_of(SIDES, st.tuples(SIDES, SIDES).map(list))


def _with(kind: str, **options: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"layer": st.just(kind)}, optional=options)


NAMELESS = st.one_of(
    st.sampled_from(sorted(ACTIVATIONS)).map(lambda name: {"layer": name}),
    _with("leaky_relu", slope=st.sampled_from([0.1, 0.2])),
    _with("dropout", p=st.sampled_from([0.1, 0.25])),
)
MAPS = st.one_of(
    NAMELESS,
    _with(
        "conv",
        out=st.sampled_from([2, 4, 6]),
        kernel=SIZES,
        stride=SIZES,
        padding=st.one_of(st.integers(0, 3), st.just("same")),
        dilation=st.integers(1, 2),
        groups=st.integers(1, 2),
        bias=st.booleans(),
        padding_mode=st.sampled_from(["zeros", "replicate"]),
    ),
    _with("batch_norm", affine=st.booleans(), eps=st.just(1e-3)),
    _with("group_norm", groups=st.integers(1, 2)),
    _with("layer_norm"),
    _with("prelu", each=st.booleans()),
    _with("max_pool", kernel=SIZES, stride=SIDES, padding=st.integers(0, 1), ceil_mode=st.booleans()),
    _with("avg_pool", kernel=SIZES, stride=SIDES, padding=st.integers(0, 1), ceil_mode=st.booleans()),
    _with("adaptive_avg_pool", size=SIZES),
    _with("adaptive_max_pool", size=SIZES),
    _with("dropout2d"),
)
BLOCKS = st.lists(MAPS, max_size=3).map(lambda layers: {"layer": "residual", "layers": layers})
FLAT = st.one_of(NAMELESS, _with("linear", out=st.integers(1, 9), bias=st.booleans()), _with("batch_norm"))


def _ended(maps: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.tuples(st.lists(maps, max_size=5), st.lists(FLAT, max_size=3)).map(
        lambda parts: [*parts[0], {"layer": "flatten"}, *parts[1], {"layer": "linear"}]
    )


CHAINS = _ended(MAPS)
NETWORKS = _ended(st.one_of(MAPS, BLOCKS))
