"""Thresholds that go the way of `better`, and trends: what they demand in a file."""

import operator
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canonical import canonical
from judging import verdict
from kpicheck.demand import Interval, decide
from kpicheck.notation import Direction
from kpicheck.notation.read import read_threshold
from kpicheck.problem import KpiCheckError
from kpicheck.report import Status
from kpicheck.targets import read_targets
from kpicheck.targets.demands import Modifiers, demanded
from kpicheck.unit import BUILT_IN
from kpicheck.wording import hint, message


def target(body):
    return read_targets(f"kpicheck: 1\nperiod: 2023\ntargets:\n  a: {{{body}}}\n".encode(), "t.yaml").targets["a"]


def shown(body):
    """The threshold as it is judged."""
    return canonical(target(body).threshold)


def problems(body):
    with pytest.raises(KpiCheckError) as caught:
        target(body)
    return [(each.code, dict(each.arguments).get("why", "")) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "higher", "lower"),
    [
        ("target: 优于35微克/立方米", "> 35微克/立方米", "< 35微克/立方米"),
        ("target: 快于3个工作日", "> 3个工作日", "< 3个工作日"),
        ("target: better than 5家", "> 5家", "< 5家"),
        ("target: no worse than 2%", "≥ 2%", "≤ 2%"),
        ("target: 优化至5个工作日", "≥ 5个工作日", "≤ 5个工作日"),
        ("target: improve to 90%", "≥ 90%", "≤ 90%"),
        ("unit: 天, target: 快于上年", "> 上年", "< 上年"),
        ("unit: 天, target: 持续改善", "持续增长", "持续下降"),
        ('unit: "%", kind: change, target: improve by 5%', "≥ 5%", "≤ -5%"),
        ('unit: "%", kind: change, target: 5% improvement', "≥ 5%", "≤ -5%"),
        ('unit: "%", kind: change, target: 改善5%~6%', "5% ~ 6%", "-6% ~ -5%"),
        ('unit: "%", kind: change, target: 改善5%左右, tolerance: 1个百分点', "5% ± 1个百分点", "-5% ± 1个百分点"),
        ('unit: "%", kind: change, target: 持续改善', "> 0%", "< 0%"),
        ("unit: 天, target: 2天~9天, warn: 优于5天", "2天 ~ 9天", "2天 ~ 9天"),
    ],
)
def test_what_goes_the_way_of_better_is_turned_by_it(body, higher, lower):
    assert shown(f"{body}, better: higher") == higher
    assert shown(f"{body}, better: lower") == lower


def test_a_relative_warning_is_turned_too():
    assert target("target: 2天~9天, warn: 优于5天, better: lower").warn_demand == Interval(None, F(5), high_open=True)
    assert target('target: ">= 5家", warn: 优于6家').warn_demand == Interval(F(6), None, low_open=True)


@pytest.mark.parametrize(
    ("body", "text"),
    [("target: 优于5家", "> 5家"), ("target: no worse than 90%", "≥ 90%"), ("unit: 家, target: 优于上年", "> 上年"), ("target: 优化至5天以内", "≤ 5天"),
     ("states: [差, 中, 好], target: 优于差", "> 差")],
)  # fmt: skip
def test_without_better_more_is_better_where_it_plainly_is(body, text):
    assert shown(body) == text


@pytest.mark.parametrize(
    "body",
    ["target: 优于35微克/立方米", "target: 快于3个工作日", "target: better than 3 days", "target: 优于0家", "unit: 天, target: 快于上年", "target: improve to 90%",
     "unit: 家, target: 优化至上年", 'unit: "%", kind: change, target: improve by 5%', "unit: 家, target: 持续改善", "target: 2天~9天, warn: 优于5天",
     "target: 优于5天, warn: 优于4天"],
)  # fmt: skip
def test_without_better_nothing_is_guessed(body):
    assert problems(body)[0] == ("no-direction", "relative")


@pytest.mark.parametrize("body", ["target: 慢于3天", "target: not better than 2%", 'unit: "%", kind: change, target: improve by less than 5%'])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_what_asks_for_worse_contradicts_better(body, better):
    assert problems(f"{body}, better: {better}")[0][0] == "better-conflict"


def test_an_improvement_needs_a_change():
    assert problems("target: improve by 5%, better: higher") == [("verb-mismatch", "change")]


def test_a_wrong_guess_would_have_passed():
    """Thirty per cent slower is no improvement of what should take less time."""
    body = "indicator: x, target: improve by 5%, better: lower"
    declared = 'indicators: {x: {unit: "%", kind: change}}'
    assert verdict(body, ["x,2023,30%"], declared=declared).status is Status.FAIL
    assert verdict(body, ["x,2023,-5%"], declared=declared).status is Status.PASS
    assert verdict("unit: 天, target: 快于3天, better: lower", ["a,2023,9"]).status is Status.FAIL


def test_an_improvement_that_is_turned_is_a_fall():
    found = read_threshold("improve by 5%").towards(more=False)
    assert (found.direction, found.relative) == (Direction.DOWN, None)
    assert read_threshold("5家").towards(more=False) == read_threshold("5家")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_message_asks_for_better(language):
    with pytest.raises(KpiCheckError) as caught:
        target("target: 快于3个工作日")
    (found,) = caught.value.problems
    assert (message(found, language), hint(found, language)) == {
        "en": ("快于3个工作日 goes the way that better: says, and nothing says which way is better", "add better: lower or better: higher"),
        "zh": ("快于3个工作日 的方向由 better: 决定，而没有写明哪个方向为好", "请加上 better: lower 或 better: higher"),
    }[language]


def holds(value, sign, limit):
    return {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}[sign](int(value), int(limit))


@pytest.mark.parametrize(
    ("text", "level", "change"),
    [("持续增长", "> 2", "> 0"), ("继续下降", "< 2", "< 0"), ("continued decline", "< 2", "< 0"), ("只增不减", ">= 2", ">= 0"), ("只减不增", "<= 2", "<= 0")],
)
@pytest.mark.parametrize("value", ["-1", "0", "1", "2", "3"])
def test_a_trend_compares_a_level_with_last_year_and_a_change_with_zero(text, level, change, value):
    as_level = verdict(f"unit: 万元, target: {text}", [f"a,2023,{value}", "a,2022,2"])
    as_change = verdict(f"unit: 万元, kind: change, target: {text}", [f"a,2023,{value}"])
    assert (as_level.status is Status.PASS) is holds(value, *level.split())
    assert (as_change.status is Status.PASS) is holds(value, *change.split())


def test_a_trend_of_a_computed_change_compares_with_zero():
    declared = "indicators: {x: {unit: 万元, kind: flow}}"
    found = verdict("formula: growth(x), target: 持续增长", ["x,2023,3", "x,2022,2"], declared=declared)
    assert (found.status, canonical(found.threshold)) == (Status.PASS, "> 0%")


MODIFIERS = Modifiers(BUILT_IN.find("家"), None, None)
WORDS = ["优于", "快于", "better than", "no worse than", "not better than", "慢于", "improve to ", "优化至"]


@given(st.sampled_from(WORDS), st.integers(-20, 20), st.integers(-20, 20))
def test_what_is_turned_is_the_mirror_image(word, limit, value):
    """lower(word L) holds of v exactly where higher(word -L) holds of -v."""
    turned, plain = (read_threshold(f"{word}{end}家").towards(more=more) for end, more in ((limit, False), (-limit, True)))
    below, above = (demanded(each, None, MODIFIERS, None) for each in (turned, plain))
    assert decide(below, F(value)) is decide(above, F(-value))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("unit: 家, kind: stock, target: 比上年新增60家", ("verb-mismatch", "change")),
        ("kind: flow, unit: 亿元, target: 同比100亿元以上", ("verb-mismatch", "change")),
        ('unit: "%", target: 同比5%以上', ("verb-mismatch", "change")),
        ("unit: 名次, target: 不低于3名次", ("no-direction", "place")),
        ("unit: 名次, target: 3名次以上", ("no-direction", "place")),
        ("unit: 名次, target: 不低于上年", ("no-direction", "place")),
    ],
)
def test_what_could_be_met_by_the_opposite_of_what_is_meant_is_refused(body, problem):
    assert problems(body) == [problem]


def test_places_are_demanded_from_above_or_as_better_says():
    assert shown("unit: 名次, target: 不高于3名次") == "≤ 3名次"
    assert shown("unit: 名次, target: 不低于3名次, better: higher") == "≥ 3名次"


@pytest.mark.parametrize("formula", ["growth(s, 2020)", "growth(s, -2)", "change(s, 2020)"])
def test_a_change_against_another_year_is_not_year_on_year(formula):
    text = f'kpicheck: 1\nperiod: 2023\nindicators: {{s: {{unit: "%", kind: rate}}}}\ntargets:\n  a: {{formula: "{formula}", target: 同比提高2个百分点}}\n'
    text = text.replace("2个百分点", "2%") if formula.startswith("growth") else text
    with pytest.raises(KpiCheckError) as caught:
        read_targets(text.encode(), "t.yaml")
    [found] = caught.value.problems
    assert (found.code, dict(found.arguments)["have"]) == ("basis-mismatch", formula)


@pytest.mark.parametrize(("value", "status", "noted"), [("12", "pass", True), ("-12", "fail", False), ("-8", "pass", False), ("0", "pass", False)])
def test_a_fall_that_is_submitted_as_a_positive_number_is_noted(value, status, noted):
    found = verdict('unit: "%", kind: change, target: 降幅控制在10%以内', [f"a,2023,{value}"])
    assert (found.status.value, "rise-beside-fall" in [note.code for note in found.notes]) == (status, noted)


@pytest.mark.parametrize(("value", "status"), [("1", "pass"), ("3", "pass"), ("4", "fail"), ("0", "invalid"), ("-1", "invalid")])
def test_no_place_is_before_the_first(value, status):
    assert verdict("unit: 名次, target: 前3名", [f"a,2023,{value}"]).status.value == status
