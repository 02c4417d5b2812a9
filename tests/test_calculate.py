"""`eval`: a formula's exact value, with and without figures."""

from datetime import date
from fractions import Fraction as F

import pytest

from kpicheck.formats.values import amount_text
from kpicheck.judge.calculate import calculate
from kpicheck.period import year
from kpicheck.problem import KpiCheckError
from kpicheck.sources import read_source
from kpicheck.submission import receive
from kpicheck.targets import read_targets

TARGETS = read_targets("""kpicheck: 1
indicators: {x: {name: 经费, unit: 万元, kind: flow}, y: {unit: 户}}
targets:
  part: {formula: x / 4, target: 1万元}
  one_in: {formula: 80户 / y, target: 0.5倍}
  growth_of_x: {formula: growth(x), target: 3%以上}
  shared: {formula: x / y, unit: 元/户, target: 1元/户}
""".encode(), "t.yaml")  # fmt: skip


def submitted(*rows):
    return receive((read_source("s.csv", ("indicator,period,value\n" + "".join(f"{row}\n" for row in rows)).encode()),), TARGETS, as_of=date.max)


ALONE = [
    ("5.7亿元 / 1050户", "万元/户", F(380, 7), "54.29万元/户"),
    ("1亿元", "万元", F(10000), "10000万元"),
    ("15亩", "公顷", F(1), "1公顷"),
    ("1 + 2", None, F(3), "3"),
    ("1 / 3", None, F(1, 3), "0.33"),
    ("23% + 2个百分点", "%", F(25), "25%"),
    ("5%", None, F(5), "5%"),
    ("5亿元 + 3000万元", None, F("5.3"), "5.3亿元"),
    ("2个百分点 + 23%", None, F(25), "25%"),
    ("-(2 * 23‰)", None, F(-46), "−46‰"),
    ("max(1亩, 5m²)[2020]", None, F(1), "1亩"),
    ("5家 / 4家", None, F("1.25"), "1.25"),
    ("6亿元 * 2 / 4户", None, F(300_000_000), "300000000.00CNY/户"),
    ("(5m)^2", None, F(25), "25m^2"),
    ("3家 - 5家", None, F(-2), "−2家"),
    ("2^10 * 1户", None, F(1024), "1024户"),
    ("gap(5%, 3%)", None, F(2), "2个百分点"),
]


@pytest.mark.parametrize(("text", "unit", "value", "shown"), ALONE)
def test_a_formula_alone_is_computed_exactly(text, unit, value, shown):
    found = calculate(text, None, None, unit=unit)
    assert (found.value, amount_text(found, "zh")) == (value, shown)


WITH = [
    ("x", None, "2023", "12500万元"),
    ("growth(x)", None, "2023", "25.00%"),
    ("经费 / y", "万元/户", "2023", "125.00万元/户"),
    ("growth_of_x * 2", "%", "2023", "50%"),
    ("x[2022]", "万元", "2023", "10000万元"),
    ("growth_of_x", None, "2023", "25.00%"),
    ("growth(x / x[2023])", None, "2023", "25.00%"),
    ("x + x", None, "2023", "25000万元"),
    ("part * 2", None, "2023", "6250万元"),
    ("x * x / (x * x)", None, "2023", "1.00"),
    ("part", "亿元", "2023", "0.31亿元"),
    ("one_in", None, "2023", "0.80"),
    ("one_in * 2", None, "2023", "1.6"),
]


@pytest.mark.parametrize(("text", "unit", "when", "shown"), WITH)
def test_a_formula_over_figures_is_computed_from_them(text, unit, when, shown):
    figures = submitted("x,2023,12500", "x,2022,10000", "y,2023,100")
    assert amount_text(calculate(text, TARGETS, figures, period=year(int(when)), unit=unit), "zh") == shown


def test_the_latest_period_is_taken_where_none_is_named():
    assert amount_text(calculate("y", TARGETS, submitted("y,2022,1", "y,2023,2")), "zh") == "2户"


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("1家 + 1户", None, "dimension-mismatch"),
        ("x", None, "unknown-name"),
        ("1 +", None, "formula-syntax"),
        ("1 / 0", None, "zero-division"),
        ("0 / 0", None, "zero-over-zero"),
        ("1家", "户", "unit-mismatch"),
        ("1家", "噸", "unknown-unit"),
        ("9^64^64", None, "formula-syntax"),
        ("(9999999999^60)^60", None, "result-too-large"),
    ],
)
def test_what_has_no_value_says_why(text, unit, code):
    with pytest.raises(KpiCheckError) as caught:
        calculate(text, None, None, unit=unit)
    assert [(each.code, each.place.path, each.place.line) for each in caught.value.problems] == [(code, "EXPR", 1)]


def test_without_figures_or_a_period_nothing_can_be_computed():
    with pytest.raises(KpiCheckError, match="no-period"):
        calculate("x", TARGETS, submitted())
    with pytest.raises(KpiCheckError, match="missing-figure"):
        calculate("x", TARGETS, submitted(), period=year(2023))
