"""What a formula is measured in, and which formulas measure nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.formula.scale import INDEX, Tens
from kpicheck.formula.types import KnownNames, Typed, infer
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.problem import Refusal
from kpicheck.quantity import PERCENT
from kpicheck.text import Suggestions
from kpicheck.unit import BUILT_IN
from kpicheck.wording import hint, message

CNY, USD, HOUSEHOLDS, PP = (("CNY", 1),), (("USD", 1),), (("户", 1),), (("pp", 1),)
PER_KILO = (("kg÷", 1),)
SCOPE = {
    "rd": Typed(CNY),
    "gdp": Typed(CNY),
    "exports": Typed(USD),
    "households": Typed(HOUSEHOLDS),
    "npl": Typed(()),
    "trend": Typed(PP),
    "so_far": Typed(CNY, cumulative=True),
    "sugar": Typed((("kg", 1),)),
    "food": Typed((("kg", 1),)),
    "content": Typed(PER_KILO),
    "index": Typed((), tens=INDEX),
    "percent": Typed((), tens=Tens(2, 2)),
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
    return infer(parse(formula, BUILT_IN, SCOPE), names()).dimension


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
    "trend + 2个百分点": PP,
    "2 * trend": PP,
    "trend * npl": PP,
    "trend / 2": PP,
    "trend / 2个百分点": (),
    "trend^1": PP,
    "trend^0": (),
    "growth(rd)": (),
    "growth(npl)": (),
    "growth(trend)": (),
    "growth(rd, 2020) + 2pp": (),
    "mom(rd)": (),
    "change(rd)": CNY,
    "change(rd, -2)": CNY,
    "change(npl)": PP,
    "change(trend)": PP,
    "gap(rd, gdp)": CNY,
    "gap(growth(rd), growth(gdp))": PP,
    "abs(change(npl, 2020))": PP,
    "min(rd, gdp, 5万元)": CNY,
    "max(npl, 0)": (),
    "round(npl, 0.1%)": (),
    "round(rd, 100元, half_even)": CNY,
    "round(trend, 0.1个百分点)": PP,
    "growth(so_far)": (),
    "so_far[2020]": CNY,
    "change(so_far, -2)": CNY,
    "content": PER_KILO,
    "content * 2 / 3": PER_KILO,
    "content * 50%": PER_KILO,
    "content * food": (("kg", 1),),
    "sugar / content": (("kg", 1),),
    "content / content[-1]": (),
    "content * content": (),
    "content^2": (),
    "content + sugar / food": PER_KILO,
    "sugar / food - content": PER_KILO,
    "sugar / food": (),
    "min(sugar / food, content)": PER_KILO,
    "growth(content)": (),
    "change(content)": PER_KILO,
    "gap(sugar / food, npl)": PP,
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
    assert infer(parse(name, BUILT_IN), KnownNames(lambda _name: Typed(()))).dimension == ()
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
    assert infer(node, names()).dimension == ((("CNY", power),) if power else ())

    def look_up(name, point, times):
        figure = values[(point.period.year * 3 + len(name)) % 7]
        return figure * times if SCOPE[name].dimension == CNY else figure

    here = Point("", year(2023))
    one = evaluate(node, here, lambda name, point: look_up(name, point, Fraction(1)))
    other = evaluate(node, here, lambda name, point: look_up(name, point, factor))
    assume(not isinstance(one, Lack))
    assert other == one * factor**power


@pytest.mark.parametrize(
    ("formula", "fits"),
    [
        ("sugar / food", True), ("2 * sugar / food", True), ("sugar * 2 / food", True), ("sugar / food + sugar[-1] / food", True), ("-sugar / food", True),
        ("abs(sugar / food)", True), ("(sugar / food)[-1]", True), ("round(sugar / food, 0.1%)", True), ("content", True), ("rd / gdp", False),
        ("growth(sugar)", False), ("npl", False), ("sugar", False), ("(sugar / food)^2", False), ("sugar / food - rd / rd", True),
    ],
)  # fmt: skip
def test_a_computed_ratio_may_be_judged_in_a_written_quotient_of_what_was_divided(formula, fits):
    typed = infer(parse(formula, BUILT_IN, SCOPE), names())
    assert typed.measures(BUILT_IN.find("毫克/千克").dimension) is fits
    assert not typed.measures(BUILT_IN.find("克标准煤/千瓦时").dimension)


@pytest.mark.parametrize(
    ("formula", "tens"),
    [
        ("npl", (0, 0)), ("npl * 100", (2, 2)), ("100 * npl", (2, 2)), ("npl * 1000", (3, 3)), ("npl / 100", (-2, -2)), ("npl / 0.01", (2, 2)),
        ("npl * 1%", (-2, -2)), ("npl * 100%", (0, 0)), ("npl * 200", (0, 2)), ("npl / 200", (-2, 0)), ("npl * 0.02", (-1, 0)), ("npl * 0", (0, 0)),
        ("npl * -100", (2, 2)), ("npl * 100 / 100", (0, 0)), ("npl * 100 - 100", (2, 2)), ("1 - npl", (0, 0)), ("npl * 100 + npl", (2, 2)),
        ("rd * 100 / gdp", (2, 2)), ("rd / (gdp / 100)", (2, 2)), ("rd * 100元 / gdp^2", (0, 0)), ("(npl * 100)^2", (4, 4)), ("(npl * 100)^-1", (-2, -2)),
        ("growth(npl * 100)", (0, 0)), ("mom(rd * 100)", (0, 0)), ("change(npl * 100)", (2, 2)), ("gap(npl * 100, npl)", (2, 2)),
        ("round(npl, 100)".replace("100", "100.0"), (0, 0)), ("round(npl * 100, 0.1)", (2, 2)), ("min(npl, 100)", (2, 2)), ("abs(-npl * 100)", (2, 2)),
        ("(npl * 100)[-1]", (2, 2)), ("percent", (2, 2)), ("percent / 100", (0, 0)), ("index", (0, 2)), ("index / 100", (-2, 0)), ("rd / gdp / (index / 100)", (0, 2)),
        ("npl * 1e400 / 1e400", (0, 0)), ("npl + 2个百分点", (0, 0)), ("npl * 100 + 2个百分点", (2, 2)),
    ],
)  # fmt: skip
def test_how_often_bare_numbers_multiplied_a_value_by_ten_belongs_to_its_type(formula, tens):
    assert infer(parse(formula, BUILT_IN, SCOPE), names()).tens == tens


@pytest.mark.parametrize(
    ("least", "unit", "inflates"),
    [(0, "%", False), (2, "%", True), (1, "%", False), (2, "‰", True), (3, "‰", True), (1, "成", True), (1, "‰", False), (2, "倍", True), (-2, "%", False),
     (0, "倍", False), (2, "个百分点", True), (4, "%", True)],
)  # fmt: skip
def test_a_value_times_a_hundred_is_too_large_for_a_sign_that_divides_by_it(least, unit, inflates):
    assert Tens(least, least).inflates(BUILT_IN.find(unit)) is inflates


RATIOS = st.recursive(
    st.sampled_from(["npl", "rd / gdp", "growth(rd)", "npl[-1]", "(sugar / food)", "3 / 4", "12%"]),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} * {})".format, inner, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("abs({})".format, inner),
    ),
    max_leaves=3,
)
AROUND = ["({} + {{}})", "({} - ({{}}))", "(({{}}) - {})", "min({}, {{}})", "max({{}}, {}, {})", "({} * ({{}}))"]
ALONE = ["-({})", "abs({})", "round({}, 0.1%)", "round({}, 0.5, half_even)", "(({}) * 2)", "(({}) / 2)", "(1 - ({}))", "(({}) - 2个百分点)", "({})[-1]"]
WRAPPERS = st.one_of(st.sampled_from(ALONE), st.tuples(st.sampled_from(AROUND), RATIOS).map(lambda pair: pair[0].format(pair[1], pair[1])))
TIMES = st.sampled_from(["({}) * 100", "100 * ({})", "({}) / 0.01", "({}) / 1%", "({}) * 10 * 10", "({}) * 1000", "({}) * 100 - 100", "-(({}) * -100)"])


@given(RATIOS, st.lists(WRAPPERS, max_size=4), TIMES)
def test_a_ratio_times_a_hundred_anywhere_is_refused_in_percent_and_without_it_is_not(ratio, wrappers, times):
    """inflates(f(r * 100)) and not inflates(f(r)), whatever sums, products, rounding, min and max f is made of."""
    plain, scaled = ratio, times.format(ratio)
    for wrapper in wrappers:
        plain, scaled = wrapper.format(plain), wrapper.format(scaled)
    for unit in (PERCENT, BUILT_IN.find("‰")):
        assert infer(parse(scaled, BUILT_IN, SCOPE), names()).tens.inflates(unit)
        assert not infer(parse(plain, BUILT_IN, SCOPE), names()).tens.inflates(unit)
