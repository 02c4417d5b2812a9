"""The formulas of derived indicators put in one another, for what would have been needed."""

from __future__ import annotations

import pytest

from judging import verdict
from kpicheck.formula import parse, written
from kpicheck.judge.inline import inlined
from kpicheck.targets import read_targets

DECLARED = """kpicheck: 1
indicators:
  x: {name: 研发经费, unit: 元}
  half_up: {formula: x + 1元}
  r: {formula: "round(half_up, 0.5元, half_up) + 研发经费[-1]"}
  g: {formula: "growth(r, 2020) * (-x)^2 / 1元^2"}
targets:
  t: {indicator: x, target: 1元}
"""

INLINED = {
    "x": "x",
    "研发经费": "x",
    "half_up": "x + 1元",
    "r": "round(x + 1元, 0.5元, half_up) + x[-1]",
    "(r / 3)[2020]": "((round(x + 1元, 0.5元, half_up) + x[-1]) / 3)[2020]",
    "g": "growth(round(x + 1元, 0.5元, half_up) + x[-1], 2020) * (-x)^2 / 1元^2",
}


@pytest.mark.parametrize("formula", INLINED)
def test_a_derived_indicator_becomes_its_formula_and_a_word_stays_a_word(formula):
    targets = read_targets(DECLARED.encode(), "t.yaml")
    assert written(inlined(parse(formula, targets.units, targets.names), targets)) == INLINED[formula]


def chain(formula, levels):
    """Indicators in a row, each a *formula* of the one before."""
    rows = (f"  a{each}: {{formula: '{formula.format(f'a{each - 1}')}'}}" for each in range(1, levels + 1))
    return "\n".join(("indicators:", "  a0: {unit: 元}", *rows))


def needed(formula, levels):
    rows = [f"a0,{year},{3 if year % 2 else 2},元" for year in range(1900, 2024)]
    found = verdict(f"indicator: a{levels}, target: '>= 50元'", rows, declared=chain(formula, levels))
    return [each.value.shown for each in found.needed]


def test_many_formulas_in_one_another_need_no_recursion():
    assert needed("(-(-" * 10 + "{}" + "))" * 10, 40) == ["50元"]


TOO_LARGE = {"evaluated too often": ("change({0})", 8), "written too long": ("{0} + {0}", 8)}


@pytest.mark.parametrize("reason", TOO_LARGE)
def test_nothing_is_said_where_the_formulas_together_are(reason):
    formula, most = TOO_LARGE[reason]
    text = f"kpicheck: 1\n{chain(formula, 60)}\ntargets:\n  t: {{indicator: a0, target: 1元}}\n"
    targets = read_targets(text.encode(), "t.yaml")
    assert inlined(parse(f"a{most}", targets.units), targets) is not None
    assert inlined(parse(f"a{most + 1}", targets.units), targets) is None
    assert inlined(parse("a60", targets.units), targets) is None


def test_nothing_is_said_where_the_formulas_together_leave_the_calendar():
    text = "kpicheck: 1\n" + chain("{}[-400]", 26) + "\ntargets:\n  t: {indicator: a0, target: 1元}\n"
    targets = read_targets(text.encode(), "t.yaml")
    assert inlined(parse("a24", targets.units, targets.names), targets) is not None
    assert inlined(parse("a26", targets.units, targets.names), targets) is None
