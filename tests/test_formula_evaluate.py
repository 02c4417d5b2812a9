"""The exact value of a formula, why there is none, which figures it needs, and how it looks with them."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formulas import NAMES, NoValueError, figures, text, trees, worth
from kpicheck.formula import parse
from kpicheck.formula.evaluate import MAX_BITS, MAX_NODES, compute, evaluate, leaves, operands, substituted, unfolded
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.lack import Lack, Lacking, each_once, worst
from kpicheck.formula.syntax import At, Back, InYear, Name, Shift, Span, YearsBack, moved, names_in
from kpicheck.formula.types import KnownNames, Typed, infer
from kpicheck.formula.writing import figure_binding, written
from kpicheck.period import read, year
from kpicheck.point import Point
from kpicheck.problem import Problem, Refusal
from kpicheck.quantity import Quantity
from kpicheck.unit import BUILT_IN, Unit
from kpicheck.wording import help_en, help_zh, hint, message

YEAR = 2023
NOW = Point("", year(YEAR))
FIGURES = {
    ("rd", "2023"): 125_000_000,
    ("rd", "2022"): 102_000_000,
    ("rd", "2021"): 100_000_000,
    ("rd", "2020"): 80_000_000,
    ("npl", "2023"): "0.02",
    ("npl", "2022"): "0.035",
    ("jobs", "2023-01"): 12,
    ("jobs", "2022-12"): 10,
    ("jobs", "2022-01"): 8,
    ("jobs", "2020-01"): 6,
    ("zero", "2023"): 0,
    ("zero", "2022"): 0,
    ("loss", "2023"): 5,
    ("loss", "2022"): -5,
}


def at(text):
    return Point("", read(text))


def figure(name, point):
    found = FIGURES.get((name, str(point.period)))
    if found is None:
        return Lack(Lacking.MISSING, (Problem("missing-figure", (("indicator", name), ("period", str(point.period)))),))
    return Fraction(found)


def value(formula, point=NOW):
    return evaluate(parse(formula, BUILT_IN), point, figure)


def by_year(worths):
    """A look-up of figures that go by name and year."""
    return lambda name, point: worths(name, point.period.year)


JANUARY = at("2023-01")
VALUES = {
    "5.7亿元 / 1050户": Fraction(570_000_000, 1050),
    "23% + 2个百分点": Fraction("0.25"),
    "-2^2": -4,
    "2^-3": Fraction(1, 8),
    "0^0": 1,
    "2 - 3 - 4": -5,
    "12 / 3 / 2 * 5": 10,
    "123/100 - 1": Fraction("0.23"),
    "growth(rd)": Fraction(23, 102),
    "growth(rd, 2020)": Fraction("0.5625"),
    "growth(rd, -2)": Fraction("0.25"),
    "growth(rd)[-1]": Fraction("0.02"),
    "rd[-1] / rd[2020]": Fraction("1.275"),
    "change(rd, -2)": 25_000_000,
    "change(npl)": Fraction("-0.015"),
    "gap(npl, 5%)": Fraction("-0.03"),
    "abs(change(npl))": Fraction("0.015"),
    "min(rd, rd[-1], rd[-2])": 100_000_000,
    "max(npl, 3%)": Fraction("0.03"),
    "round(2.675, 0.01)": Fraction("2.68"),
    "round(2.675, 0.01, half_up)": Fraction("2.68"),
    "round(2.665, 0.01, half_even)": Fraction("2.66"),
    "round(-2.5, 1.0)": -3,
    "round(-2.5, 1.0, half_even)": -2,
    "round(growth(rd), 0.1%)": Fraction("0.225"),
    "0 * rd": 0,
    "loss - 5": 0,
}
MONTHLY = {
    "growth(jobs)": Fraction("0.5"),
    "mom(jobs)": Fraction("0.2"),
    "jobs[2020]": 6,
    "jobs - jobs[-1]": 2,
    "jobs[-12]": 8,
    "growth(jobs, 2020)": 1,
}


@pytest.mark.parametrize("formula", VALUES)
def test_a_formula_has_its_exact_value(formula):
    assert value(formula) == VALUES[formula]


@pytest.mark.parametrize("formula", MONTHLY)
def test_a_step_back_is_a_period_of_the_same_length_and_growth_looks_a_year_back(formula):
    assert value(formula, JANUARY) == MONTHLY[formula]


LACKS = {
    "rd / zero": (Lacking.INVALID, "zero-division", {"text": "zero"}),
    "1 / (rd - 12500万元)": (Lacking.INVALID, "zero-division", {"text": "rd - 12500万元"}),
    "(zero * 2)^-1": (Lacking.INVALID, "zero-division", {"text": "zero * 2"}),
    "1 + zero / zero": (Lacking.EMPTY, "zero-over-zero", {"text": "zero / zero"}),
    "1 / (0/0)": (Lacking.EMPTY, "zero-over-zero", {"text": "0 / 0"}),
    "growth(zero)": (Lacking.INVALID, "growth-base", {"text": "growth(zero)", "why": "zero"}),
    "2 * mom(loss)": (Lacking.INVALID, "growth-base", {"text": "mom(loss)", "why": "negative"}),
    "(((10^64)^40) * 3)^2": (Lacking.INVALID, "result-too-large", {"text": "((10^64)^40 * 3)^2", "limit": MAX_BITS}),
    "rd[2019]": (Lacking.MISSING, "missing-figure", {"indicator": "rd", "period": "2019"}),
    "rd / zero + other": (Lacking.INVALID, "zero-division", {}),
    "2 * zero / zero * rd + rd": (Lacking.EMPTY, "zero-over-zero", {"text": "2 * zero / zero"}),
    "(rd - rd) / zero": (Lacking.EMPTY, "zero-over-zero", {"text": "(rd - rd) / zero"}),
    "rd / rd / zero / other": (Lacking.INVALID, "zero-division", {"text": "zero"}),
    "rd / other / zero": (Lacking.MISSING, "missing-figure", {"indicator": "other"}),
    "1 + 2 * (10^64)^40 * (10^64)^8 / 3 - rd": (
        Lacking.INVALID, "result-too-large", {"text": "2 * (10^64)^40 * (10^64)^8"}
    ),
    "zero / zero + other": (Lacking.MISSING, "missing-figure", {"indicator": "other"}),
    "zero / zero + rd / zero": (Lacking.INVALID, "zero-division", {}),
    "0 * other": (Lacking.MISSING, "missing-figure", {"indicator": "other"}),
}


@pytest.mark.parametrize("formula", LACKS)
def test_what_has_no_value_says_why_and_the_worst_reason_is_handed_on(formula):
    lack = value(formula)
    status, code, arguments = LACKS[formula]
    assert (lack.status, lack.problems[0].code) == (status, code)
    assert arguments.items() <= dict(lack.problems[0].arguments).items()
    if code != "missing-figure":  # that of another room
        for language in ("en", "zh"):
            assert message(lack.problems[0], language) != code
            assert hint(lack.problems[0], language)


def test_all_missing_figures_are_named_each_once():
    lack = value("other / growth(x) + min(other, rd[2019], 0/0)")
    assert [dict(found.arguments) for found in lack.problems] == [
        {"indicator": "other", "period": "2023"},
        {"indicator": "x", "period": "2023"},
        {"indicator": "x", "period": "2022"},
        {"indicator": "rd", "period": "2019"},
    ]


def test_the_worst_lack_wins_and_equals_are_reported_together():
    one, two = Problem("one"), Problem("two")
    lacks = {status: Lack(status, (Problem(status.value),)) for status in Lacking}
    assert worst((lacks[Lacking.EMPTY], lacks[Lacking.MISSING], lacks[Lacking.INVALID])) == lacks[Lacking.INVALID]
    assert worst((lacks[Lacking.EMPTY], lacks[Lacking.MISSING])) == lacks[Lacking.MISSING]
    found = worst((Lack(Lacking.EMPTY, (one,)), Lack(Lacking.EMPTY, (two, one))))
    assert found == Lack(Lacking.EMPTY, (one, two, one))
    assert each_once(found) == Lack(Lacking.EMPTY, (one, two))


def test_lacks_of_a_sum_are_reported_from_its_first_to_its_last():
    lack = value("other / 2 + rd / zero * b + 0/0 - c / zero + x")
    assert [(each.code, dict(each.arguments)["text"]) for each in lack.problems] == [("zero-division", "zero")]
    lack = value("other - rd + 0/0 + x * y")
    assert [dict(each.arguments)["indicator"] for each in lack.problems] == ["other", "x", "y"]


def test_the_cap_on_results_is_reached_and_not_passed():
    """Law: a result may have MAX_BITS bits, and no more."""
    most = Fraction(2 ** (MAX_BITS - 2))  # MAX_BITS - 1 bits, and the denominator's one
    for formula in ("x + 0", "x * 1", "x^1", "abs(x)"):
        assert evaluate(parse(formula, BUILT_IN), NOW, lambda _name, _point: most) == most
        found = evaluate(parse(formula, BUILT_IN), NOW, lambda _name, _point: most * 2)
        assert dict(found.problems[0].arguments) == {"text": formula, "limit": MAX_BITS}


WHENS = {
    Back(1): {"2023": "2022", "2023-01": "2022-12", "2023Q1": "2022Q4", "2024-03-01": "2024-02-29"},
    YearsBack(2): {"2023": "2021", "2023-01": "2021-01", "2024-02-29": "2022-02-28"},
    InYear(2020): {"2023": "2020", "2023H2": "2020H2", "1999-02-28": "2020-02-28"},
    At(read("2020Q1")): {"2023": "2020Q1", "2019-05": "2020Q1"},
}


@pytest.mark.parametrize("when", WHENS, ids=repr)
def test_another_period_is_meant_as_seen_from_the_one_that_is_judged(when):
    for here, there in WHENS[when].items():
        assert str(moved(when, read(here))) == there
        node = Shift(Name("x", Span(0, 1)), when, Span(0, 1))
        assert leaves(node, Point("Wuhai", read(here))) == (("x", Point("Wuhai", read(there))),)
        assert with_figures(node, at(here), lambda name, point: f"{name}@{point.period}") == f"x@{there}"
        assert evaluate(node, at(here), lambda _name, point: Fraction(point.period.year)) == int(there[:4])


@pytest.mark.parametrize(("when", "here"), [(Back(1), "0001-01-01"), (YearsBack(1), "0001Q3"), (YearsBack(2), "0002")])
def test_no_period_is_meant_that_is_not_in_the_calendar(when, here):
    with pytest.raises(Refusal, match="bad-period"):
        moved(when, read(here))
    lack = evaluate(Shift(Name("x", Span(0, 1)), when, Span(0, 1)), at(here), figure)
    assert (lack.status, lack.problems[0].code) == (Lacking.INVALID, "beyond-calendar")


LEAVES = {
    "rd": "rd@2023-01",
    "growth(rd) + npl * rd": "rd@2023-01 rd@2022-01 npl@2023-01",
    "mom(a) / growth(b, 2020)": "a@2023-01 a@2022-12 b@2023-01 b@2020-01",
    "(a - b[-2])[2021]": "a@2021-01 b@2020-11",
    "round(half_up, 0.1%, half_up)": "half_up@2023-01",
    "2 * 3元": "",
    "change(growth(x), -2)": "x@2023-01 x@2022-01 x@2021-01 x@2020-01",
}


@pytest.mark.parametrize("formula", LEAVES)
def test_the_figures_that_a_formula_needs_are_listed_without_evaluating(formula):
    found = leaves(parse(formula, BUILT_IN), JANUARY)
    assert " ".join(f"{name}@{point.period}" for name, point in found) == LEAVES[formula]


@pytest.mark.parametrize(
    ("formula", "period", "needed"),
    [
        ("x[-1]", "2024-03-01", "2024-02-29"),
        ("x[-1]", "2024-01-01", "2023-12-31"),
        ("growth(x)", "2024-02-29", "2023-02-28"),
        ("x[-1]", "2023H1", "2022H2"),
        ("x[-3]", "2023Q2", "2022Q3"),
    ],
)
def test_a_period_before_is_one_of_the_calendar(formula, period, needed):
    assert str(leaves(parse(formula, BUILT_IN), at(period))[-1][1].period) == needed


@pytest.mark.parametrize("formula", ["x[-1]", "growth(x)", "mom(x)"])
@pytest.mark.parametrize("first", ["0001", "0001H1", "0001Q1", "0001-01", "0001-01-01"])
def test_nothing_lies_before_the_calendar(formula, first):
    node = parse(f"a + {formula}", BUILT_IN)
    lack = evaluate(node, at(first), lambda _name, _point: Fraction(1))
    assert (lack.status, lack.problems[0].code) == (Lacking.INVALID, "beyond-calendar")
    assert dict(lack.problems[0].arguments) == {"text": f"a + {formula}", "period": first}
    assert leaves(node, at(first)) == ()
    assert with_figures(node, at(first), lambda name, _point: f"<{name}>") == f"a + {formula}"


def with_figures(node, point, show):
    """A formula with what *show* says in the place of its names, as one text."""

    def bind(figure):
        text = show(*figure)
        name = text.lstrip("-0123456789/")
        unit = None if not name else Unit(name, (), Fraction(1))
        value = Fraction(-1 if text.startswith("-") else 1)
        return figure_binding(Quantity(value, unit, None), is_fraction="/" in text.removesuffix(name))

    return "".join(part if isinstance(part, str) else show(*part) for part in substituted(node, point, bind))


SUBSTITUTED = {
    "growth(rd)": "12500万元 / 10200万元 - 1",
    "2 * growth(rd, 2020) - 1": "2 * (12500万元 / 8000万元 - 1) - 1",
    "mom(rd)": "12500万元 / 10200万元 - 1",
    "growth(rd - loss)": "(12500万元 - (-5家)) / (10200万元 - 5家) - 1",
    "change(loss)": "(-5家) - 5家",
    "loss * rate": "(-5家) * (5元/户)",
    "min(loss, rd)": "min(-5家, 12500万元)",
    "loss": "-5家",
    "gap(rd, loss) * 2": "(12500万元 - (-5家)) * 2",
    "rd[-1] / rd[2020]": "10200万元 / 8000万元",
    "-loss^2": "-(-5家)^2",
    "rate * 3": "5元/户 * 3",
    "3 / rate": "3 / (5元/户)",
    "rate^2": "(5元/户)^2",
    "rd^2 / rd": "(12500万元)^2 / 12500万元",
    "abs(change(loss)) + 三分之二": "abs((-5家) - 5家) + 三分之二",
    "min(rd, rd[-1], 5 % )": "min(12500万元, 10200万元, 5 %)",
    "round(growth(rd), 0.1%, half_even)": "round(12500万元 / 10200万元 - 1, 0.1%, half_even)",
    "round(rd, 100元)": "round(12500万元, 100元)",
    "none + 1": "– + 1",
}
SHOWN = {
    "rd": {2023: "12500万元", 2022: "10200万元", 2020: "8000万元"},
    "loss": {2023: "-5家", 2022: "5家"},
    "rate": {2023: "5元/户"},
}


@pytest.mark.parametrize("formula", SUBSTITUTED)
def test_a_formula_is_shown_with_the_figures_in_the_place_of_the_names(formula):
    node = parse(formula, BUILT_IN)
    shown = with_figures(node, NOW, lambda name, point: SHOWN.get(name, {}).get(point.period.year, "–"))
    assert shown == SUBSTITUTED[formula]


@given(trees(), figures(st.fractions(min_value=-3, max_value=20, max_denominator=8)))
def test_evaluation_agrees_with_plain_fractions(tree, worths):
    """Law: a formula's value is what an evaluator that knows nothing of nodes makes of the same tree."""
    node = parse(text(tree), BUILT_IN, NAMES)
    found = evaluate(node, NOW, by_year(worths))
    assume(not (isinstance(found, Lack) and found.problems[0].code == "result-too-large"))
    try:
        expected = worth(tree, YEAR, worths)
    except NoValueError:
        expected = None
    assert (None if isinstance(found, Lack) else found) == expected


@given(trees(), figures(st.integers(1, 9).map(Fraction)))
def test_evaluation_asks_for_the_listed_figures_and_no_others(tree, worths):
    """Law: the leaves of a formula are what its evaluation looks up, in the same order."""
    node = parse(text(tree), BUILT_IN, NAMES)
    asked = {}

    def look_up(name, point):
        asked[name, point] = None
        return by_year(worths)(name, point)

    evaluate(node, NOW, look_up)
    assert tuple(asked) == leaves(node, NOW)
    assert set(names_in(node)) == {name for name, _ in asked}


def held(node, point, look_up, leaf):
    """What a formula is with all figures known but *leaf*: a value, or the node and what it is computed from."""
    if isinstance(node, Name):
        return None if (node.name, point) == leaf else look_up(node.name, point)
    parts = [held(part, where, look_up, leaf) for part, where in operands(node, point)]
    return compute(node, tuple(parts)) if all(isinstance(part, Fraction | Lack) for part in parts) else (node, parts)


def tried(partial, figure):
    """Its value with *figure* for the one that was not known."""
    if partial is None or isinstance(partial, Fraction | Lack):
        return figure if partial is None else partial
    node, parts = partial
    return compute(node, tuple(tried(part, figure) for part in parts))


@given(trees(), figures(st.fractions(min_value=-3, max_value=20, max_denominator=8)), st.integers(-5, 5))
def test_a_caller_may_hold_what_does_not_change_and_compute_the_rest(tree, worths, figure):
    """Law: computed in two goes over the same operands, a formula has the value that it has in one."""
    node, leaf = parse(text(tree), BUILT_IN, NAMES), ("a", NOW)
    partial = held(node, NOW, by_year(worths), leaf)
    whole = evaluate(node, NOW, lambda name, point: Fraction(figure) if (name, point) == leaf else by_year(worths)(name, point))
    found = tried(partial, Fraction(figure))
    assert (each_once(found) if isinstance(found, Lack) else found) == whole


def test_the_deepest_formula_is_not_too_deep_for_anything():
    formula = "1 + 2 * abs(" * 64 + "x" + ")[-1]^1" * 64
    node = parse(formula, BUILT_IN)
    assert written(node) == formula
    assert infer(node, KnownNames(lambda _name: Typed(()))).dimension == ()
    assert leaves(node, NOW) == (("x", at("1959")),)
    assert evaluate(node, NOW, lambda _name, _point: Fraction(1)) == 2**65 - 1
    assert with_figures(node, NOW, lambda _name, _point: "5").count("5") == 1


@given(trees(functions=("growth", "change", "mom", "gap")), figures(st.integers(1, 9).map(Fraction)))
def test_the_figures_put_in_give_the_same_value(tree, worths):
    """Law: a formula with its figures substituted, read again, has the value of the formula."""
    node = parse(text(tree), BUILT_IN, NAMES)
    shown = with_figures(node, NOW, lambda name, point: str(by_year(worths)(name, point)))
    one = evaluate(node, NOW, by_year(worths))
    assume(not isinstance(one, Lack))
    assert evaluate(parse(shown, BUILT_IN), NOW, figure) == one


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(st.fractions(min_value="0.1"), min_size=2, max_size=2))
def test_an_expansion_is_what_the_function_computes(name, values):
    """Law: a function's arithmetic over its operands has the value that the function has."""
    expansion = FUNCTIONS[name].expansion
    assume(expansion is not None)
    found = evaluate(expansion, NOW, lambda name, _point: values[int(name)])
    assert found == FUNCTIONS[name].apply(None, tuple(values))


def test_every_function_is_documented_in_both_languages():
    assert help_en.FUNCTIONS.keys() == help_zh.FUNCTIONS.keys() == FUNCTIONS.keys()


def bits(found):
    return found.numerator.bit_length() + found.denominator.bit_length()


@pytest.mark.parametrize(
    "formula",
    [
        "*".join(["x"] * 500),
        "/".join(["x"] * 500),
        "*".join(["x^64"] * 300),
        "((((x^64)^64)^64)^64)^64",
        "((((x^-64)^-64)^-64)^-64)^64",
        " + ".join(f"1/(x + {each})" for each in range(1, 160)),
        "+".join(["x[-1]*2^60"] * 20 + ["x^-9"] * 9),
    ],
    ids=lambda formula: formula[:20],
)
def test_no_result_on_the_way_is_larger_than_the_cap(formula):
    """Counted, not timed: every result that is handed on has at most MAX_BITS bits, and the steps are counted."""
    node = parse(formula, BUILT_IN)
    found = evaluate(node, NOW, lambda name, _point: Fraction(10**400 - len(name), 10**399 + 7))
    assert len(unfolded(node, NOW)) <= MAX_NODES
    assert isinstance(found, Lack) or bits(found) <= MAX_BITS
    assert isinstance(found, Lack)


def test_powers_of_nothing_and_one_are_never_too_large():
    assert value("((0^64)^64)^64 + ((1^64)^-64)^64") == 1


def test_a_power_just_within_the_cap_is_computed():
    assert value("(2^64 * 2^64 * 2^28)^64") == 2**9984
    assert value("(2^64 * 2^64 * 2^28)^-64") == Fraction(1, 2**9984)
    assert isinstance(value("(2^64 * 2^64 * 2^29)^64"), Lack)


HOSTILE = """
import json, resource
resource.setrlimit(resource.RLIMIT_AS, (256 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (COUNT, COUNT))
from fractions import Fraction
from kpicheck.formula.evaluate import evaluate, leaves, substituted
from kpicheck.formula.lack import Lack
from kpicheck.formula.syntax import Binding
from kpicheck.formula.types import infer, KnownNames, Typed
from kpicheck.formula.writing import written
from kpicheck.formula import parse
from kpicheck.period import year
from kpicheck.point import Point
from kpicheck.problem import Refusal
from kpicheck.unit import BUILT_IN
for formula in FORMULAS:
    try:
        node = parse(formula, BUILT_IN)
    except Refusal as refusal:
        print(refusal.code)
        continue
    infer(node, KnownNames(lambda name: Typed(())))
    here = Point("", year(2023))
    found = evaluate(node, here, lambda name, point: Fraction(10**400 + point.period.year, 10**400 - len(name)))
    written(node), leaves(node, here), substituted(node, here, lambda figure: Binding.SUM)
    print(found.problems[0].code if isinstance(found, Lack) else "value")
"""
ATTACKS = {
    "*".join(["x"] * 500): "result-too-large",
    "+".join(f"1/x{each}" for each in range(250)): "value",
    "+".join(f"1/(x+{each})" for each in range(150)): "result-too-large",
    "(" * 30 + "x" + "^64)" * 30: "result-too-large",
    "growth(" * 64 + "x" + ")" * 64: "formula-too-large",
    "growth(" * 8 + "x" + ")" * 8: "growth-base",
    "(" * 10_000: "formula-too-large",
    "-" * 10_000: "formula-too-large",
    "abs(" * 2_500: "formula-too-large",
    "min(" + "x," * 4_990 + "x)": "formula-too-large",
    "9" * 10_000: "bad-number",
    "1 " * 5_000: "bad-number",
    "1,2" * 3_000: "formula-syntax",
    "一" * 10_000: "bad-number",
    "万" * 10_000: "value",
    "x" * 9_999 + "(": "unknown-function",
    "x[" * 5_000: "formula-syntax",
    "x[" + "-1" * 4_000: "formula-syntax",
    "5" + " " * 9_998 + "x": "formula-syntax",
    "²" * 10_000: "formula-syntax",
    "." * 10_000: "formula-syntax",
    "1." * 5_000: "bad-number",
    "x^" * 5_000: "formula-syntax",
    "1e400" * 2_000: "bad-number",
    "e\u0301" * 5_000: "value",
    "round(x, " * 1_111: "function-arguments",
    "growth(x, " * 1_000: "function-arguments",
    "x" * 10_000_000: "formula-too-large",
}


def test_no_formula_takes_more_than_a_second_or_256_mib():
    """All of them together within as many seconds as there are, in a child with limits that the system enforces."""
    pytest.importorskip("resource")
    source = HOSTILE.replace("COUNT", str(len(ATTACKS))).replace("FORMULAS", "json.loads(input())")
    child = subprocess.run(
        [sys.executable, "-c", source], input=json.dumps(list(ATTACKS)), capture_output=True, text=True, check=False
    )
    assert child.stderr == ""
    assert dict(zip(ATTACKS, child.stdout.split(), strict=True)) == ATTACKS
