"""Formulas that use one another: how far they may go, and what is needed of the figures behind all of them."""

from __future__ import annotations

import pytest

from judging import verdict
from kpicheck.formats.values import amount_text
from kpicheck.problem import KpiCheckError
from kpicheck.targets import read_targets


def chain(formula, levels):
    """Indicators in a row, each a *formula* of the one before."""
    rows = (f"  a{each}: {{formula: '{formula.format(f'a{each - 1}')}'}}" for each in range(1, levels + 1))
    return "\n".join(("indicators:", "  a0: {unit: 元}", *rows))


def judged(formula, levels):
    rows = [f"a0,{year},{3 if year % 2 else 2},元" for year in range(1900, 2024)]
    return verdict(f"indicator: a{levels}, target: '>= 50元'", rows, declared=chain(formula, levels))


def needed(formula, levels):
    return [amount_text(each.value, "zh") for each in judged(formula, levels).needed]


def test_deep_formulas_that_use_one_another_are_valued_one_after_another():
    assert judged("-" * 62 + "({} + 1元)", 64).actual.value == 67


def test_many_formulas_in_one_another_need_no_recursion():
    assert needed("(-(-" * 10 + "{}" + "))" * 10, 40) == ["50元"]


CAPS = {  # a formula of the one before, how many may use one another, what is reported of one more
    "levels": ("{0} + 1元", 64, 64),
    "together": ("{0} + {0} + {0} + {0} + {0} + {0} + {0} + {0}", 5, 100_000),
    "growths": ("change({0}, -2)", 15, 100_000),
}


@pytest.mark.parametrize("cap", CAPS)
def test_formulas_in_one_another_have_caps_that_are_reported_where_they_are_passed(cap):
    formula, most, limit = CAPS[cap]
    target = "\ntargets:\n  t: {indicator: a0, target: 1元}\n"
    read_targets(f"kpicheck: 1\n{chain(formula, most)}{target}".encode(), "t.yaml")
    with pytest.raises(KpiCheckError) as refused:
        read_targets(f"kpicheck: 1\n{chain(formula, most + 2)}{target}".encode(), "t.yaml")
    (found,) = refused.value.problems
    assert (found.code, found.place.line) == ("formula-too-large", 4 + most)
    assert dict(found.arguments) == {"why": "levels" if cap == "levels" else "together", "limit": limit}
    assert found.width == len(formula.format(f"a{most}"))


def test_as_many_formulas_as_there_may_be_are_judged():
    rows = ["a0,2023,3,元"]
    found = verdict("indicator: a64, target: '>= 100元'", rows, declared=chain("{0} + 1元", 64))
    assert (amount_text(found.actual, "zh"), [amount_text(each.value, "zh") for each in found.needed]) == ("67元", ["36元"])
