"""What a formula can be while one of its figures goes through a stretch: never less than what it is."""

from fractions import Fraction as F

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formulas import text, trees
from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate, operands
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Name
from kpicheck.judge.stretch import Stretch, UnclearError, stretched
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.unit import BUILT_IN

NOW = Point("", year(2023))


def stretch_of(node, point, of):
    """The stretch of a formula, those of its names given by *of*."""
    if isinstance(node, Name):
        return of(node.name, point)
    return stretched(node, tuple(stretch_of(part, at, of) for part, at in operands(node, point)))


def read(formula):
    return parse(formula, BUILT_IN, {"x", "y"})


STRETCHES = {  # x from 2 to 5, y from -1 to 3: worked out by hand
    "x + y": (1, 8), "x - y": (-1, 6), "x * y": (-5, 15), "y * y": (-3, 9), "y^2": (0, 9), "y^3": (-1, 27), "y^0": (1, 1), "x^-2": (F(1, 25), F(1, 4)),
    "y / x": (F(-1, 2), F(3, 2)), "-x": (-5, -2), "x[-1]": (2, 5), "2 * x - 3": (1, 7), "x - x": (-3, 3), "abs(y)": (0, 3), "abs(-x)": (2, 5),
    "min(x, y)": (-1, 3), "max(x, y)": (2, 5), "round(x / 4, 1.0, half_even)": (0, 1), "growth(x)": (F(-3, 5), F(3, 2)), "mom(x)": (F(-3, 5), F(3, 2)),
    "change(y)": (-4, 4), "gap(x, y)": (-1, 6), "x / y": None, "y^-1": None, "growth(y)": None, "1 / (x - 2)": None,
    "((((x^64)^64)^64)^64)^64": None, "((x^64)^60)^2": None, "(x^64)^60 * (x^64)^60": None,
}  # fmt: skip


@pytest.mark.parametrize("formula", STRETCHES)
def test_a_stretch_holds_what_a_formula_can_be(formula):
    names = {"x": Stretch(F(2), F(5)), "y": Stretch(F(-1), F(3))}
    if STRETCHES[formula] is None:
        with pytest.raises(UnclearError):
            stretch_of(read(formula), NOW, lambda name, _point: names[name])
    else:
        assert stretch_of(read(formula), NOW, lambda name, _point: names[name]) == STRETCHES[formula]


ends = st.fractions(min_value=-20, max_value=20, max_denominator=8)


@pytest.mark.no_cover
@given(trees(names=("x", "y")), st.lists(ends, min_size=2, max_size=2).map(sorted), ends, st.fractions(min_value=0, max_value=1))
def test_no_value_lies_outside_its_stretch(tree, between, other, share):
    """low <= x <= high implies f(x) in stretch(f, low, high), wherever there is a stretch."""
    node, low, high = read(text(tree)), *between
    inside = low + share * (high - low)
    try:
        found = stretch_of(node, NOW, lambda name, _point: Stretch(low, high) if name == "x" else Stretch(other, other))
    except UnclearError:
        assume(False)
    value = evaluate(node, NOW, lambda name, _point: inside if name == "x" else other)
    assert not isinstance(value, Lack)
    assert found.low <= value <= found.high
