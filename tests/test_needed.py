"""What one figure would have to be for a missed target to be met, the other figures held."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from formulas import text, trees
from judging import report, verdict
from kpicheck.formats.values import amount_text
from kpicheck.problem import KpiCheckError
from kpicheck.quantity import fixed_text
from kpicheck.report import Status

DECLARED = 'indicators: {x: {unit: "1"}, y: {unit: "1"}, zero: {unit: "1"}, loss: {unit: "1"}, other: {unit: "1"}}'
FIGURES = {"x": 100, "y": 50, "zero": 0, "loss": -20}


def judged(formula, target, declared=DECLARED, **more):
    figures = {**FIGURES, **more}
    rows = [f"{name},2023,{value}" for name, value in figures.items()]
    rows += [f"{name},2022,{value - 10}" for name, value in FIGURES.items()]
    rows += [f"{name},2021,{value - 20}" for name, value in FIGURES.items()]
    return verdict(f'formula: "{formula}", unit: "1", target: "{target}"', rows, declared=declared)


def needed(formula, target, name="x", **more):
    found = judged(formula, target, **more)
    assert found.status is Status.FAIL
    return next((f"{each.operator.value} {amount_text(each.value, 'zh')}" for each in found.needed if each.key.indicator == name), None)


NEEDED = {  # worked out by hand: x is 100, y is 50, each ten less in the year before
    ("x", ">= 120"): ">= 120",
    ("x", "> 120"): ">= 121",
    ("-x", "<= -120"): ">= 120",
    ("-x", ">= -80"): "<= 80",
    ("2 * x - 3", ">= 257"): ">= 130",
    ("x / y", ">= 2.5"): ">= 125",
    ("y / x", ">= 4"): None,  # from 1 to 12; a figure below zero gives less than nothing
    ("growth(x)", ">= 0.23"): ">= 111",
    ("growth(x, -2)", ">= 1"): ">= 160",
    ("mom(x)", "< 0.1"): "<= 98",
    ("x / (x + y)", ">= 0.75"): ">= 150",
    ("y / (x + y)", "<= 0.25"): ">= 150",
    ("(x - y) / (x + y)", ">= 0.5"): ">= 150",
    ("(x + y)^-1", ">= 0.01"): None,  # from -50 to 50; a figure below that gives less than nothing
    ("x[-1] * 0 + x", ">= 120"): ">= 120",
    ("min(y, 30) + max(y, 60) - -x", ">= 215"): ">= 125",
    ("round(x, 10.0)", ">= 120"): ">= 115",
    ("abs(x - 300)", "<= 150"): None,  # from 150 to 450
    ("abs(x - 300)", ">= 250"): "<= 50",  # and from 550 on, behind figures that are further from the limit
    ("abs(x - 100)", ">= 50"): None,  # up to 50, and from 150 on
    ("max(x, y)", ">= 150"): ">= 150",
    ("y / max(x, 1) + 1", ">= 5"): "<= 12",
    ("x * (x - 300) * (x - 500)", ">= 8500000"): None,  # up from 127, but not between 300 and 500
    ("abs(x - 300) + 2 * x", ">= 420"): ">= 120",
    ("x^2 - x^2 + x", ">= 120"): None,  # too many stretches to be certain of
    ("x * x / x", ">= 120"): ">= 120",
    ("-(x^2)", ">= -400"): None,  # from -20 to 20
    ("-(x^3)", ">= -8000"): "<= 20",
    ("x - round(x, 40.0)", ">= 21"): None,  # never
    ("x + 3 * round(x, 40.0)", ">= 600"): ">= 140",  # 139 gives 499
    ("growth(x[-1] + x)", ">= 0.2"): ">= 114",
    ("x^2", ">= 40000"): ">= 200",
    ("x", "= 120"): None,
    ("x", "!= 100"): None,
    ("x", "120~150"): None,
    ("x - x + y", ">= 60"): None,
    ("x^0 + y", ">= 60"): None,
    ("x / (x + y)", ">= 1"): None,
    ("y + 0 * x", ">= 60"): None,
    ("loss", ">= 5"): None,
}


@pytest.mark.parametrize(("formula", "target"), NEEDED)
def test_the_figure_that_just_meets_the_target_is_found(formula, target):
    assert needed(formula, target) == NEEDED[formula, target]


def test_a_figure_below_zero_may_have_to_rise_above_it():
    assert needed("loss", ">= 5", "loss") == ">= 5"


def test_a_limit_that_depends_on_the_same_figure_is_tried_with_it():
    assert needed("x", ">= 0.8 * (x + y)") == ">= 200"
    assert needed("x", "<= 500 / (116 - x)") is None  # from 112 to 115: for 116 there is no limit, and beyond it a negative one
    assert needed("x", "<= 500 / max(116 - x, 1)") is None  # from 112 to 500
    assert needed("2 * x", "<= 100 + x * x / 150") == "<= 63"
    assert needed("x", ">= max(y, 90) + x / 4") == ">= 120"
    assert needed("x", "> y + x / 2") == ">= 101"


def test_a_net_count_may_have_to_rise_from_below_zero():
    found = verdict("formula: x + 1家, target: 9家", ["x,2023,-5"], declared="indicators: {x: {unit: 家, bounds: any}}")
    assert [f"{each.operator.value} {amount_text(each.value, 'zh')}" for each in found.needed] == [">= 8家"]


def test_a_count_has_the_digits_that_were_submitted():
    found = verdict("unit: 人, kind: rate, target: 11.75人以内", ["a,2023,12.5"])
    assert [f"{each.operator.value} {amount_text(each.value, 'zh')}" for each in found.needed] == ["<= 11.7人"]


def test_the_limit_of_a_derived_value_counts_through_all_formulas():
    declared = DECLARED[:-1] + ", both: {formula: x + y}, part: {formula: x / both}}"
    assert needed("part", ">= 0.75", declared=declared) == ">= 150"


def test_a_sum_of_names_has_no_value_where_one_of_them_has_none():
    declared = DECLARED.replace('x: {unit: "1"}', 'x: {unit: "1", bounds: ">= 0"}')[:-1] + ", rate: {formula: y / x}}"
    assert needed("rate + y", ">= 60", declared=declared) == "<= 5"


@pytest.mark.parametrize(
    ("bounds", "target", "found"),
    [("0..110", ">= 120", None), ("0..130", ">= 120", ">= 120"), ("0..120", ">= 120", "= 120"), ("100..130", ">= 120", ">= 120"), ("0..150", "= 150", "= 150"), (">= 0", ">= 120", ">= 120"), ("<= 119", ">= 120", None), ("[0, 121)", ">= 120", "= 120"), ("[0, 120)", ">= 120", None), ("0..130", "> 129", "= 130")],
)
def test_what_is_needed_lies_within_the_bounds(bounds, target, found):
    declared = f'indicators: {{x: {{unit: "1", bounds: "{bounds}"}}, y: {{unit: "1"}}, zero: {{unit: "1"}}, loss: {{unit: "1"}}}}'
    assert needed("x", target, declared=declared) == found


@pytest.mark.parametrize(("bounds", "found"), [(">= 0", "<= 12"), ("0..900", "<= 12"), (">= 12", "= 12"), (">= -1", None), ("", None)])
def test_a_denominator_may_have_to_fall_where_it_is_never_negative(bounds, found):
    declared = DECLARED.replace('x: {unit: "1"}', f'x: {{unit: "1", bounds: "{bounds}"}}' if bounds else 'x: {unit: "1"}')
    assert needed("y / x", ">= 4", declared=declared) == found


@pytest.mark.parametrize(("bounds", "found"), [("<= 150%", ">= 120"), ("<= 119%", None), ("<= 120%", "= 120")])
def test_the_bounds_of_a_computed_value_on_the_way_count(bounds, found):
    declared = DECLARED[:-1] + f', part: {{formula: x / 100, bounds: "{bounds}"}}}}'
    assert needed("part * 100", ">= 120", declared=declared) == found
    assert needed("x * part / x", ">= 1.2", declared=declared) == found


def test_no_count_is_needed_to_fall_below_zero():
    declared = "indicators: {x: {unit: 家}}"
    found = verdict("formula: x - 5家, target: '<= -6家'", ["x,2023,3"], declared=declared)
    assert found.needed == ()


def test_bounds_of_the_judged_value_count_too():
    rows = ["a,2023,90%"]
    assert [amount_text(each.value, "zh") for each in verdict('unit: "%", bounds: 0%..100%, target: 95%', rows).needed] == ["95%"]


def test_figures_in_two_units_have_no_grid():
    declared = "indicators: {x: {unit: 万元, kind: flow}}"
    halves = ["x,2023H1,3", "x,2023H2,0.0004亿元"]
    assert verdict("formula: x, target: 9万元", halves, declared=declared).needed == ()


def test_a_fraction_has_no_last_digit_and_so_no_grid():
    assert verdict('unit: "%", target: 50%', ["a,2023,三分之一"]).needed == ()


def test_parts_that_make_the_period_are_raised_together():
    declared = "indicators: {x: {unit: 万元, kind: flow}}"
    found = verdict("formula: x, target: 9万元", ["x,2023H1,3", "x,2023H2,4.5"], declared=declared)
    assert [amount_text(each.value, "zh") for each in found.needed] == ["9.0万元"]


def test_a_sum_of_hundreds_of_figures_is_tried_as_quickly_as_one():
    names = [f"x{i}" for i in range(300)]
    declared = "indicators: {" + ", ".join(f"{name}: {{unit: 家}}" for name in names) + "}"
    body = f"formula: '{' + '.join(names)}', target: 400家"
    found = verdict(body, [f"{name},2023,1" for name in names], declared=declared)
    assert {amount_text(each.value, "zh") for each in found.needed} == {"101家"}
    assert len(found.needed) == 300


@pytest.mark.parametrize(("copies", "is_found"), [(19, True), (20, False)])
def test_where_it_would_take_too_long_nothing_is_said(copies, is_found):
    """A million steps at most: a hundred trials of so many formulas of 499 operands each."""
    formula = " + ".join(["x"] * 499)
    declared = "".join(f", s{at}: {{formula: {formula}}}" for at in range(copies))
    total = " + ".join(f"s{at}" for at in range(copies))
    found = verdict(f"formula: {total}, target: 99999家", ["x,2023,1"], declared=f"indicators: {{x: {{unit: 家}}{declared}}}")
    assert found.status is Status.FAIL
    assert bool(found.needed) is is_found


figures = st.tuples(st.integers(-400, 400), st.integers(0, 2)).map(lambda pair: fixed_text(Fraction(pair[0], 10 ** pair[1]), pair[1]))


LIMITS = st.one_of(st.integers(-50, 50).map(Fraction), trees(names=("a", "b"), functions=("abs", "max", "round")))
BOUNDS = st.one_of(st.just(""), st.tuples(st.integers(-300, 0), st.integers(0, 300)).map(lambda ends: f', bounds: "{ends[0]}..{ends[1]}"'))
FIGURES_OF_THREE_YEARS = [(name, year) for name in "ab" for year in (2023, 2022, 2021)]


@pytest.mark.no_cover
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=400)
@given(
    trees(names=("a", "b"), functions=("growth", "mom", "abs", "min", "max", "round")), LIMITS, BOUNDS, BOUNDS,
    st.lists(figures, min_size=6, max_size=6), st.sampled_from([">=", "<=", ">", "<"]), st.data(),
)  # fmt: skip
def test_needed_figures_are_met_and_their_neighbours_are_not(tree, limit, bounds, own_bounds, values, operator, data):
    """Whatever the formula, the limit and the bounds: what satisfies `needed` is met or cannot be, what is next to it is not met."""
    declared = f"a: {{unit: \"1\"{bounds}}}, b: {{unit: \"1\"}}, limit: {{formula: '{text(limit)}'}}"
    body = f"formula: '{text(tree)}', unit: \"1\"{own_bounds}, target: \"{operator} limit\""
    file = f"period: 2023\nindicators: {{{declared}}}\ntargets:\n  t: {{{body}}}\n"
    known = dict(zip(FIGURES_OF_THREE_YEARS, values, strict=True))

    def status(given):
        return report(file, [f"{name},{year},{value}" for (name, year), value in given.items()]).verdicts[0]

    try:
        found = status(known).needed
    except KpiCheckError as error:
        if {each.code for each in error.problems} != {"percent-twice"}:
            raise
        reject()  # by chance a ratio times 100
    for each in found:
        key, places, width = (each.key.indicator, 2023), each.value.places, Fraction(1, 10**each.value.places)

        def of(figure, key=key, places=places):
            return status({**known, key: fixed_text(figure, places)}).status

        step = -width if each.operator.value == "<=" else width
        assert of(each.value.value) is Status.PASS
        assert of(each.value.value - step) is not Status.PASS
        if each.operator.value == "=":
            assert of(each.value.value + step) is not Status.PASS
        else:
            further = data.draw(st.one_of(st.integers(1, 20), st.integers(1, 2000), st.integers(1, 10**9)), label="further")
            assert of(each.value.value + further * step) is not Status.FAIL
