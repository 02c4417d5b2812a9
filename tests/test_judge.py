"""Verdicts: every status by its causes, exactly at the limit, and what is shown beside them."""

from fractions import Fraction as F

import pytest
import yaml

from conftest import DATA
from judging import report, verdict
from kpicheck.formats.layout import lay_out
from kpicheck.formats.values import amount_text, substituted_text, value_text
from kpicheck.judge import evaluate
from kpicheck.problem import KpiCheckError
from kpicheck.report import Status
from kpicheck.sources import read_source
from kpicheck.targets import read_targets
from kpicheck.wording import hint, message

ORACLES = {case["id"]: case for case in yaml.safe_load((DATA / "oracles.yaml").read_text(encoding="utf-8"))["cases"]}
FLOW = "indicators: {x: {unit: 家, kind: flow}, y: {unit: 家, kind: flow}}"
MONEY = "indicators: {x: {unit: 万元, kind: flow}}"
STOCK = "indicators: {x: {unit: 亿元, kind: stock}}"

STATUSES = [
    # exactly at the limit, in other units, with many digits
    ("unit: 亿元, target: 1亿元", ["a,2023,10000万元"], "pass"),
    ("unit: 亿元, target: 1亿元", ["a,2023,9999.999999999999999999999999999999万元"], "fail"),
    ("unit: 亿元, target: 超过1亿元", ["a,2023,10000万元"], "fail"),
    ("unit: 亿元, target: 超过1亿元", ["a,2023,10000.000000000000000000000000000001万元"], "pass"),
    ('unit: "%", target: 33.3%以上', ["a,2023,三分之一"], "pass"),
    ("unit: 亩, target: 1公顷", ["a,2023,15"], "pass"),
    ("unit: 亩, target: 1公顷", ["a,2023,14.9999999999999999999999"], "fail"),
    # each comparator
    ("unit: 家, target: 5家以内", ["a,2023,5"], "pass"),
    ("unit: 家, target: 低于5家", ["a,2023,5"], "fail"),
    ('unit: 家, target: "= 5家"', ["a,2023,5.0"], "pass"),
    ('unit: 家, target: "!= 5家"', ["a,2023,5"], "fail"),
    ("unit: 家, target: 5~6家", ["a,2023,6"], "pass"),
    ('unit: 家, target: "(5家, 6家]"', ["a,2023,5"], "fail"),
    ("unit: 家, target: 5~6家, better: higher", ["a,2023,7"], "pass"),
    ("unit: 家, target: 5~6家, better: lower", ["a,2023,7"], "fail"),
    ('unit: "%", target: 6%左右, tolerance: 0.5', ["a,2023,5.5%"], "pass"),
    ('unit: "%", target: 6%左右, tolerance: 0.5', ["a,2023,6.51%"], "fail"),
    ('unit: "%", target: 6%左右, tolerance: 0.5, better: higher', ["a,2023,9%"], "pass"),
    ("unit: 万元, target: 清零", ["a,2023,0"], "pass"),
    ("unit: 万元, target: 清零", ["a,2023,0.0001"], "fail"),
    # the year before, multiples
    ("unit: 家, target: 不低于上年", ["a,2023,5", "a,2022,5"], "pass"),
    ("unit: 家, target: 高于上年", ["a,2023,5", "a,2022,5"], "fail"),
    ("unit: 家, target: 不低于上年", ["a,2023,5"], "missing"),
    ("unit: 家, target: 翻一番, baseline: 2020", ["a,2023,10", "a,2020,5"], "pass"),
    ("unit: 家, target: 翻一番, baseline: 2020", ["a,2023,9", "a,2020,5"], "fail"),
    ("unit: 家, target: 翻一番, baseline: {period: 2020, value: 5家}", ["a,2023,10"], "pass"),
    ("unit: 家, target: 翻一番, baseline: 2020", ["a,2023,10", "a,2020,0"], "invalid"),
    ("unit: 家, target: 翻一番, baseline: 2020", ["a,2023,0", "a,2020,0"], "invalid"),
    ("unit: 万元, target: 翻一番, baseline: 2020", ["a,2023,-1", "a,2020,-5"], "invalid"),
    ("unit: 万元, target: 减半, baseline: 2020", ["a,2023,-5", "a,2020,-5"], "invalid"),
    ("unit: 万元, target: 翻一番, baseline: 2020", ["a,2020,-5"], "invalid"),
    # figures that cannot be used
    ("unit: 家, target: 5家", ["a,2023,三万五"], "invalid"),
    ("unit: 家, target: 5家", ["a,2023,5户"], "invalid"),
    ("unit: 万元, target: 5万元", ["a,2023,5亿元,万元"], "invalid"),
    ("target: 5家", ["a,2023,5"], "invalid"),
    ("unit: 家, target: 5家", ["a,2023,5", "a,2023,6"], "invalid"),
    ("unit: 家, target: 5家", ["a,2023,5", "a,2023,x"], "invalid"),
    ("unit: 家, target: 5家", ["a,2023,5", "a,2023,5.0"], "pass"),
    ("unit: 家, target: 5家", ["a,2023,5", "a,2023,-"], "pass"),
    ('unit: "%", bounds: 0%..100%, target: 90%', ["a,2023,101%"], "invalid"),
    ("unit: 家, target: 5家", ["a,2023,…"], "invalid"),
    # not submitted
    ("unit: 家, target: 5家", [], "missing"),
    ("unit: 家, target: 5家", ["a,2023,暂无"], "missing"),
    ("unit: 家, target: 5家", ["a,23,5"], "missing"),
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,1", "a,2023Q2,1", "a,2023Q3,1"], "missing"),
    # waivers
    ("unit: 家, target: 5家, waive: {reason: r, by: b}", ["a,2023,4"], "waived"),
    ("unit: 家, target: 5家, waive: {reason: r, by: b, until: 2023-12-31}", ["a,2023,4"], "waived"),
    ("unit: 家, target: 5家, waive: {reason: r, by: b, until: 2023-12-30}", ["a,2023,4"], "fail"),
    ("unit: 家, target: 5家, waive: {reason: r, by: b}", ["a,2023,5"], "pass"),
    ("unit: 家, target: 5家, waive: {reason: r, by: b}", ["a,2023,5户"], "invalid"),
    # states and days
    ("states: [差, 中, 好], target: 中", ["a,2023,好"], "pass"),
    ("states: [差, 中, 好], target: 中", ["a,2023,差"], "fail"),
    ("states: [差, 中, 好], target: 中", ["a,2023,优"], "invalid"),
    ("states: [差, 中, 好], target: not 差", ["a,2023,中"], "pass"),
    ("states: [差, 中, 好], target: 中", ["a,2023-06,中"], "pass"),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,差", "a,2023-08,中"], "missing"),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,差", "a,2023-08,差"], "fail"),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,中", "a,2023-08,差"], "pass"),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-08,中"], "missing"),
    ("states: [差, 中, 好], target: 中", [], "missing"),
    ("states: {红: '>= 300%', 黄: '>= 120%', 绿: '< 120%'}, target: not 红", ["a,2023,250%"], "pass"),
    ("states: {红: '>= 300%', 黄: '>= 120%', 绿: '< 120%'}, target: not 红", ["a,2023,300%"], "fail"),
    ("states: {红: '>= 300%', 黄: '>= 120%', 绿: '< 120%'}, target: not 红", ["a,2023,绿"], "pass"),
    ("type: date, due: 2023-06-30", ["a,2023,2023-06-30"], "pass"),
    ("type: date, due: 2023-06-30", ["a,2023,2023-07-01"], "fail"),
    ("type: date, due: 2023-06-30", ["a,2023,2024-07-01"], "fail"),
    ("type: date, due: 2023-06-30", [], "missing"),
    ('type: date, target: "!= 2023-06-30"', ["a,2023,2023-06-30"], "fail"),
    ('type: date, target: "!= 2023-06-30"', ["a,2023,2023-06-29"], "pass"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows", "status"), STATUSES, ids=str)
def test_a_target_gets_the_status_that_its_figures_deserve(body, rows, status):
    assert verdict(body, rows).status.value == status


LEVELS = [  # the state at the end is that of the last reading by then
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,差"], "fail", ["2023-05"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,差", "a,2023H1,中"], "pass", ["2023-05", "2023H1"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,中", "a,2023-06-30,差"], "fail", ["2023-05", "2023-06-30"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023,差"], "fail", ["2023"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023,中"], "missing", ["2023"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-05,差", "a,2023-08,中", "a,2023-10,差"], "fail", ["2023-05", "2023-08", "2023-10"]),
    # one from before the period proves that a level was reached, and nothing else
    ("states: [差, 中, 好], target: 中", ["a,2022,中"], "pass", ["2022"]),
    ("states: [差, 中, 好], target: 中", ["a,2022-06,差", "a,2022-12,好"], "pass", ["2022-12"]),
    ("states: [差, 中, 好], target: 中", ["a,2022-06,好", "a,2022-12,差"], "missing", ["2022-12"]),
    ("states: [差, 中, 好], target: 中", ["a,2022,差"], "missing", ["2022"]),
    ("states: [差, 中, 好], target: 中", ["a,2022,中", "a,2023-03,差"], "fail", ["2023-03"]),
    ("states: [差, 中, 好], target: not 差", ["a,2022,中"], "missing", ["2022"]),
    ("states: [差, 中, 好], target: in 中", ["a,2022,中"], "missing", ["2022"]),
    ("states: [差, 中, 好], target: '<= 中'", ["a,2022,中"], "missing", ["2022"]),
    ("states: {低: '< 5%', 高: '>= 5%'}, target: 高", ["a,2022,9%"], "missing", ["2022"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2022,差", "a,2023-08,中"], "missing", ["2022", "2023-08"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2022,差", "a,2023-08,差"], "fail", ["2022", "2023-08"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2022,中", "a,2023-08,好"], "pass", ["2022", "2023-08"]),
    ("type: date, due: 2023-12-31", ["a,2022,2022-11-03"], "missing", ["2022"]),
    ("type: date, due: 2023-12-31", ["a,2022,2022-11-03", "a,2023,2023-11-03"], "pass", ["2023"]),
    # a band may be left again, and so may a set: a later reading proves nothing alone
    ("states: {低: '< 5%', 高: '>= 5%'}, target: 高, due: 2023-06-30", ["a,2023-08,1%"], "missing", ["2023-08"]),
    ("states: {低: '< 5%', 高: '>= 5%'}, target: 高, due: 2023-06-30", ["a,2023-03,1%", "a,2023-08,1%"], "fail", ["2023-03", "2023-08"]),
    ("states: {低: '< 5%', 高: '>= 5%'}, target: 高, due: 2023-06-30", ["a,2023-03,1%", "a,2023-08,6%", "a,2023-09,1%"], "missing", ["2023-03", "2023-08", "2023-09"]),
    ("states: [差, 中, 好], target: not 差, due: 2023-06-30", ["a,2023-08,差"], "missing", ["2023-08"]),
    # a cell that cannot be used matters where it could have said more
    ("states: [差, 中, 好], target: 中", ["a,2023-03,优", "a,2023-09,好"], "pass", ["2023-09"]),
    ("states: [差, 中, 好], target: 中", ["a,2023-03,好", "a,2023-09,优"], "invalid", ["2023-03"]),
    ("states: [差, 中, 好], target: 中", ["a,2022,优"], "missing", []),
    ("states: [差, 中, 好], target: 中", ["a,2021,好", "a,2022,优"], "pass", ["2021"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-03,中", "a,2023-09,优"], "pass", ["2023-03"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-03,差", "a,2023-09,优"], "invalid", ["2023-03"]),
    ("states: [差, 中, 好], target: 中, due: 2023-06-30", ["a,2023-03,差", "a,2023-09,优", "a,2023-10,差"], "fail", ["2023-03", "2023-10"]),
    # of other periods: a quarter is judged by what ends in it
    ("states: [差, 中, 好], target: 中, period: 2023Q2", ["a,2023H1,中"], "pass", ["2023H1"]),
    ("states: [差, 中, 好], target: 中, period: 2023Q2", ["a,2023,差"], "fail", ["2023"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows", "status", "inputs"), LEVELS, ids=str)
def test_a_level_is_what_the_last_reading_says_and_the_others_prove(body, rows, status, inputs):
    found = report(f"period: 2023\ntargets: {{a: {{{body}}}}}", rows, as_of="2023-12-31")
    one = found.verdicts[0]
    assert (one.status.value, sorted(str(each.key.period) for each in one.inputs)) == (status, sorted(inputs))
    assert found.accounting.used == len(inputs)


def test_a_set_and_its_opposite_are_told_apart():
    targets = "".join(f"  {name}: {{indicator: s, target: {target}}}\n" for name, target in (("a", "in 中"), ("b", "not 中"), ("c", "in 中")))
    found = report(f"period: 2023\nindicators: {{s: {{states: [差, 中, 好]}}}}\ntargets:\n{targets}", ["s,2023,中"])
    assert [each.status.value for each in found.verdicts] == ["pass", "fail", "pass"]


@pytest.mark.parametrize(
    ("body", "row", "english", "chinese"),
    [
        ("states: [差, 好], target: 好", "a,2022,差", "no value for a in 2023; 差 is for 2022", "缺少“a” 2023 的数据；“差”属于 2022"),
        ("type: date, due: 2023-12-31", "a,2022,2022-11-03", "no value for a in 2023; 2022-11-03 is for 2022", "缺少“a” 2023 的数据；“2022-11-03”属于 2022"),
    ],
)
def test_a_reading_from_before_the_period_that_proves_nothing_is_named(body, row, english, chinese):
    found = verdict(body, [row])
    assert (message(found.reason, "en"), message(found.reason, "zh")) == (english, chinese)
    assert str(found.reason.place) == "s.csv:2:3"


DERIVED = [
    (FLOW, "formula: x / y, target: 90%", ["x,2023,9", "y,2023,10"], "pass"),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,0", "y,2023,0"], "invalid"),
    (FLOW, "formula: x / y, target: 90%, when_empty: pass", ["x,2023,0", "y,2023,0"], "pass"),
    (FLOW, "formula: x / y, target: 90%, when_empty: skip", ["x,2023,0", "y,2023,0"], "not_applicable"),
    (FLOW, "formula: x / y, target: 90%, when_empty: skip", ["x,2023,1", "y,2023,0"], "invalid"),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,9"], "missing"),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,9户"], "invalid"),
    (MONEY, "formula: growth(x), target: 23%以上", ["x,2023,123", "x,2022,100"], "pass"),
    (MONEY, "formula: growth(x), target: 23%以上", ["x,2023,123", "x,2022,0"], "invalid"),
    (MONEY, "formula: growth(x), target: 增长23%", ["x,2023,122.99", "x,2022,100"], "fail"),
    (MONEY, "formula: growth(x), target: 下降3%以上", ["x,2023,97", "x,2022,100"], "pass"),
    (MONEY, "formula: growth(x), target: 下降3%以上", ["x,2023,97.01", "x,2022,100"], "fail"),
    (STOCK, "formula: x, target: 5亿元", ["x,2023Q4,5"], "pass"),
    (STOCK, "formula: x, target: 5亿元", ["x,2023-12-31,5"], "pass"),
    (STOCK, "formula: x, target: 5亿元", ["x,2023年末,5"], "pass"),
    (STOCK, "formula: x, target: 5亿元", ["x,2023-11,5"], "missing"),
    (MONEY, "formula: x, target: 10万元", ["x,2023H1,4", "x,2023Q3,3", "x,2023Q4,3"], "pass"),
    (MONEY, "formula: x, target: 10万元", ["x,2023,10", "x,2023H1,4", "x,2023H2,8"], "invalid"),
    (MONEY, "formula: x, target: 10万元", ["x,2023,10.0", "x,2023H1,4.0", "x,2023H2,6.1"], "pass"),
    ("indicators: {x: {unit: 万元, kind: cumulative}}", "formula: x, target: 10万元", ["x,2023年1-12月,10"], "pass"),
    ("indicators: {x: {unit: 万元, kind: cumulative}}", "formula: x, target: 10万元", ["x,2023年前三季度,10"], "missing"),
    (MONEY, "formula: x, target: 10万元", ["x,2023年1-12月,10"], "missing"),
    ("indicators: {x: {unit: '%'}}", "formula: x, target: 10%", ["x,2023Q4,10"], "missing"),
    ("indicators: {x: {unit: '%'}, r: {unit: '%'}}", "formula: x, target: <= r", ["x,2023,5", "r,2023,5"], "pass"),
    ("indicators: {x: {unit: '%'}, r: {unit: '%'}}", "formula: x, target: <= r + 1个百分点", ["x,2023,6", "r,2023,5"], "pass"),
    ("indicators: {x: {unit: '%'}, r: {unit: '%'}}", "formula: x, target: <= r", ["x,2023,5"], "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "body", "rows", "status"), DERIVED, ids=str)
def test_a_derived_indicator_is_judged_by_its_figures(declared, body, rows, status):
    assert verdict(body.replace("<= r", '"<= r') + ('"' if "<= r" in body else ""), rows, declared=declared).status.value == status


TO_COME = [
    # as-of is 2023-06-30, and the day may still become any day after that
    ("due: 2023-09-30", "2023-08-01", "pending"),
    ("due: 2023-07-01", "2023-07-01", "pending"),
    ("due: 2023-06-30", "2023-07-01", "fail"),
    ("due: 2023-01-01", "2023-07-01", "fail"),
    ('target: "< 2023-07-01"', "2023-07-01", "fail"),
    ('target: "< 2023-07-02"', "2023-07-01", "pending"),
    ('target: ">= 2023-03-01"', "2023-08-01", "pass"),
    ('target: ">= 2023-07-01"', "2023-07-01", "pass"),
    ('target: "> 2023-06-30"', "2023-07-01", "pass"),
    ('target: "> 2023-07-01"', "2024-07-01", "pending"),
    ('target: ">= 2023-07-02"', "2024-07-01", "pending"),
    ('target: "= 2023-06-30"', "2023-07-01", "fail"),
    ('target: "= 2023-07-01"', "2023-07-01", "pending"),
    ('target: "!= 2023-06-30"', "2023-07-01", "pass"),
    ('target: "!= 2023-07-01"', "2023-07-05", "pending"),
    # a day that has come is itself
    ('target: "= 2023-06-30"', "2023-06-30", "pass"),
    ("due: 2023-06-30", "2023-06-30", "pass"),
]


@pytest.mark.parametrize(("body", "day", "status"), TO_COME, ids=str)
@pytest.mark.parametrize("period", ["2023", "2023-06"])
def test_a_day_after_as_of_stands_for_any_later_day(body, day, status, period):
    found = verdict(f"type: date, {body}", [f"a,{period},{day}"], as_of="2023-06-30")
    is_later = day > "2023-06-30"
    assert (found.status.value, [note.code for note in found.notes]) == (status, ["day-after-as-of"] if is_later else [])
    assert (found.actual is None) == (status == "pending")


def test_a_day_after_as_of_is_used_and_its_note_says_what_it_stands_for():
    found = report("period: 2023\ntargets: {a: {type: date, due: 2023-06-30}}", ["a,2023,2024-01-12"])
    assert (tuple(found.accounting), found.exit_code, shown(found.verdicts[0])[:3:2]) == ((1, 0, 0, 0), 1, ("2024-01-12", "−196天"))
    note = found.verdicts[0].notes[0]
    assert message(note, "en") == "2024-01-12 is after the as-of date, 2023-12-31, and stands for any later day"
    assert message(note, "zh") == "2024-01-12 晚于截止日 2023-12-31，只表示截止日之后的某一天"


@pytest.mark.parametrize("backwards", [False, True])
def test_a_day_that_a_later_period_replaces_is_told(backwards):
    rows = ["a,2023Q1,2023-08-01", "a,2023H1,2023-07-01", "a,2023,2023-06-01"]
    found = verdict("type: date, due: 2023-06-30", rows[::-1] if backwards else rows)
    assert (found.status.value, [note.code for note in found.notes]) == ("pass", ["day-replaced"])
    assert message(found.notes[0], "en") == "2023-06-01 for 2023 is judged, not 2023-07-01 for 2023H1"
    assert message(found.notes[0], "zh") == "按 2023 的 2023-06-01 判定，不按 2023H1 的 2023-07-01"
    assert verdict("type: date, due: 2023-06-30", ["a,2023Q1,2023-06-01", "a,2023,2023年6月1日"]).notes == ()


BOUNDED = "indicators: {x: {unit: 家}, y: {unit: 家}, r: {formula: x / y, bounds: 0%..100%}, s: {unit: '%'}}"


@pytest.mark.parametrize(
    "body",
    [
        "indicator: r, target: 50%",
        "formula: r, target: 50%",
        "formula: r / 2, target: 50%",
        "formula: growth(r), target: 5%",
        'indicator: s, target: "<= r"',
        "indicator: s, target: 不低于上年, formula: r",
    ],
)
@pytest.mark.parametrize("year", ["2023", "2022"])
def test_the_bounds_of_a_computed_indicator_hold_wherever_it_is_used(body, year):
    """A value outside them is no value, of the judged period or of the year before where that is asked for."""
    body = body.replace("indicator: s, target: 不低于上年, formula", "target: 不低于上年, formula")
    figures = {"2023": (3, 4), "2022": (1, 2), year: (3, 2)}
    rows = [f"{name},{when},{value}" for when, pair in figures.items() for name, value in zip("xy", pair, strict=True)]
    found = verdict(body, [*rows, "s,2023,20%"], declared=BOUNDED)
    if year == "2023" or "growth" in body or "上年" in body:
        assert (found.status.value, found.reason.code) == ("invalid", "out-of-bounds")
        assert message(found.reason, "en") == "150.00% is outside 0%..100%"
    else:
        assert found.status.value in {"pass", "fail"}


def test_a_sum_of_figures_is_within_the_bounds_too():
    declared = "indicators: {x: {unit: 家, kind: flow, bounds: 0家..9家}}"
    rows = ["x,2023H1,5", "x,2023H2,5", "x,2022,4"]
    assert [verdict(body, rows, declared=declared).reason.code for body in ("indicator: x, target: 1家", "formula: growth(x), target: 1%")] == ["out-of-bounds"] * 2


def test_what_is_needed_is_within_the_bounds_of_what_it_is_used_in():
    declared = "indicators: {x: {unit: 家}, y: {unit: 家}, r: {formula: x / y, bounds: 0%..100%}}"
    found = verdict("formula: 2 * r, target: 150%", ["x,2023,1", "y,2023,4"], declared=declared)
    assert [(each.key.indicator, amount_text(each.value, "zh")) for each in found.needed] == [("x", "3家"), ("y", "1家")]
    assert verdict("formula: 2 * r, target: 250%", ["x,2023,1", "y,2023,4"], declared=declared).needed == ()


EARLY = [
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,3", "a,2023Q2,2"], "pass"),
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,3", "a,2023Q2,1"], "pending"),
    ("unit: 家, kind: flow, target: 5家以内", ["a,2023Q1,3", "a,2023Q2,3"], "fail"),
    ("unit: 家, kind: flow, target: 5家以内", ["a,2023Q1,3", "a,2023Q2,2"], "pending"),
    ('unit: 家, kind: flow, target: "= 5家"', ["a,2023,6"], "fail"),
    ("unit: 家, kind: flow, target: 4~5家", ["a,2023-01,6"], "fail"),
    ("unit: 家, target: 5家", ["a,2023,6"], "pending"),
    ("unit: 万元, kind: flow, target: 5万元", ["a,2023Q1,6"], "pending"),
    ('unit: 万元, kind: flow, bounds: ">= 0万元", target: 5万元', ["a,2023Q1,6"], "pass"),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023年1-5月,6"], "pass"),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023年前两季度,6"], "pass"),
    ("unit: 家, kind: cumulative, target: 5家以内", ["a,2023Q1,6"], "fail"),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023Q1,4", "a,2023-05,6"], "pass"),
    ("unit: 家, kind: stock, target: 5家", ["a,2023-05,6"], "pending"),
    ("states: [差, 好], target: 好", ["a,2023-05,好"], "pass"),
    ("states: [差, 好], target: 好", ["a,2023-05,差"], "pending"),
    ("states: [差, 好], target: not 差", ["a,2023-05,好"], "pending"),
    ("type: date, due: 2023-09-30", ["a,2023,2023-05-01"], "pass"),
    ("type: date, due: 2023-09-30", [], "pending"),
    ("unit: 家, target: 5家", ["a,2023,5户"], "invalid"),
    # what is net may fall, and so may what bounds let fall
    ("unit: 家, kind: flow, bounds: '>= -9家', target: 5家", ["a,2023Q1,6"], "pending"),
    ("unit: 家, kind: flow, bounds: '>= 0家', target: 5家", ["a,2023Q1,6"], "pass"),
    ("unit: 家, kind: change, target: 5家", ["a,2023Q1,6", "a,2023,6"], "pending"),
    ("unit: 家, formula: x, target: 5家", ["x,2023Q1,6"], "pending"),
    # a level counts by the last reading before the end, a scale of bands only at the end
    ("states: {低: '< 5%', 高: '>= 5%'}, target: 高", ["a,2023-05,9%"], "pending"),
    ("states: [差, 好], target: 好", ["a,2022-12,好"], "pass"),
    ("states: [差, 好], target: 好", ["a,2022-12,好", "a,2023-05,差"], "pending"),
    ("states: [差, 好], target: 好, due: 2023-09-30", ["a,2023,好"], "pending"),
    # a limit that may still move decides nothing
    ("unit: 家, kind: flow, target: 高于上年", ["a,2022,5", "a,2023Q1,6"], "pass"),
    ("unit: 家, kind: flow, target: '>= x'", ["x,2023,5", "a,2023Q1,6"], "pending"),
    ("unit: 家, kind: flow, target: '>= x[2022]'", ["x,2022,5", "a,2023Q1,6"], "pass"),
    ("unit: 家, kind: flow, target: '>= x[2022]'", ["a,2023Q1,6"], "pending"),
    # a part that cannot be used, a sum that is out of bounds, parts that contradict the half that they make
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,6", "a,2023Q2,六七"], "invalid"),
    ("unit: 家, kind: flow, bounds: 0家..9家, target: 5家", ["a,2023Q1,6", "a,2023Q2,4"], "invalid"),
    ("unit: 家, kind: flow, bounds: 2家..9家, target: 5家以内", ["a,2023Q1,1"], "invalid"),
    ("unit: 家, kind: flow, target: 9家", ["a,2023H1,9", "a,2023Q1,3", "a,2023Q2,2"], "invalid"),
    # due is the end
    ("unit: 家, kind: flow, target: 5家, due: 2023-05-31", [f"a,2023-0{month},1" for month in range(1, 6)], "pass"),
    ("unit: 家, kind: flow, target: 5家, due: 2023-05-31", [f"a,2023-0{month},1" for month in range(1, 5)], "missing"),
    ("unit: 家, kind: flow, target: 5家, due: 2023-09-30", ["a,2023Q1,2", "a,2023-04,3"], "pass"),
    ("unit: 家, kind: flow, target: 5家, due: 2023-09-30", ["a,2023Q1,2", "a,2023-04,2"], "pending"),
]


@pytest.mark.parametrize(("body", "rows", "status"), EARLY, ids=str)
def test_before_the_end_only_what_cannot_change_is_decided(body, rows, status):
    found = verdict(body, rows, as_of="2023-06-30", declared="indicators: {x: {unit: 家, kind: flow}}")
    assert found.status.value == status
    assert found.inputs or found.status not in {Status.PASS, Status.FAIL}


COUNTS = [  # what a figure of -5 is, and whether a sum of 6 so far is already enough for at least 5
    ("unit: 家, kind: flow", "negative-count", True), ("unit: 家, kind: stock", "negative-count", False), ("unit: 家", "negative-count", False),
    ("unit: 万家, kind: cumulative", "negative-count", True), ("kind: flow", "negative-count", True), ("unit: 家, kind: change", None, False),
    ("unit: 家, kind: flow, bounds: any", None, False), ("unit: 家, kind: flow, bounds: '>= -9家'", None, False),
    ("unit: 家, kind: flow, bounds: '>= 0家'", "out-of-bounds", True), ("unit: 家, kind: flow, bounds: 100家以内", None, False),
    ("unit: 元, kind: flow", None, False), ("unit: 家/户, kind: flow", None, False),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "code", "early"), COUNTS, ids=str)
@pytest.mark.parametrize("sign", ["-5", "−5", "-5.0"])
def test_no_count_is_negative_unless_bounds_allow_it_and_then_nothing_is_early(keys, code, early, sign):
    unit = next((unit for unit in ("家/户", "万家", "元") if unit in keys), "家")
    found = report(f"period: 2023\ntargets: {{a: {{{keys}, target: '>= 5{unit}'}}}}", [f"a,2023,{sign}{unit}"])
    assert [each.code for each in found.problems if each.code != "unused-figure"] == ([code] if code else [])
    assert found.accounting.refused == (1 if code else 0)
    assert (verdict(f"{keys}, target: '>= 5{unit}'", [f"a,2023-03,6{unit}"], as_of="2023-06-30").status is Status.PASS) is early


def test_computed_counts_may_be_negative():
    found = verdict("formula: x - y, target: '<= 0家'", ["x,2023,3", "y,2023,5"], declared=FLOW)
    assert (found.status, amount_text(found.actual, "zh")) == (Status.PASS, "−2家")


def test_a_negative_count_is_refused_alone_in_both_languages():
    found = report("period: 2023\ntargets: {a: {unit: 家, kind: flow, target: 5家}}", ["a,2023H1,9", "a,2023H2,-1"])
    (refused,) = found.problems
    assert (found.verdicts[0].status, str(refused.place)) == (Status.INVALID, "s.csv:3:3")
    assert [message(refused, language) for language in ("en", "zh")] == ["-1 is negative, and a count is not", "-1 为负，而计数不会为负"]
    assert [hint(refused, language) for language in ("en", "zh")] == [
        "correct the figure, or declare bounds: any where it is a net count", "请更正数据；如为净增数，请给指标写上 bounds: any",
    ]  # fmt: skip


DUE = [
    # monthly flows: the sum up to the end of the month, whatever comes later
    ("unit: 套, kind: flow, target: 80套", [f"a,2023-{month:02d},9" for month in range(1, 13)], "81套", "pass"),
    ("unit: 套, kind: flow, target: 82套", [f"a,2023-{month:02d},9" for month in range(1, 13)], "81套", "fail"),
    ("unit: 套, kind: flow, target: 80套", ["a,2023H1,50", "a,2023Q3,31"], "81套", "pass"),
    ("unit: 套, kind: flow, target: 80套", ["a,2023Q1,30", "a,2023Q2,20", "a,2023-07,9", "a,2023-08,9", "a,2023-09,9"], "77套", "fail"),
    ("unit: 套, kind: flow, target: 80套", ["a,2023,99"], None, "missing"),
    ("unit: 套, kind: flow, target: 80套", ["a,2023H1,50", "a,2023-07,9", "a,2023-08,9"], None, "missing"),
    ("unit: 套, kind: flow, target: 80套", ["a,2023H1,70", "a,2023-07,9", "a,2023-08,9", "a,2023-10,9"], "88套", "pass"),
    ("unit: 套, kind: flow, target: 80套以内", ["a,2023H1,70", "a,2023-07,9", "a,2023-08,9"], "88套", "fail"),
    # of a cumulative figure or a stock the last reading up to then
    ("unit: 套, kind: cumulative, target: 80套", ["a,2023年1-9月,81", "a,2023年1-12月,70"], "81套", "pass"),
    ("unit: 套, kind: cumulative, target: 80套", ["a,2023年前三季度,79", "a,2023,99"], "79套", "fail"),
    ("unit: 套, kind: cumulative, target: 80套", ["a,2023,99"], None, "missing"),
    ("unit: 亿元, kind: stock, target: 80亿元以内", ["a,2023-09,79", "a,2023,99"], "79亿元", "pass"),
    ("unit: 亿元, kind: stock, target: 80亿元以内", ["a,2023-09-30,81", "a,2023,79"], "81亿元", "fail"),
    ("unit: 亿元, kind: stock, target: 80亿元以内", ["a,2023-08,79", "a,2023,79"], None, "missing"),
    # what is computed, the year before and the limit are of the same part
    ("formula: growth(x), target: 20%", ["x,2023H1,50", "x,2023Q3,40", "x,2022H1,40", "x,2022Q3,35", "x,2022Q4,99"], "20.00%", "pass"),
    ("unit: 套, kind: flow, target: 不低于上年", ["a,2023H1,50", "a,2023Q3,40", "a,2022H1,40", "a,2022Q3,50", "a,2022Q4,9"], "90套", "pass"),
    ("unit: 套, kind: flow, target: '>= x'", ["a,2023H1,50", "a,2023Q3,40", "x,2023H1,45", "x,2023Q3,46", "x,2023Q4,9"], "90套", "fail"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows", "actual", "status"), DUE, ids=str)
def test_with_due_the_part_of_the_period_up_to_then_is_judged(body, rows, actual, status):
    found = verdict(f"{body}, due: 2023-09-30", rows, declared="indicators: {x: {unit: 套, kind: flow}}")
    assert (found.actual and amount_text(found.actual, "zh"), found.status.value, found.id) == (actual, status, "a/-/2023")
    assert message(found.notes[0], "en") == "judged by 2023-01..2023-09, the part of 2023 up to 2023-09-30"
    assert message(found.notes[0], "zh") == "按 2023-01..2023-09 判定，即 2023 截至 2023-09-30 的部分"


def test_a_part_of_eight_months_is_made_of_what_there_is():
    rows = ["a,2023Q1,30", "a,2023-04,5", "a,2023-05,5", "a,2023-06,5", "a,2023-07,5"]
    body = "unit: 套, kind: flow, target: 60套, due: 2023-08-31"
    assert verdict(body, [*rows, "a,2023-08,5"]).status is Status.FAIL
    found = verdict(body, rows)
    assert (found.status, message(found.reason, "en")) == (Status.MISSING, "no value for a in 2023-08, so 2023-01..2023-08 is not complete")


@pytest.mark.parametrize("period", ["2022", "2024"])
def test_a_run_for_another_period_judges_no_part_that_is_due_in_this_one(period):
    targets = "targets: {a: {unit: 家, kind: flow, target: 5家, due: 2023-09-30}, b: {states: [差, 好], target: 好, due: 2023-09-30}}"
    found = report(targets, [f"a,{period},5", "b,2023-05,好"], run_period=period, as_of="2024-12-31")
    assert [each.status for each in found.verdicts] == [Status.INVALID, Status.PASS]
    assert message(found.verdicts[0].reason, "en") == f"2023-09-30 is not within the period {period}"


def test_what_is_needed_by_then_is_of_the_part():
    found = verdict("formula: x, target: 9家, due: 2023-09-30", ["x,2023H1,4", "x,2023Q3,4"], declared="indicators: {x: {unit: 家, kind: flow}}")
    assert [(str(each.key.period), amount_text(each.value, "zh")) for each in found.needed] == [("2023-01..2023-09", "9家")]
    assert substituted_text(found, "zh") == "8家"


OVER = [
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,3", "a,2023Q2,2"], "pass", ["2023Q1", "2023Q2"]),
    ("unit: 家, kind: flow, target: 5家以内", ["a,2023Q1,3", "a,2023-05,3"], "fail", ["2023Q1", "2023-05"]),
    ("unit: 家, kind: flow, target: 4家~5家", ["a,2023Q1,3", "a,2023Q3,3"], "fail", ["2023Q1", "2023Q3"]),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023-05,6", "a,2023-02,3"], "pass", ["2023-05"]),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023-05-17,6"], "pass", ["2023-05-17"]),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023H1,6"], "pass", ["2023-06"]),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023-05,6", "a,2023-06,4"], "invalid", ["2023-06", "2023-05"]),
    ("unit: 家, kind: flow, target: 5家", ["a,2023Q1,3", "a,2023Q2,1"], "missing", []),
    ("unit: 家, kind: flow, target: 4家~5家", ["a,2023Q1,3", "a,2023Q2,1"], "missing", []),
    ("unit: 家, kind: cumulative, target: 5家", ["a,2023-05,4"], "missing", []),
    ("unit: 万元, kind: flow, target: 5万元", ["a,2023Q1,6"], "missing", []),
]


@pytest.mark.parametrize(("body", "rows", "status", "inputs"), OVER, ids=str)
def test_what_was_decided_stays_so_where_the_later_parts_never_came(body, rows, status, inputs):
    found = verdict(body, rows)
    assert (found.status.value, [str(each.key.period) for each in found.inputs]) == (status, inputs)
    early = [message(note, language) for language in ("en", "zh") for note in found.notes if note.code == "decided-early"]
    sentences = ["decided by what was submitted: the figures that are missing cannot change it", "已报数据足以定论：缺报的数据不会改变结果"]
    assert early == (sentences if status in {"pass", "fail"} else [])
    assert found.needed == ()


@pytest.mark.parametrize("as_of", ["2023-06-30", None])
def test_a_cumulative_figure_so_far_is_used_whatever_the_verdict(as_of):
    for limit, inputs in (("5家", ["6"]), ("5家以内", ["6"]), ("9家", [])):
        found = report(f"period: 2023\ntargets: {{a: {{unit: 家, kind: cumulative, target: {limit}}}}}", ["a,2023-05,6"], as_of=as_of)
        assert tuple(found.accounting) == (1, 0, 0, 0)
        assert [each.text for each in found.verdicts[0].inputs] == inputs


@pytest.mark.parametrize("case", ORACLES["gbt8170-limit-table"]["cases"], ids=lambda case: f"{case['limit']} {case['x']}")
@pytest.mark.parametrize("mode", ["full", "rounded"])
def test_full_and_rounded_comparison_follow_the_standard(case, mode):
    limit, _, excluded = case["limit"].partition(" excl.")
    limit = f"({limit.strip()})" if excluded else limit
    for written, read in {"10.0±0.1": "[9.9克, 10.1克]", "(10.0±0.1)": "(9.9克, 10.1克)", "[1.2,1.6]": "[1.2克, 1.6克]"}.items():
        limit = read if limit == written else limit
    limit = limit if limit.endswith((")", "]")) else f"{limit}克"
    compare = ", compare: rounded" if mode == "rounded" else ""
    found = verdict(f'unit: 克, target: "{limit}"{compare}', [f"a,2023,{case['x']}"])
    assert found.status.value == case[mode].split()[0]


def shown(found):
    margin = None if found.margin is None else value_text(found.margin, "zh", plus=True)
    actual, limit, completion = (value_text(value, "zh") if value else None for value in (found.actual, found.limit, found.completion))
    return actual, limit, margin, completion


SHOWN = [
    ("", "unit: 家, target: 17家", ["a,2023,18"], ("18家", None, "+1家", "105.88%")),
    ("", "unit: 亿元, target: 1亿元", ["a,2023,9800万元"], ("0.9800亿元", None, "−0.0200亿元", "98.00%")),
    ("", 'unit: "%", target: 90%', ["a,2023,89.996%"], ("89.996%", None, "−0.004个百分点", "99.996%")),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,89999", "y,2023,100000"], ("89.999%", None, "−0.001个百分点", "99.999%")),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,9", "y,2023,10"], ("90.00%", None, "0.00个百分点", "100.00%")),
    (FLOW, "formula: x + y, target: 5家", ["x,2023,2", "y,2023,1"], ("3家", None, "−2家", "60.00%")),
    ("", "unit: 家, target: 5家以内", ["a,2023,6"], ("6家", None, "−1家", None)),
    ("", 'unit: 家, target: "= 5家"', ["a,2023,6"], ("6家", None, "−1家", None)),
    ("", 'unit: 家, target: "!= 5家"', ["a,2023,6"], ("6家", None, "+1家", None)),
    ("", "unit: 家, target: 5~9家", ["a,2023,6"], ("6家", None, "+1家", None)),
    ("", 'unit: "%", target: 6%左右, tolerance: 0.5', ["a,2023,6.2"], ("6.2%", None, "+0.3个百分点", None)),
    ("", "unit: 家, target: 不低于上年", ["a,2023,6", "a,2022,5"], ("6家", "5家", "+1家", "120.00%")),
    ("", "states: [差, 中, 好], target: 好", ["a,2023,差"], ("差", None, "−2级", None)),
    ("", "states: [差, 中, 好], target: '<= 中'", ["a,2023,好"], ("好", None, "−1级", None)),
    ("", "states: [差, 中, 好], target: '<= 中'", ["a,2023,差"], ("差", None, "+1级", None)),
    ("", "states: {红: '>= 9%', 黄: '>= 5%', 绿: '< 5%'}, target: 绿", ["a,2023,9%"], ("红 (9%)", None, "−2级", None)),
    ("", "type: date, due: 2023-06-30", ["a,2023,2023-07-03"], ("2023-07-03", None, "−3天", None)),
    ("", 'type: date, target: "< 2023-07-03"', ["a,2023,2023-07-03"], ("2023-07-03", None, "0天", None)),
    ("", 'type: date, target: ">= 2023-06-30"', ["a,2023,2023-07-03"], ("2023-07-03", None, "+3天", None)),
    ("", 'type: date, target: "> 2023-06-30"', ["a,2023,2023-06-29"], ("2023-06-29", None, "−1天", None)),
    ("", 'type: date, target: "= 2023-06-30"', ["a,2023,2023-06-29"], ("2023-06-29", None, "−1天", None)),
    ("", 'type: date, target: "= 2023-06-30"', ["a,2023,2023-07-03"], ("2023-07-03", None, "−3天", None)),
    ("", 'type: date, target: "!= 2023-06-30"', ["a,2023,2023-06-29"], ("2023-06-29", None, "+1天", None)),
    ("", 'unit: 克, target: ">= 97.0克", compare: rounded', ["a,2023,96.96"], ("97.0克", None, "0.0克", "100.00%")),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "body", "rows", "expected"), SHOWN, ids=str)
def test_what_is_shown_never_contradicts_the_verdict(declared, body, rows, expected):
    assert shown(verdict(body, rows, declared=declared)) == expected


NEEDED = [
    (MONEY, "formula: growth(x), target: 23%以上", ["x,2023,12500", "x,2022,10200"], [("x", ">=", "12546万元")]),
    (FLOW, "formula: x / y, target: 90%", ["x,2023,89", "y,2023,99"], [("x", ">=", "90家"), ("y", "<=", "98家")]),
    (FLOW, "formula: x / y, target: 超过90%", ["x,2023,90", "y,2023,100"], [("x", ">=", "91家"), ("y", "<=", "99家")]),
    ("", "unit: 家, target: 5家以内", ["a,2023,9"], [("a", "<=", "5家")]),
    ("", 'unit: 家, target: "= 5家"', ["a,2023,9"], []),
    (FLOW, 'formula: "max(x, y)", target: 9家', ["x,2023,1", "y,2023,2"], [("x", ">=", "9家"), ("y", ">=", "9家")]),
]


@pytest.mark.parametrize(("declared", "body", "rows", "expected"), NEEDED, ids=str)
def test_what_would_have_been_needed_is_in_the_submitted_unit_and_digits(declared, body, rows, expected):
    found = verdict(body, rows, declared=declared)
    assert [(each.key.indicator, each.operator.value, amount_text(each.value, "zh")) for each in found.needed] == expected


@pytest.mark.parametrize(
    ("row", "english", "chinese"),
    [
        ("a,去年,1", "the period of the cell at s.csv:2:2 could not be read", "s.csv:2:2 处的时期无法读取"),
        ("a,2023,9,,,海勃湾", "the cell at s.csv:2:6, which was refused, may belong to it", "s.csv:2:6 处的单元格已退回，可能就是它"),
    ],
)
def test_a_missing_figure_names_the_cell_that_may_be_it(row, english, chinese):
    found = verdict("unit: 家, target: 5家", [row])
    assert message(found.reason, "en") == f"no value for a in 2023; {english}"
    assert message(found.reason, "zh") == f"缺少“a” 2023 的数据；{chinese}"


CODES = [
    ("", "unit: 家, target: 5家", [], "missing-figure"),
    ("", "unit: 家, kind: flow, target: 5家", ["a,2023Q1,1"], "missing-parts"),
    ("", "unit: 家, target: 5家", ["a,去年,1"], "missing-unplaced"),
    ("", "unit: 家, target: 5家", ["a,2023,1", "a,2023,2"], "conflicting-figures"),
    ("", "target: 5家", ["a,2023,1"], "no-unit"),
    ("", "unit: 家, target: 5家", ["a,2023,1户"], "unit-mismatch"),
    ("", "unit: 家, target: 5家", ["a,2023,1家,户"], "unit-conflict"),
    ("", "states: [差, 好], target: 好", ["a,2023,好,家"], "unit-on-word"),
    ("", "type: date, due: 2023-06-30", ["a,2023,2023-06-01,天"], "unit-on-word"),
    ("", "type: date, due: 2023-06-30", ["a,2023,六月"], "bad-date"),
    (MONEY, "formula: x, target: 5万元", ["x,2023,10", "x,2023H1,1", "x,2023H2,1"], "parts-disagree"),
    (FLOW, "formula: x / y, target: 5%", ["x,2023,1", "y,2023,0"], "zero-division"),
    (FLOW, "formula: x / y, target: 5%", ["x,2023,0", "y,2023,0"], "zero-over-zero"),
    (FLOW, "formula: growth(x), target: 5%", ["x,2023,1", "x,2022,0"], "growth-base"),
    (FLOW, "formula: x / y, bounds: 0%..100%, target: 5%", ["x,2023,3", "y,2023,2"], "out-of-bounds"),
]


@pytest.mark.parametrize(("declared", "body", "rows", "code"), CODES, ids=str)
def test_what_could_not_be_judged_says_why(declared, body, rows, code):
    assert verdict(body, rows, declared=declared).reason.code == code


def test_indicators_that_share_a_figure_name_it_once():
    declared = "indicators: {x: {unit: 家}, b: {formula: x}, c: {formula: x}, d: {formula: b + c}}"
    found = verdict("formula: d, target: 5家", ["x,2023,2"], declared=declared)
    assert [each.key.indicator for each in found.inputs] == ["x"]
    assert [(each.key.indicator, amount_text(each.value, "zh")) for each in found.needed] == [("x", "3家")]


def test_the_needed_figure_is_found_through_every_kind_of_formula():
    declared = "indicators: {x: {unit: 家}, b: {formula: -x}, c: {formula: 'x[-1]'}, d: {formula: \"round(x, 1家, half_up)\"}}"
    body = "formula: '(0家 - b) * 2^1 + c - d[2021]', target: 9家"
    found = verdict(body, ["x,2023,2", "x,2022,3", "x,2021,1"], declared=declared)
    assert [(each.key.indicator, amount_text(each.value, "zh")) for each in found.needed] == [("x", "4家")]


def test_what_is_needed_is_found_through_thousands_of_steps():
    doubled = ", ".join(f"x{i + 1}: {{formula: x{i} + x{i}}}" for i in range(12))
    found = verdict("formula: x12, target: 5000家", ["x0,2023,1"], declared=f"indicators: {{x0: {{unit: 家}}, {doubled}}}")
    assert (found.status, amount_text(found.actual, "zh")) == (Status.FAIL, "4096家")
    assert [(each.key.indicator, amount_text(each.value, "zh")) for each in found.needed] == [("x0", "2家")]


@pytest.mark.parametrize("declared", ["", "period: 2023\n"])
def test_a_figure_without_a_period_is_for_the_period_of_the_run(declared):
    from kpicheck.judge import evaluate
    from kpicheck.period import year
    from kpicheck.report import Options
    from kpicheck.sources import read_source
    from kpicheck.targets import read_targets

    targets = read_targets(f"kpicheck: 1\n{declared}targets: {{a: {{unit: 家, target: 5家}}}}\n".encode(), "t.yaml")
    found = evaluate(targets, (read_source("s.csv", b"indicator,value\na,5\n"),), Options(period=year(2022)))
    assert [(each.id, each.status) for each in found.verdicts] == [("a/-/2022", Status.PASS)]


def test_without_any_period_nothing_is_judged_though_a_day_is_named():
    with pytest.raises(KpiCheckError, match="no-period"):
        report("targets: {a: {unit: 家, target: 5家}}", [], as_of="2023-12-31")


def test_a_limit_that_is_zero_by_zero_is_invalid():
    declared = "indicators: {x: {unit: '%'}, y: {unit: 家}, z: {unit: 家}}"
    found = verdict('formula: x, target: "<= y / z"', ["x,2023,5", "y,2023,0", "z,2023,0"], declared=declared)
    assert (found.status, found.reason.code, hint(found.reason, "en")) == (Status.INVALID, "zero-over-zero", "")


NOTES = [
    ("", 'unit: "%", target: 6%', ["a,2023,6.0%"], "straddles-limit"),
    ("", 'unit: "%", target: 90%', ["a,2023,0.9"], "below-one-percent"),
    ("", "unit: 家, target: 5家", ["a,2023,5", "a,2023,5"], "same-figure-twice"),
    ("", "unit: 家, target: 5~6家, better: higher", ["a,2023,5"], "one-sided"),
    ("", 'unit: 克, target: ">= 9.0克", compare: rounded', ["a,2023,8.96"], "value-rounded"),
    ("", "unit: 家, target: 5家, waive: {reason: r, by: b, until: 2023-01-01}", ["a,2023,4"], "waiver-expired"),
    (MONEY, "formula: x, target: 5万元", ["x,2023,10.0", "x,2023H1,4.0", "x,2023H2,6.1"], "parts-differ-by-rounding"),
    ("rates: [{from: USD, to: CNY, rate: 7, period: 2023}]", "unit: 万元, target: 5万元", ["a,2023,1万美元"], "rate-used"),
]


@pytest.mark.parametrize(("declared", "body", "rows", "code"), NOTES, ids=str)
def test_a_verdict_carries_what_is_worth_knowing(declared, body, rows, code):
    assert code in [note.code for note in verdict(body, rows, declared=declared).notes]


PERCENT = 'unit: "%", target: 90%'
BARE = [
    (PERCENT, "a,2023,0.7", True),
    (PERCENT, "a,2023,-0.7,", True),
    (PERCENT, "a,2023,0.7,—", True),
    (PERCENT, "a,2023,0.7%", False),
    (PERCENT, "a,2023,0.7,%", False),
    (PERCENT, "a,2023,0.7%,%", False),
    (PERCENT, "a,2023,7‰", False),
    (PERCENT, "a,2023,0.7,‰", False),
    (PERCENT, "a,2023,1", False),
    (PERCENT, "a,2023,0", False),
    ("unit: ‰, target: 不低于9‰", "a,2023,0.7", False),
]


@pytest.mark.parametrize(("body", "row", "is_noted"), BARE, ids=str)
def test_a_bare_figure_below_one_per_cent_is_noted_where_nothing_says_its_unit(body, row, is_noted):
    assert ("below-one-percent" in [note.code for note in verdict(body, [row]).notes]) == is_noted


@pytest.mark.parametrize("rows", [["a,2023,0.7,%", "a,2023,0.7"], ["a,2023,0.7", "a,2023,0.7,%"]])
def test_a_note_on_either_of_two_equal_cells_is_kept(rows):
    assert [note.code for note in verdict(PERCENT, rows).notes if note.code != "straddles-limit"] == ["below-one-percent", "same-figure-twice"]


def test_a_header_that_names_the_unit_leaves_no_doubt():
    targets = read_targets(f"kpicheck: 1\nperiod: 2023\ntargets: {{a: {{{PERCENT}}}}}\n".encode(), "t.yaml")
    for header, expected in (("value(%)", []), ("value", ["below-one-percent"]), ("value(-)", ["below-one-percent"])):
        found = evaluate(targets, (read_source("s.csv", f"indicator,{header}\na,0.7\n".encode()),))
        assert [note.code for note in found.verdicts[0].notes] == expected


@pytest.mark.parametrize("body", [PERCENT, 'formula: x, target: "≥ 90%"'])
def test_the_remark_of_a_target_that_failed_by_it_says_how_the_figure_was_read(body):
    declared = "period: 2023\nindicators: {x: {unit: '%'}}\ntargets:\n"
    found = report(f"{declared}  a: {{{body}}}", [f"{'x' if 'formula' in body else 'a'},2023,0.7"])
    assert "0.7 without a unit is read as 0.7%" in lay_out(found, "en").sections[0].rows[0].remark


@pytest.mark.parametrize("mark", ["—", "-", "/", "——", "N/A", "n/a", "无", " － "])
def test_a_mark_of_absence_in_a_unit_cell_is_no_unit(mark):
    assert verdict("unit: 家, target: 5家", [f"a,2023,5,{mark}"]).status is Status.PASS
    assert verdict("unit: 家, target: 5家", [f"a,2023,5家,{mark}"]).status is Status.PASS
    assert verdict("target: 5家", [f"a,2023,5,{mark}"]).reason.code == "no-unit"
    assert verdict("unit: 家, target: 5家", [f"a,2023,5户,{mark}"]).reason.place.column == 3
    assert verdict("states: [差, 好], target: 好", [f"a,2023,好,{mark}"]).status is Status.PASS
    assert verdict("type: date, due: 2023-06-30", [f"a,2023,2023-06-30,{mark}"]).status is Status.PASS


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("a,2023,45万元,万元", "45万元"),
        ("a,2023,45 万元,万元", "45 万元"),
        ("a,2023,450000元,元", "450000元"),
        ("a,2023,45,万元", "45万元"),
        ("a,2023,四十五, 万元 ", "四十五万元"),
        ("a,2023,4.5e5,元", "4.5e5元"),
        ("a,2023,45,—", "45"),
        ("a,2023,45,", "45"),
    ],
)
def test_the_evidence_shows_a_unit_once(row, text):
    assert [each.text for each in verdict("unit: 万元, target: 1万元", [row]).inputs] == [text]


@pytest.mark.parametrize("text", ["三分之二", "66%"])
def test_a_ratio_in_words_has_its_unit(text):
    assert [each.text for each in verdict(PERCENT, [f"a,2023,{text},%"]).inputs] == [text]


@pytest.mark.parametrize("body", ['unit: 家, target: ">= 5家"', "unit: 名次, target: 前5名"])
def test_a_count_at_its_limit_is_no_matter_of_rounding(body):
    assert verdict(body, ["a,2023,5"]).notes == ()


STRADDLES = [
    # at a bound, below and above it
    ('target: ">= 6%"', "6.0%", True), ('target: ">= 6%"', "6.1%", False), ('target: "< 6%"', "6.0%", True), ('target: "<= 6%"', "6.1%", False),
    ('target: ">= 6.05%"', "6.1%", False), ('target: "> 6.05%"', "6.1%", True), ('target: ">= 6.05%"', "6.0%", True),
    # at = and !=, though half a digit either way is judged alike
    ('target: "= 6%"', "6.0%", True), ('target: "= 6%"', "6.1%", False), ('target: "= 6.04%"', "6.0%", True), ('target: "!= 6%"', "6.0%", True),
    ('target: "!= 6%"', "6.1%", False), ('target: "= 6%"', "二十五分之一", False),
    # a range: at an end, within it, one that is narrower than the digit, one that is wide
    ("target: 5%~6%", "6.0%", True), ("target: 5%~6%", "5.5%", False), ("target: 5.9%~6.1%", "6%", True), ("target: 5.9%~6.1%", "7%", False),
    ("target: 5.9%~6.1%", "5.7%", False), ("target: 5.96%~6.04%", "6.1%", False), ("target: 5.96%~6.05%", "6.1%", True),
    ('target: "(5%, 6.05%)"', "6.1%", False), ("target: 6% ± 0.5个百分点", "6.5%", True), ("target: 6% ± 0.5个百分点", "6.3%", False),
    # rounded: what counts is what the figure could have been rounded from, and to
    ('target: ">= 6.0%", compare: rounded', "5.95%", True), ('target: ">= 6.0%", compare: rounded', "5.96%", False),
    ('target: ">= 6.0%", compare: rounded', "6.0%", False), ('target: ">= 6.0%", compare: rounded', "6.00%", False),
    ('target: ">= 6.0%", compare: rounded', "5.94%", False), ('target: ">= 6.0%", compare: rounded', "5.945%", False),
    ('target: "= 6.0%", compare: rounded', "6.04%", False), ('target: "= 6.0%", compare: rounded', "6.05%", True),
]  # fmt: skip


@pytest.mark.parametrize(("body", "value", "noted"), STRADDLES, ids=str)
def test_a_last_digit_that_decides_is_noted(body, value, noted):
    notes = [note for note in verdict(f'unit: "%", {body}', [f"a,2023,{value}"]).notes if note.code == "straddles-limit"]
    assert [dict(note.arguments) for note in notes] == ([{"text": value, "why": ""}] if noted else [])


@pytest.mark.parametrize(
    ("unit", "limit", "values", "text"),
    [
        ("万元", ">= 10万元", ["4.0", "6.05"], "10.05万元"), ("万元", ">= 10万元", ["4.0", "6.06"], None),
        ("万元", "= 10万元", ["4.02", "6.0"], "10.02万元"), ("万元", "= 10万元", ["4.06", "6.0"], None),
        ("家", ">= 10家", ["4", "6"], None), ("家", ">= 10万家", ["4.0万家", "6.0万家"], "10万家"), ("家", ">= 10万家", ["40000", "60000"], None),
        ("家", ">= 10万家", ["4.0万家", "59999"], "9.9999万家"),
    ],
)  # fmt: skip
def test_the_last_digits_of_a_sums_parts_add_up(unit, limit, values, text):
    rows = [f"a,2023H{at},{value}" for at, value in enumerate(values, 1)]
    notes = [note for note in verdict(f'unit: {unit}, kind: flow, target: "{limit}"', rows).notes if note.code == "straddles-limit"]
    assert [{key: str(value) for key, value in note.arguments} for note in notes] == ([{"text": text, "why": "sum"}] if text else [])
    if text:
        english = f"the last digits of the parts of {text} decide: before they were rounded, the sum may have been on the other side"
        assert (message(notes[0], "en"), message(notes[0], "zh")) == (english, f"合计 {text} 各部分的末位决定结论：四舍五入前合计可能落在限值另一侧")


@pytest.mark.parametrize(
    ("keys", "rows", "status", "hinted"),
    [
        ("", ["x,2023,0", "y,2023,0"], "invalid", True),
        (", when_empty: pass", ["x,2023,0", "y,2023,0"], "pass", False),
        (", when_empty: skip", ["x,2023,0", "y,2023,0"], "not_applicable", False),
    ],
)
def test_what_0_by_0_means_is_asked_only_where_it_is_not_said(keys, rows, status, hinted):
    found = verdict(f"formula: x / y, target: 90%{keys}", rows, declared=FLOW)
    assert found.status.value == status
    assert [hint(found.reason, "en"), hint(found.reason, "zh")] == (
        ["say what it means: when_empty: pass, or when_empty: skip", "请说明这时怎么算：when_empty: pass 或 when_empty: skip"] if hinted else ["", ""]
    )


@pytest.mark.parametrize(("row", "notes"), [
    ("3.2万户", ["straddles-limit"]), ("三万户", ["straddles-limit"]), ("30000户", []), ("3万户", ["straddles-limit"]), ("29000户", []), ("2.7万户", []),
])
def test_a_count_in_tens_of_thousands_was_rounded(row, notes):
    """3.2万户 is anything from 31500 to 32500."""
    limit = "31900户" if row == "3.2万户" else "30000户"
    found = verdict(f"unit: 户, target: {limit}", [f"a,2023,{row}"])
    assert [note.code for note in found.notes] == notes


def test_a_count_in_a_column_of_tens_of_thousands_was_rounded_too():
    assert [note.code for note in verdict("unit: 万户, target: 3万户", ["a,2023,3.0"]).notes] == ["straddles-limit"]


RATES = "rates: [{from: USD, to: CNY, rate: 7, period: 2023}, {from: USD, to: CNY, rate: 8, period: 2023, at: end}]"


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        ("unit: 元, kind: flow, target: 7元", ["a,2023,1美元"], F(7)),
        ("unit: 元, kind: stock, target: 7元", ["a,2023,1美元"], F(8)),
        ("unit: 美元, kind: flow, target: 1美元", ["a,2023,7元"], F(1)),
        ("unit: 元/人, target: 7元/人", ["a,2023,1美元/人"], F(7)),
        ("unit: 人/元, target: 7人/元", ["a,2023,7人/美元"], F(1)),
        ("unit: 元, kind: flow, target: 7元", ["a,2023Q2,1美元", "a,2023Q1,0", "a,2023H2,0"], F(7)),
    ],
)
def test_a_declared_rate_is_the_only_way_between_currencies(body, rows, expected):
    actual = verdict(body, rows, declared=RATES).actual
    assert actual.value * actual.unit.factor == expected


@pytest.mark.parametrize("rows", [["a,2022,1美元"], ["a,2023,1欧元"]])
def test_without_a_rate_of_its_year_money_is_not_converted(rows):
    period = rows[0][2:6]
    assert verdict("unit: 元, target: 7元", rows, declared=RATES, period=period).reason.code == "unit-mismatch"


def test_nothing_is_needed_before_the_end_for_then_no_figure_would_be_met_yet():
    found = verdict("unit: 家, kind: flow, target: 5家以内", ["a,2023Q1,6"], as_of="2023-06-30")
    assert (found.status, found.needed) == (Status.FAIL, ())


def test_a_tolerance_in_percentage_points_is_one_of_a_pure_number_too():
    body = "target: 15% ± 1个百分点"
    found = verdict(f"indicator: x, {body}", ["x,2023,0.16"], declared='indicators: {x: {unit: "1"}}')
    assert found.status is Status.PASS


def test_a_warning_about_a_value_has_a_tolerance_of_its_own():
    body = 'unit: "%", target: 15%左右, tolerance: 1个百分点, warn: 15% ± 0.5个百分点'
    assert [verdict(body, [f"a,2023,{value}"]).close for value in ("15.5%", "15.6%")] == [False, True]


def test_what_rounds_to_zero_has_no_sign():
    declared = "indicators: {x: {unit: 元}, y: {unit: 元}}"
    found = verdict("formula: x - y, target: 0.5万元", ["x,2023,1.001", "y,2023,1.002"], declared=declared)
    assert shown(found)[0] == "0.00万元"


def test_a_pass_outside_warn_is_close():
    assert verdict('unit: "%", target: 90%, warn: 92%', ["a,2023,91%"]).close
    assert not verdict('unit: "%", target: 90%, warn: 92%', ["a,2023,92%"]).close
    assert not verdict('unit: "%", target: 90%, warn: 92%', ["a,2023,89%"]).close
    assert verdict("states: [差, 中, 好], target: 中, warn: 好", ["a,2023,中"]).close


@pytest.mark.parametrize(
    ("body", "day", "status", "close"),
    [
        ("due: 2023-06-30, warn: 2023-05-31", "2023-05-31", "pass", False),
        ("due: 2023-06-30, warn: 2023-05-31", "2023-06-01", "pass", True),
        ("due: 2023-06-30, warn: 2023-05-31", "2023-07-01", "fail", False),
        ('target: ">= 2023-06-30", warn: ">= 2023-07-31"', "2023-07-30", "pass", True),
        ('target: ">= 2023-06-30", warn: ">= 2023-07-31"', "2023-06-29", "fail", False),
    ],
)
def test_a_day_that_is_there_in_time_may_be_close(body, day, status, close):
    found = verdict(f"type: date, {body}", [f"a,2023,{day}"])
    assert (found.status.value, found.close) == (status, close)


@pytest.mark.parametrize(
    ("target", "warn", "as_of", "status"),
    [
        (">= 2023-06-30", ">= 2023-10-31", "2023-06-30", "pass"),
        (">= 2023-06-30", ">= 2023-10-31", "2023-08-30", "pass"),
        ("<= 2023-09-30", "<= 2023-07-31", "2023-09-30", "fail"),
    ],
)
def test_a_day_to_come_is_not_close_for_a_later_one_would_not_be(target, warn, as_of, status):
    found = verdict(f'type: date, target: "{target}", warn: "{warn}"', ["a,2023,2023-10-15"], as_of=as_of)
    assert (found.status.value, found.close) == (status, False)


WARNED = "indicators: {x: {unit: 家}, y: {unit: 家}, z: {unit: 家, kind: flow}}"


def test_what_only_warn_needs_is_used_and_in_the_evidence():
    declared = f"period: 2023\n{WARNED}\ntargets: {{a: {{indicator: x, target: '>= 5家', warn: '>= y'}}}}"
    for y, close in ((5, False), (6, False), (7, True)):
        found = report(declared, ["x,2023,6", f"y,2023,{y}"])
        assert tuple(found.accounting) == (2, 0, 0, 0)
        assert [each.key.indicator for each in found.verdicts[0].inputs] == ["x", "y"]
        assert (found.verdicts[0].status, found.verdicts[0].close) == (Status.PASS, close)


@pytest.mark.parametrize(
    ("warn", "rows", "english", "chinese"),
    [
        (">= y", [], ("cannot tell whether it is close: >= y has no value", "no value for y in 2023"), ("是否临界不明：“>= y”没有值", "缺少“y” 2023 的数据")),
        (">= y", ["y,2023,6户"], ("cannot tell whether it is close: >= y has no value", "6户 is in 户, but 家 is needed"), ("是否临界不明：“>= y”没有值", "“6户”的单位为“户”，应为“家”")),
        (">= y * y / y", ["y,2023,0"], ("cannot tell whether it is close: >= y * y / y has no value", "y * y / y is 0 divided by 0: there was nothing to measure"), ("是否临界不明：“>= y * y / y”没有值", "y * y / y 的分子、分母均为 0，无考核对象")),
    ],
)
def test_without_the_figure_of_warn_the_verdict_stands_and_close_is_not_known(warn, rows, english, chinese):
    body = f"indicator: x, target: '>= 5家', warn: '{warn}'"
    found = verdict(body, ["x,2023,6", *rows], declared=WARNED)
    assert (found.status, found.close, {note.severity.value for note in found.notes}) == (Status.PASS, False, {"note"})
    assert tuple(message(note, "en") for note in found.notes) == english
    assert tuple(message(note, "zh") for note in found.notes) == chinese
    missed = verdict(body, ["x,2023,4", *rows], declared=WARNED)
    assert (missed.status, missed.notes) == (Status.FAIL, ())


@pytest.mark.parametrize(("warn", "so_far", "close"), [("7家", 6, True), ("7家", 7, False), ("'>= x'", 5, False), ("'> x'", 5, True)])
def test_what_is_decided_early_is_close_by_the_figures_so_far(warn, so_far, close):
    found = verdict(f"indicator: z, target: 5家, warn: {warn}", [f"z,2023Q1,{so_far}", "x,2023,5"], declared=WARNED, as_of="2023-06-30")
    assert (found.status, found.close) == (Status.PASS, close)


@pytest.mark.parametrize(("level", "close"), [("中", True), ("好", False)])
def test_a_level_decided_early_is_close_by_the_level_so_far(level, close):
    found = verdict("states: [差, 中, 好], target: 中, warn: 好", [f"a,2023-05,{level}"], as_of="2023-06-30")
    assert (found.status, found.close) == (Status.PASS, close)


def test_the_formula_is_shown_with_its_figures():
    found = verdict("formula: growth(x), target: 23%", ["x,2023,12500", "x,2022,1.02亿元"], declared=MONEY)
    assert (found.formula.text, substituted_text(found, "zh")) == ("growth(x)", "12500万元 / 1.02亿元 - 1")
    assert [(each.key.period.year, each.text, str(each.place)) for each in found.inputs] == [(2023, "12500", "s.csv:2:3"), (2022, "1.02亿元", "s.csv:3:3")]


def test_the_run_judges_the_latest_period_where_none_is_declared():
    found = report("targets: {a: {unit: 家, target: 5家}}", ["a,2022,1", "a,2023Q4,2", "a,2023,5"])
    assert str(found.period) == "2023"
    assert found.outcomes[0].status is Status.PASS


def test_without_any_period_nothing_can_be_judged():
    with pytest.raises(KpiCheckError, match="no-period"):
        report("targets: {a: {unit: 家, target: 5家}}", [])


def test_only_selects_what_is_shown_and_never_what_is_counted():
    declared = "period: 2023\ntargets:\n  a: {unit: 家, target: 5家, section: 一, tags: [t]}\n  b: {unit: 家, target: 5家, section: 二}\n"
    rows = ["a,2023,5", "b,2023,5", "c,2023,5"]
    for only, chosen in ((("a",), ["a"]), (("section:二",), ["b"]), (("tag:t", "b"), ["a", "b"])):
        found = report(declared, rows, only=only)
        assert [each.target for each in found.outcomes] == chosen
        assert tuple(found.accounting) == (2, 1, 0, 0)


CHOSEN = """\
period: 2023
indicators:
  x: {unit: 家}
  y: {unit: 家}
  limit: {unit: 家}
  c: {unit: 家, kind: cumulative}
  ratio: {formula: x / y}
targets:
  a: {indicator: ratio, target: 50%}
  b: {indicator: c, target: ">= limit"}
  d: {states: [差, 好], target: 好, severity: warning}
"""
GOOD = ["x,2023,5", "y,2023,5", "c,2023,5", "limit,2023,5", "d,2023,好"]
ABOUT = [
    # what is wrong, the problem, which targets it is about
    ("x,2022,5户", "unit-mismatch", {"a"}),
    ("y,去年,5", "bad-period", {"a"}),
    ("limit,2022,5户", "unit-mismatch", {"b"}),
    ("c,2023-05,4\nc,2023-06,3", "figure-falls", {"b"}),
    ("d,2022,坏", "unknown-rung", {"d"}),
    ("x,2021,5", "unused-figure", {"a"}),
    ("ratio,2023,90%", "derived-figure", {"a"}),
    ("x,2024,5", "after-as-of", {"a"}),
    ("ghost,2023,5", "unknown-indicator", set()),
    ("limitt,2023,5", "unknown-indicator", {"b"}),
]
TO_4 = {"unit-mismatch", "bad-period", "unknown-rung"}
STRICTLY = {"figure-falls", "unused-figure", "derived-figure", "after-as-of", "unknown-indicator"}


@pytest.mark.parametrize(("row", "code", "targets"), ABOUT, ids=str)
@pytest.mark.parametrize("only", [(), ("a",), ("b",), ("d",), ("a", "b")], ids=str)
def test_only_what_the_selection_uses_is_reported_and_decides_the_exit_code(row, code, targets, only):
    is_about = not only or bool(targets & set(only))
    found, strict = (report(CHOSEN, [*GOOD, *row.split("\n")], only=only, strict=strict) for strict in (False, True))
    assert (code in [each.code for each in found.problems]) == is_about
    assert found.exit_code == (4 if is_about and code in TO_4 else 0)
    assert strict.exit_code == (4 if is_about else 0)
    assert found.accounting.read == len(GOOD) + len(row.split("\n"))
    assert found.accounting == report(CHOSEN, [*GOOD, *row.split("\n")]).accounting


def test_problems_are_in_the_order_of_the_files_and_of_their_lines():
    targets = read_targets(f"kpicheck: 1\n{CHOSEN}".encode(), "t.yaml")
    rows = ["ghost,2023,1", "x,2023,5户", "x,2021,1", "c,2024,1", "extra,2023,1", "y,2023,z", "c,2022-01,9", "c,2022-02,1"]
    sources = [read_source(name, "\n".join(["indicator,period,value", *rows]).encode()) for name in ("b.csv", "a.csv")]
    found = evaluate(targets, sources)
    for problems in (found.problems, found.warnings):
        places = [(each.place.path, each.place.line) for each in problems]
        assert places == sorted(places, key=lambda place: (place[0] == "a.csv", place[1]))
    assert {path for path, _ in places} == {"a.csv", "b.csv"}


EXITS = [
    (["a,2023,5", "b,2023,5"], False, 0),
    (["a,2023,4", "b,2023,5户"], False, 1),
    (["a,2023,5"], False, 0),
    (["a,2023,5"], True, 4),
    (["a,2023,5", "b,2023,4"], False, 0),
    (["a,2023,5", "b,2023,4"], True, 1),
    (["b,2023,5"], False, 4),
    (["a,2023,5", "b,2023,5", "c,2023,1"], False, 0),
    (["a,2023,5", "b,2023,5", "c,2023,1"], True, 4),
    (["a,2023,5", "b,2023,5户"], False, 4),
]


@pytest.mark.parametrize(("rows", "strict", "code"), EXITS, ids=str)
def test_the_exit_code_is_that_of_the_table(rows, strict, code):
    declared = "period: 2023\ntargets:\n  a: {unit: 家, target: 5家}\n  b: {unit: 家, target: 5家, severity: warning}\n"
    assert report(declared, rows, strict=strict).exit_code == code


def test_where_nothing_was_judged_the_exit_code_is_5():
    assert report("period: 2023\ntargets: {a: {unit: 家, target: 5家}}", [], as_of="2023-06-30").exit_code == 5


def test_a_figure_after_as_of_is_no_evidence():
    found = report("period: 2023\ntargets: {a: {unit: 家, target: 5家}}", ["a,2023,5", "a,2024,9"])
    assert tuple(found.accounting) == (1, 1, 0, 0)
    assert "after-as-of" in [each.code for each in found.problems]


def test_a_submitted_figure_of_a_computed_indicator_is_unused_and_reported_where_it_differs():
    declared = f"period: 2023\n{FLOW}\ntargets: {{r: {{formula: x / y, target: 50%}}}}"
    same = report(declared, ["x,2023,1", "y,2023,2", "r,2023,50%"])
    other = report(declared, ["x,2023,1", "y,2023,2", "r,2023,51%"])
    assert (tuple(same.accounting), tuple(other.accounting)) == ((2, 1, 0, 0), (2, 1, 0, 0))
    assert "derived-figure" not in [each.code for each in same.problems]
    assert "derived-figure" in [each.code for each in other.problems]


@pytest.mark.parametrize(("row", "code"), [("a,2023,5,,,海勃湾区,", "entity-not-read"), ("a,2023,5,,,,全口径", "basis-not-read")])
def test_a_filled_entity_or_basis_is_refused_never_ignored(row, code):
    from kpicheck.judge import evaluate
    from kpicheck.sources import read_source
    from kpicheck.targets import read_targets

    targets = read_targets(b"kpicheck: 1\nperiod: 2023\ntargets: {a: {unit: \xe5\xae\xb6, target: 5\xe5\xae\xb6}}\n", "t.yaml")
    source = read_source("s.csv", f"indicator,period,value,unit,note,entity,basis\n{row}\n".encode())
    found = evaluate(targets, (source,))
    assert tuple(found.accounting) == (0, 0, 0, 1)
    assert [each.code for each in found.problems] == [code]
    assert found.exit_code == 4


@pytest.mark.parametrize(
    ("body", "row", "english", "chinese"),
    [
        (
            "unit: 元, kind: flow, target: 7元", "a,2023,1美元",
            "1美元 was converted at 1 USD = 7 CNY, the average of 2023", "1美元 按 2023 平均汇率 1 USD = 7 CNY 折算",
        ),
        (
            "unit: 元, kind: stock, target: 7元", "a,2023,1美元",
            "1美元 was converted at 1 USD = 8 CNY, the rate at the end of 2023", "1美元 按 2023 期末汇率 1 USD = 8 CNY 折算",
        ),
        (
            'unit: 克, target: ">= 9.0克", compare: rounded', "a,2023,8.96",
            "the full value is 8.96克; it was rounded once to 0.1克, a half to the even digit", "全数值为 8.96克，按 0.1克 修约一次（四舍六入五成双）",
        ),
        (
            'unit: 克, target: ">= 9.0克", compare: {rounded: 0.1克, mode: half_up}', "a,2023,8.96",
            "the full value is 8.96克; it was rounded once to 0.1克, a half up", "全数值为 8.96克，按 0.1克 修约一次（四舍五入）",
        ),
    ],
)  # fmt: skip
def test_a_note_reads_well_in_both_languages(body, row, english, chinese):
    notes = verdict(body, [row], declared=RATES).notes
    assert (english, chinese) in [(message(note, "en"), message(note, "zh")) for note in notes]


def test_a_year_of_parts_is_invalid_where_one_of_them_is():
    found = verdict("unit: 家, kind: flow, target: 5家", ["a,2023H1,3", "a,2023H2,三五"])
    assert (found.status, found.reason.code) == (Status.INVALID, "bad-number")
    assert found.reason.place.line == 3


def test_a_part_that_is_invalid_says_so_beside_a_year_that_is_there():
    found = verdict("unit: 家, kind: flow, target: 5家", ["a,2023,5", "a,2023H1,3", "a,2023H2,三五"])
    assert found.status is Status.PASS


def test_nothing_is_needed_of_a_figure_that_would_have_to_be_zero_below_the_line():
    found = verdict("formula: 10家 / b, target: '>= 11倍'", ["b,2023,2"], declared="indicators: {b: {unit: 家}}")
    assert (found.status, found.needed) == (Status.FAIL, ())


@pytest.mark.parametrize(("then", "why"), [("0", "zero"), ("-5", "negative")])
def test_a_baseline_that_is_not_above_zero_says_so(then, why):
    found = verdict("unit: 万元, target: 翻一番, baseline: 2020", ["a,2023,10", f"a,2020,{then}"])
    assert (found.status, found.reason.code, dict(found.reason.arguments)["why"]) == (Status.INVALID, "baseline-not-positive", why)
    assert message(found.reason, "en").startswith("the baseline of a, 2020, is ")


@pytest.mark.parametrize(
    ("body", "run_period", "status"),
    [
        ("unit: 家, kind: flow, target: 减半, baseline: 2020", "2023-06", "invalid"),
        ("unit: 家, kind: flow, target: 减半, baseline: {period: 2020, value: 50家}", "2023-06", "invalid"),
        ("unit: 家, kind: flow, target: 减半, baseline: 2020", "2022", "pass"),
        ("unit: 家, kind: stock, target: 减半, baseline: 2020", "2023-06", "pass"),
        ("formula: b * 2, target: 减半, baseline: 2020", "2023-06", "invalid"),
        ("unit: 家, kind: flow, target: 200家以内, warn: 减半, baseline: 2020", "2023-06", "pass"),
    ],
)  # fmt: skip
def test_a_run_of_another_length_does_not_judge_a_flow_by_the_baseline_of_a_year(body, run_period, status):
    declared = f"period: 2023\nindicators: {{b: {{unit: 家, kind: flow}}}}\ntargets:\n  a: {{{body}}}\n"
    rows = [f"{name},{period},{value}" for name in "ab" for period, value in (("2020", 100), ("2023-06", 9), ("2022", 9))]
    found = report(declared, rows[3:] if "formula" in body else rows[:3], run_period=run_period).verdicts[0]
    assert (found.status.value, found.close) == (status, False)
    if status == "invalid":
        assert found.reason.code == "baseline-length"
