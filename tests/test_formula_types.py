"""What a formula is measured in, and which formulas measure nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.formula.types import KnownNames, Typed, infer
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.problem import Refusal
from kpicheck.text import Suggestions
from kpicheck.unit import BUILT_IN
from kpicheck.wording import hint, message

CNY, USD, HOUSEHOLDS, POINTS = (("CNY", 1),), (("USD", 1),), (("户", 1),), (("pp", 1),)
SCOPE = {
    "rd": Typed(CNY),
    "gdp": Typed(CNY),
    "exports": Typed(USD),
    "households": Typed(HOUSEHOLDS),
    "npl": Typed(()),
    "trend": Typed(POINTS),
    "so_far": Typed(CNY, cumulative=True),
}
UNKNOWN = {"museum": "not-a-quantity", "other": "no-dimension"}


def scope(name):
    """What the targets file knows of a name."""
    if name in UNKNOWN:
        raise Refusal(UNKNOWN[name], name=name)
    return SCOPE.get(name)


def names():
    return KnownNames(scope, Suggestions(SCOPE).closest)


def dimension(formula):
    return infer(parse(formula, BUILT_IN, SCOPE), names())


GOOD = {
    "rd": CNY,
    "-rd[-1]": CNY,
    "rd + gdp - 5.7亿元": CNY,
    "rd / gdp": (),
    "rd / households": (("CNY", 1), ("户", -1)),
    "1 / households": (("户", -1),),
    "households * rd / households": CNY,
    "rd * gdp": (("CNY", 2),),
    "rd^2 / gdp^3": (("CNY", -1),),
    "rd^0": (),
    "rd^-2": (("CNY", -2),),
    "1.2 * rd": CNY,
    "rd * 23%": CNY,
    "2 * 3": (),
    "npl - npl[-1]": (),
    "npl[-1] + 2个百分点": (),
    "2个百分点 + npl[-1]": (),
    "npl - 2个百分点 - trend": (),
    "trend + 2个百分点": POINTS,
    "2 * trend": POINTS,
    "trend * npl": POINTS,
    "trend / 2": POINTS,
    "trend / 2个百分点": (),
    "trend^1": POINTS,
    "trend^0": (),
    "growth(rd)": (),
    "growth(npl)": (),
    "growth(trend)": (),
    "growth(rd, 2020) + 2pp": (),
    "mom(rd)": (),
    "change(rd)": CNY,
    "change(rd, -2)": CNY,
    "change(npl)": POINTS,
    "change(trend)": POINTS,
    "gap(rd, gdp)": CNY,
    "gap(growth(rd), growth(gdp))": POINTS,
    "abs(change(npl, 2020))": POINTS,
    "min(rd, gdp, 5万元)": CNY,
    "max(npl, 0)": (),
    "round(npl, 0.1%)": (),
    "round(rd, 100元, half_even)": CNY,
    "round(trend, 0.1个百分点)": POINTS,
    "growth(so_far)": (),
    "so_far[2020]": CNY,
    "change(so_far, -2)": CNY,
}


@pytest.mark.parametrize("formula", GOOD)
def test_a_formula_has_a_dimension_before_any_figure_is_read(formula):
    assert dimension(formula) == GOOD[formula]


MISMATCH = {  # what is meant is between « and »; then both sides
    "«rd + households»": ("rd", "CNY", "households", "户"),
    "2 * «(rd - exports)»": ("rd", "CNY", "exports", "USD"),
    "«growth(rd) + 5万元»": ("growth(rd)", "%", "5万元", "CNY"),
    "«rd - 5%»": ("rd", "CNY", "5%", "%"),
    "«rd + 1000»": ("1000", "%", "rd", "CNY", "bare"),
    "«2 - rd»": ("2", "%", "rd", "CNY", "bare"),
    "«trend - npl»": ("trend", "个百分点", "npl", "%"),
    "«rd + 2个百分点»": ("rd", "CNY", "2个百分点", "个百分点"),
    "«rd / households - gdp»": ("rd / households", "CNY/户", "gdp", "CNY"),
    "«rd + gdp - households» + exports": ("rd + gdp", "CNY", "households", "户"),
    "«(rd - gdp) + households * 2» + rd": ("rd - gdp", "CNY", "households * 2", "户"),
    "2 - («(rd - gdp + households)» + rd)": ("rd - gdp", "CNY", "households", "户"),
    "gap(rd, «households»)": ("rd", "CNY", "households", "户"),
    "gap(npl, «trend»)": ("npl", "%", "trend", "个百分点"),
    "min(rd, gdp, «(households)»)": ("rd", "CNY", "households", "户"),
    "round(rd, «0.1%»)": ("rd", "CNY", "0.1%", "%"),
    "round(npl, «0.1个百分点», half_up)": ("npl", "%", "0.1个百分点", "个百分点"),
}
REFUSED = {
    "rd + «rd_growht»": ("unknown-name", {"name": "rd_growht", "close": ""}),
    "«housholds» / 2": ("unknown-name", {"name": "housholds", "close": "households"}),
    "growth(«museum»)": ("not-a-quantity", {"name": "museum"}),
    "rd / «other»": ("no-dimension", {"name": "other"}),
    "1 + «trend * rd»": ("points-arithmetic", {"text": "trend * rd"}),
    "«npl / trend»": ("points-arithmetic", {"text": "npl / trend"}),
    "«rd * trend» / trend": ("points-arithmetic", {"text": "rd * trend"}),
    "2 * («(rd / gdp) / trend» * 2)": ("points-arithmetic", {"text": "rd / gdp / trend"}),
    "«trend^2»": ("points-arithmetic", {"text": "trend^2"}),
    "«trend^-1»": ("points-arithmetic", {"text": "trend^-1"}),
    "«so_far[-1]»": ("cumulative-step", {"text": "so_far[-1]"}),
    "«(so_far / rd)[-1]» / 2": ("cumulative-step", {"text": "(so_far / rd)[-1]"}),
    "1 - «mom(so_far)»": ("cumulative-step", {"text": "mom(so_far)"}),
    "«growth(-(2 * so_far)^2)[-3]»": ("cumulative-step", {"text": "growth(-(2 * so_far)^2)[-3]"}),
    "mom(rd) + «mom(min(rd, so_far))»": ("cumulative-step", {}),
}


def refusal_of(formula):
    bare = formula.replace("«", "").replace("»", "")
    with pytest.raises(Refusal) as refused:
        dimension(bare)
    start = formula.index("«")
    assert (refused.value.offset, refused.value.width) == (start, formula.index("»") - start - 1)
    return refused.value


@pytest.mark.parametrize("formula", MISMATCH)
def test_what_is_not_of_one_kind_never_mixes_and_both_sides_are_named(formula):
    refusal = refusal_of(formula)
    left, have, right, want, *why = MISMATCH[formula]
    assert refusal.code == "dimension-mismatch"
    assert refusal.arguments == {"left": left, "have": have, "right": right, "want": want, "why": "".join(why)}
    for language in ("en", "zh"):
        said = message(refusal.at(None), language)
        assert left in said
        assert right in said
        assert hint(refusal.at(None), language)


@pytest.mark.parametrize("formula", REFUSED)
def test_a_name_or_a_step_that_cannot_be_computed_is_refused_at_its_place(formula):
    refusal = refusal_of(formula)
    code, arguments = REFUSED[formula]
    assert refusal.code == code
    assert arguments.items() <= refusal.arguments.items()
    for language in ("en", "zh"):
        assert message(refusal.at(None), language) != code
        assert hint(refusal.at(None), language)


def test_long_operands_are_cut_in_messages():
    refusal = refusal_of("«" + " + ".join(["rd"] * 100) + " + households»")
    assert refusal.arguments["left"] == ("rd + " * 12)[:59] + "…"
    name = "x" * 60
    assert infer(parse(name, BUILT_IN), KnownNames(lambda _name: Typed(()))) == ()
    for written, shown in ((name, name), (name + "x", name[:-1] + "…")):
        with pytest.raises(Refusal) as refused:
            infer(parse(f"{written} + rd", BUILT_IN), KnownNames(lambda name: SCOPE.get(name, Typed(()))))
        assert refused.value.arguments["left"] == shown


def money(power):
    """Trees of text whose dimension is that power of money."""
    leaf = {
        1: st.sampled_from(["rd", "gdp", "rd[-1]", "gdp[2020]"]),
        0: st.sampled_from(["2", "0.5", "npl", "三分之一", "growth(rd)"]),
    }.get(power, st.just(f"rd^{power}"))
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds("({} + {})".format, inner, inner),
            st.builds("({} - {})".format, inner, inner),
            st.builds("min({}, {})".format, inner, inner),
            st.builds("abs({})".format, inner),
            st.builds("-({})[-1]".format, inner),
            st.builds("({} * growth({}, -2))".format, inner, inner),
            st.builds("({} / (rd / gdp))".format, inner),
            st.builds("({} * gdp / rd)".format, inner),
        ),
        max_leaves=5,
    )


@given(
    st.integers(-2, 2).flatmap(lambda power: st.tuples(st.just(power), money(power))),
    st.fractions(min_value="0.01", max_value=1000, max_denominator=100),
    st.lists(st.fractions(min_value="0.1", max_value=50, max_denominator=20), min_size=7, max_size=7),
)
def test_a_value_changes_with_the_unit_of_money_as_its_dimension_says(tree, factor, values):
    """Law: where every amount is k times as much, a value of dimension money^n is k^n times as much."""
    power, formula = tree
    node = parse(formula, BUILT_IN, SCOPE)
    assert infer(node, names()) == ((("CNY", power),) if power else ())

    def look_up(name, point, times):
        figure = values[(point.period.year * 3 + len(name)) % 7]
        return figure * times if SCOPE[name].dimension == CNY else figure

    here = Point("", year(2023))
    one = evaluate(node, here, lambda name, point: look_up(name, point, Fraction(1)))
    other = evaluate(node, here, lambda name, point: look_up(name, point, factor))
    assume(not isinstance(one, Lack))
    assert other == one * factor**power
