"""What one figure would have to be for a formula to reach its limit."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from formulas import NAMES, NUMBERS, figures, text, trees
from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.judge.needed import solve
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.problem import Problem
from kpicheck.unit import BUILT_IN

NOW = Point("", year(2023))
FIGURES = {"x": 100, "y": 50, "zero": 0, "loss": -20}


def figure(name, point):
    """A figure of the judged year; ten less in the year before."""
    if name not in FIGURES:
        return Lack(Lacking.MISSING, (Problem("missing-figure"),))
    return Fraction(FIGURES[name] - 10 * (2023 - point.period.year))


def root_of(formula, limit, leaf=("x", NOW)):
    found = solve(parse(formula, BUILT_IN), NOW, leaf, figure, Fraction(limit))
    return found and (found.figure, found.rising)


SOLVED = {
    ("x", 120): (120, True),
    ("-x", -120): (120, False),
    ("2 * x - 3", 257): (130, True),
    ("x / y", "2.5"): (125, True),
    ("y / x", "0.4"): (125, False),
    ("growth(x)", "0.23"): (Fraction("110.7"), True),
    ("growth(x, -2)", 1): (160, True),
    ("mom(x)", "0.1"): (99, True),
    ("change(x)", 25): (115, True),
    ("gap(y, x)", -60): (110, False),
    ("x / (x + y)", "0.75"): (150, True),
    ("y / (x + y)", "0.25"): (150, False),
    ("(x - y) / (x + y)", "0.5"): (150, True),
    ("1 - y / x", "0.75"): (200, True),
    ("growth(x / y)", "0.5"): (Fraction("168.75"), True),
    ("(x + y)^-1", "0.01"): (50, False),
    ("(x / y)^1 + x / 25", 9): (150, True),
    ("x / y * y / 4 + x[-1]", 120): (120, True),
    ("(x + 3)[2023]", 13): (10, True),
    ("round(y, 10.0) * x", 5500): (110, True),
    ("min(y, 30) + max(y, 60) - -x", 215): (125, True),
    ("x * (1 / x + 2)", 401): (200, True),
    ("1 / (y / x) - 1", 2): (150, True),
    ("3 + x / y", 6): (150, True),
    ("3 * (x / (x + y))", "2.25"): (150, True),
    ("y / (x / (x + y))", "87.5"): (Fraction(200, 3), False),
    ("2 * (x + y) / (4 * (x + y)) + x", "140.5"): (140, True),
}


@pytest.mark.parametrize(("formula", "limit"), SOLVED)
def test_the_figure_that_just_reaches_the_limit_is_found(formula, limit):
    assert root_of(formula, limit) == SOLVED[formula, limit]


UNSOLVED = {
    "it is not in the formula": ("2 * y", 30),
    "it cancels": ("x - x + y", 30),
    "it cancels in a quotient": ("x / x + y", 30),
    "it is the zeroth power": ("x^0 + y", 30),
    "it is squared": ("x^2", 400),
    "it is multiplied by itself": ("x * x", 400),
    "it is in two different denominators": ("1 / x + 1 / (x + y)", 1),
    "it is in both of two factors": ("x / (x + y) * (x + 1) / (x + 2)", 2),
    "a minimum": ("min(x, y)", 40),
    "a rounding": ("round(x, 0.5)", 120),
    "an absolute value": ("abs(x)", 120),
    "what is no function of one shape stays so": ("2 * x^2 - 1", 400),
    "the limit is never reached": ("x / (x + y)", 1),
    "there is a gap on the way": ("y / x", "-0.5"),
    "there was a gap before it cancelled": ("x * y / x + x", -10),
    "the gap is the root itself": ("x * y / x + x", 50),
    "a growth's base would be zero on the way": ("growth(y / x)", -3),
    "another figure is missing": ("x + other", 120),
    "the formula has no value now": ("x / zero", 120),
    "a growth from a loss": ("growth(loss)", 1),
    "the value is too large": ("x * (10^64)^40 * (10^64)^40", 1),
    "the numbers grow too large": ("zero * (10^64)^40 * (10^64)^40", 1, ("zero", NOW)),
}


@pytest.mark.parametrize("reason", UNSOLVED)
def test_nothing_is_said_where(reason):
    assert root_of(*UNSOLVED[reason]) is None


def test_nothing_is_said_of_a_figure_that_is_missing():
    assert root_of("zero * other", 5, ("other", NOW)) is None


def test_the_figure_of_another_period_can_be_asked_for():
    assert root_of("growth(x)", "0.25", ("x", Point("", year(2022)))) == (80, False)
    assert root_of("growth(x)", -2, ("x", Point("", year(2022)))) is None


def chains():
    """Trees that are (a·t + b) / (c·t + d) of one figure, whatever the others are."""
    other = st.one_of(st.just("b"), NUMBERS)
    step = st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "from", "by", "share"]), other),
        st.sampled_from([("neg",), ("growth",), ("change",), ("^", -1), ("^", 1)]),
    )
    return st.lists(step, max_size=6).map(lambda steps: reduce(_longer, steps, "a"))


def _longer(tree, step):
    match step:
        case ("from" | "by" as name, other):
            return ("-" if name == "from" else "/", other, tree)
        case ("share", other):
            return ("/", tree, ("+", tree, other))
        case ("growth" | "change" as name,):
            return (name, tree, None)
        case (name, *rest):
            return (name, tree, *rest)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.one_of(chains(), chains(), trees()),
    figures(st.fractions(min_value=-3, max_value=20, max_denominator=8)),
    st.fractions(min_value=-5, max_value=30, max_denominator=20),
)
def test_at_the_root_the_formula_is_exactly_at_its_limit(tree, worths, goal):
    """Law: with the root in the figure's place the value is the limit, and a little more goes the way that it says."""
    node, leaf = parse(text(tree), BUILT_IN, NAMES), ("a", NOW)

    def at(figure):
        return evaluate(
            node, NOW, lambda name, point: figure if (name, point) == leaf else worths(name, point.period.year)
        )

    limit, now = at(goal), worths("a", 2023)
    assume(not isinstance(limit, Lack))
    found = solve(node, NOW, leaf, lambda name, point: worths(name, point.period.year), limit)
    assume(found is not None)
    assert found.figure == goal
    assert found.rising is (at((now + goal) / 2) < limit) or now >= goal
    assert found.rising is (at((now + goal) / 2) > limit) or now <= goal
