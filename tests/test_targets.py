"""Targets files: what is read, and every mistake at its own place."""

from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicheck import quantity
from kpicheck.demand import Excluded, Interval, Levels, Operator
from kpicheck.formula.writing import written
from kpicheck.problem import KpiCheckError, Severity
from kpicheck.targets import read_targets
from kpicheck.targets.model import Aggregation, Better, RateAt, Target, Versus, WhenEmpty
from kpicheck.targets.schema import ENTRIES, TargetEntry
from kpicheck.wording import hint, message

HEAD = "kpicheck: 1\nperiod: 2023\n"


def load(text):
    return read_targets(text.encode(), "t.yaml")


def problems(text):
    with pytest.raises(KpiCheckError) as caught:
        load(text)
    return caught.value.problems


def mistakes(text):
    return [(each.code, each.place.line, each.place.column) for each in problems(text)]


def in_target(body):
    """A file with one target of these keys; the keys begin in line 4, column 6."""
    return f"{HEAD}targets:\n  a: {{{body}}}\n"


def in_file(body):
    return f"{HEAD}{body}\ntargets:\n  z: {{unit: 家, target: 1家}}\n"


TARGET_MISTAKES = [
    ("unit: 家, target: 17家, ¦tolerance: 1家", "key-without-effect"),
    ("unit: 家, target: ¦17家左右", "needs-tolerance"),
    ("unit: 家, target: 17家±1家, tolerance: ¦1家", "tolerance-twice"),
    ("unit: 家, target: 17家左右, tolerance: ¦-1家", "negative-tolerance"),
    ("unit: 家, target: 17家左右, tolerance: ¦1户", "unit-mismatch"),
    ("unit: 家, target: ¦17户", "unit-mismatch"),
    ("unit: 家, target: ¦17", "limit-without-unit"),
    ('unit: "%", target: "¦>= 90"', "limit-without-unit"),
    ('unit: "%", target: ">= 0倍", warn: "¦>= 0.05"', "limit-without-unit"),
    ("target: ¦清零", "needs-unit"),
    ("target: ¦不低于上年", "needs-unit"),
    ("unit: 家, target: ¦翻一番", "needs-baseline"),
    ("unit: 家, target: 17家, ¦baseline: 2020", "key-without-effect"),
    ("unit: 家, target: 翻一番, baseline: ¦{period: 2020, value: 5户}", "unit-mismatch"),
    ('unit: "%", kind: change, target: ¦翻一番, baseline: 2020', "verb-mismatch"),
    ('unit: "%", target: ¦增长5%', "verb-mismatch"),
    ("unit: 万元, target: ¦增长5%", "verb-mismatch"),
    ("formula: ¦5家 / 4家 * 100, target: 90%以上", "percent-twice"),
    ("formula: ¦100 * 5家 / 4家, target: 90%以上", "percent-twice"),
    ('formula: ¦-(5家 / 4家) * 1000, target: ">= 3‰"', "percent-twice"),
    ('formula: ¦5家 / 4家 * 100, target: ">= 3‰"', "percent-twice"),
    ("formula: ¦5家 / 4家 / 0.01, target: 90%以上", "percent-twice"),
    ("formula: ¦5家 / (4家 / 100), target: 90%以上", "percent-twice"),
    ("formula: ¦5家 / 4家 * 10 * 10, target: 90%以上", "percent-twice"),
    ("formula: ¦5家 / 4家 * 100 - 100, target: 23%以上", "percent-twice"),
    ("formula: ¦100 - 5家 / 4家 * 100, target: 23%以上", "percent-twice"),
    ("formula: ¦100 - 5家 / 4家, target: 23%以上", "percent-twice"),
    ('formula: "¦round(5家 / 4家 * 100, 0.1)", target: 90%以上', "percent-twice"),
    ('formula: "¦min(5家 / 4家 * 100, 95)", target: 90%以上', "percent-twice"),
    ('formula: "¦max(5家 / 4家, 7家 / 4家 * 100)", target: 90%以上', "percent-twice"),
    ("formula: ¦abs(5家 / 4家 * 100), target: 2倍以上", "percent-twice"),
    ("formula: ¦(5家 / 4家 * 100 + 6家 / 4家 * 100) / 2, target: 90%以上", "percent-twice"),
    ('formula: "¦gap(5家 / 4家 * 100, 6家 / 4家 * 100)", target: ">= 2个百分点"', "percent-twice"),
    ('formula: ¦5家 / 4家 * 100, unit: "%", target: 90%以上', "percent-twice"),
    ("formula: ¦5家 * 100 / 4家, target: 不低于上年", "percent-twice"),
    ('formula: ¦5克 / 4吨 * 1000000, target: ">= 90毫克/千克"', "percent-twice"),
    ('formula: 5克 / 4吨, target: "¦>= 90克标准煤/千瓦时"', "unit-mismatch"),
    ('unit: 毫克/千克, target: "¦>= 90%"', "unit-mismatch"),
    ('unit: "%", target: "¦<= 300克标准煤/千瓦时"', "unit-mismatch"),
    ('unit: "1", target: "¦<= 300克标准煤/千瓦时"', "unit-mismatch"),
    ("unit: 毫克/千克, target: 5毫克/千克左右, tolerance: ¦1个百分点", "unit-mismatch"),
    ("unit: 元/人*年, target: 5元".replace("unit: ", "unit: ¦"), "unknown-unit"),
    ('unit: 家, target: ">= 17家", better: ¦lower', "better-conflict"),
    ('unit: 家, target: "<= 17家", better: ¦higher', "better-conflict"),
    ("states: [差, 好], target: 好, ¦better: higher", "key-without-effect"),
    ("unit: 人, target: ¦0人", "no-direction"),
    ("unit: 起, target: ¦0", "no-direction"),
    ('unit: "%", kind: change, target: ¦0%', "no-direction"),
    ("unit: ms, target: ¦300ms", "no-direction"),
    ("target: ¦3个工作日", "no-direction"),
    ("unit: 例/10万人, target: ¦70例/10万人", "no-direction"),
    ("target: ¦35微克/立方米", "no-direction"),
    ("target: ¦26℃", "no-direction"),
    ("target: ¦3名次", "no-direction"),
    ("target: ¦300克标准煤/千瓦时", "no-direction"),
    ("formula: 5例 / 7人, target: ¦3/万人", "unit-mismatch"),
    ("target: 2天~5天, warn: ¦3天", "warn-conflict"),
    ('unit: 人, target: "¦>= 0人"', "vacuous-limit"),
    ('unit: 人, target: "¦> -1人"', "vacuous-limit"),
    ('unit: 人, target: "¦< 0人"', "vacuous-limit"),
    ('unit: 人, target: "¦!= -1人"', "vacuous-limit"),
    ('unit: 人, target: "¦-5人..-1人"', "vacuous-limit"),
    ("unit: 人, target: ¦0人~5人, better: higher", "vacuous-limit"),
    ("unit: 人, target: ¦5人左右, tolerance: 6人, better: higher", "vacuous-limit"),
    ("unit: 人, target: ¦0人, better: higher", "vacuous-limit"),
    ('unit: 人, target: 5人, warn: "¦> 9人", bounds: 0人..9人', "vacuous-limit"),
    ('unit: "%", bounds: 0%..100%, target: "¦<= 100%"', "vacuous-limit"),
    ('unit: "%", bounds: 0%..100%, target: "¦> 100%"', "vacuous-limit"),
    ('unit: "%", bounds: 0%..100%, target: "¦-5%..105%"', "vacuous-limit"),
    ('unit: "%", bounds: 50%..50%, target: "¦!= 50%"', "vacuous-limit"),
    ('formula: 5家 / 4家, bounds: ">= 0%", target: "¦>= 0%"', "vacuous-limit"),
    ('unit: 万元, bounds: ">= 0万元", target: "¦>= 0元"', "vacuous-limit"),
    ('unit: "%", bounds: "> 89.96%", target: "¦>= 90.0%", compare: {rounded: 1%}', "vacuous-limit"),
    ('states: [差, 中, 好], target: "¦>= 差"', "vacuous-limit"),
    ("states: [差, 中, 好], target: ¦差", "vacuous-limit"),
    ('states: [差, 中, 好], target: "¦< 差"', "vacuous-limit"),
    ('states: [差, 中, 好], target: "¦in 差, 中, 好"', "vacuous-limit"),
    ('states: [差, 中, 好], target: "¦not 差, 中, 好"', "vacuous-limit"),
    ('type: date, target: "¦>= 0001-01-01"', "vacuous-limit"),
    ('type: date, target: "¦> 9999-12-31"', "vacuous-limit"),
    ("states: [差, 好], target: ¦较好", "unknown-rung"),
    ("states: [差, 好], target: 达到¦封顶", "unknown-rung"),
    ('states: [差, 好], target: ">= ¦优"', "unknown-rung"),
    ("states: [差, 好], target: ¦5家", "wrong-threshold-kind"),
    ("unit: 家, target: 17家, better: ¦both", "bad-choice"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 16家"', "warn-implied"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 17家"', "warn-implied"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 18户"', "unit-mismatch"),
    ("states: [差, 中, 好], target: 好, warn: ¦中", "warn-implied"),
    ("unit: 家, target: 17家, ¦when_empty: pass", "key-without-effect"),
    ("unit: 家, target: ¦7~6家", "empty-range"),
    ("unit: 家, target: ¦一批", "vague-threshold"),
    ("unit: 家, target: ¦-5家", "bare-negative"),
    ("unit: 噸, target: 17家", "unknown-unit@unit"),
    ("unit: 家, target: 17家, compare: ¦fuzzy", "bad-choice"),
    ("unit: 家, target: 17家, compare: {rounded: ¦0家}", "bad-step"),
    ("unit: 家, target: 17家, compare: {rounded: ¦1户}", "unit-mismatch"),
    ("unit: 家, target: 17家, compare: {rounded: ¦1}", "limit-without-unit"),
    ("formula: 5家 / (5家 * (4家 / 4家)), target: 5%, ¦when_empty: skip", "key-without-effect"),
    ("unit: 家, target: 17家, compare: ¦{mode: half_up}", "missing-key"),
    ("unit: 家, target: 不低于上年, compare: ¦rounded", "needs-step"),
    ("unit: 家, target: 17家, waive: ¦{by: 局}", "missing-key"),
    ("unit: 家, target: 17家, waive: {by: 局, reason: 雨, until: ¦明天}", "bad-date"),
    ("unit: 家, target: 17家, due: ¦年底", "bad-date"),
    ("unit: 家, target: 17家, period: ¦去年", "bad-period"),
    ("unit: 家, target: 17家, severity: ¦low", "bad-choice"),
    ("unit: 家, target: 17家, kind: ¦sum", "bad-choice"),
    ("unit: 家, target: 17家, ¦trget: 1", "unknown-key"),
    ("unit: 家, target: ¦[17家]", "wrong-shape"),
    ("unit: 家, target: 17家, tags: ¦{a: b}", "wrong-shape"),
    ('type: date, target: "¦<= 2023-12-31", due: 2023-12-31', "target-and-due"),
    ("type: date, ¦unit: 家, due: 2023-12-31", "key-without-effect"),
    ("type: ¦day, due: 2023-12-31", "bad-choice"),
    ("type: date, target: ¦17家", "wrong-threshold-kind"),
    ("states: [差, 好], target: ¦17家", "wrong-threshold-kind"),
    ('unit: 家, target: "¦<= 2023-12-31"', "wrong-threshold-kind"),
    ("states: ¦[差], target: 差", "short-ladder"),
    ("states: [差, 好, ¦差], target: 好", "duplicate-rung"),
    ("states: ¦工程, target: 好", "unknown-ladder"),
    ("states: [差, 好], ¦unit: 家, target: 好", "key-without-effect"),
    ("formula: ¦b + 1家, target: 17家", "unknown-name"),
    ("indicator: ¦b, target: 17家", "unknown-name"),
    ('unit: 家, target: ">= ¦b"', "unknown-name"),
    ('unit: 家, bounds: "¦!= 0家", target: 17家', "not-an-interval"),
    ("unit: 家, bounds: ¦0户..5户, target: 17家", "unit-mismatch"),
    ("unit: 家, target: ¦优秀", "bad-threshold"),
    ("unit: 家, target: 17家, warn: ¦翻一番", "needs-baseline"),
    ("unit: 家, target: 17家, warn: ¦减半", "needs-baseline"),
    ("unit: 家, target: 17家, warn: ¦增长到2倍", "needs-baseline"),
    ("unit: 家, target: 17家, warn: ¦17家左右", "needs-tolerance"),
    ("unit: 家, target: 17家, warn: ¦2023年底前", "wrong-threshold-kind"),
    ('unit: 家, target: 17家, warn: "¦!= 5户"', "unit-mismatch"),
    ('unit: 家, target: 17家, warn: ">= ¦b"', "unknown-name"),
    ("type: date, target: 2023年底前, warn: ¦5家", "wrong-threshold-kind"),
    ("states: [差, 好], target: 好, warn: ¦5家", "wrong-threshold-kind"),
    ("unit: 家, target: 翻一番, baseline: ¦去年", "bad-period"),
    ("unit: 家, target: 17家左右, tolerance: ¦许多", "bad-number"),
    ("unit: 家, target: 17家, compare: ¦[1家]", "wrong-shape"),
    ("states: [差, ¦{中: x}, 好], target: 好", "wrong-shape"),
    ("states: {红: ¦{a: b}, 绿: '< 3%'}, target: 绿", "wrong-shape"),
    ("unit: 家, bounds: ¦17家±1家, target: 17家", "not-an-interval"),
    ("unit: 家, bounds: ¦2023年底前, target: 17家", "not-an-interval"),
    ("bounds: ¦0户..5户, target: 17家", "unit-mismatch"),
    ("formula: 5家 / 4家, bounds: ¦0家..5家, target: 90%", "unit-mismatch"),
    # a baseline is above zero, and as long as what is judged
    ("unit: 家, target: 翻一番, baseline: {period: 2020, value: ¦0家}", "baseline-not-positive"),
    ("unit: 家, target: 翻一番, baseline: {period: 2020, value: ¦-5家}", "baseline-not-positive"),
    ("unit: 家, target: 翻一番, baseline: {period: 2020, value: ¦many}", "bad-number"),
    ("unit: 家, kind: flow, target: 翻一番, baseline: ¦2020-06", "baseline-length"),
    ("unit: 家, kind: flow, target: 翻一番, baseline: ¦{period: 2020-06, value: 5家}", "baseline-length"),
    ("unit: 家, kind: flow, target: 翻一番, period: 2023Q1, baseline: ¦2020", "baseline-length"),
    ("unit: 家, kind: flow, target: 翻一番, due: 2023-06-30, baseline: ¦2020", "baseline-length"),
    ("unit: 家, kind: flow, target: 17家, warn: 翻一番, baseline: ¦2020H1", "baseline-length"),
    ("unit: 家, kind: cumulative, target: 翻一番, baseline: ¦2020-11", "baseline-length"),
    # warn is stricter than its target, on the same side
    ('unit: 家, target: ">= 17家", warn: "¦<= 20家"', "warn-conflict"),
    ('unit: 家, target: ">= 17家", warn: ¦18~20家', "warn-conflict"),
    ('unit: 家, target: "<= 17家", warn: "¦>= 10家"', "warn-conflict"),
    ('unit: 家, target: "<= 17家", warn: "¦<= 18家"', "warn-implied"),
    ("unit: 家, target: 15~17家, warn: ¦14~16家", "warn-conflict"),
    ("unit: 家, target: 15~17家, warn: ¦16~18家", "warn-conflict"),
    ("unit: 家, target: 15~17家, warn: ¦18~19家", "warn-conflict"),
    ("unit: 家, target: 15~17家, warn: ¦14~18家", "warn-implied"),
    ("unit: 家, target: 15~17家, warn: ¦16家", "warn-conflict"),
    ("unit: 家, target: 15~17家, better: higher, warn: ¦15家", "warn-implied"),
    ('unit: 家, target: 17家±1家, warn: "¦17家±1家"', "warn-implied"),
    ("unit: 家, target: 17家左右, tolerance: 1家, warn: ¦17家左右", "warn-implied"),
    ('unit: 家, target: "= 17家", warn: "¦>= 17家"', "warn-implied"),
    ('unit: 家, target: "= 17家", warn: "¦> 17家"', "warn-conflict"),
    ('unit: 家, target: "= 17家", warn: "¦!= 17家"', "warn-conflict"),
    ('unit: 家, target: "!= 17家", warn: "¦!= 17家"', "warn-implied"),
    ('unit: 家, target: "!= 17家", warn: "¦> 17家"', "warn-conflict"),
    ('unit: 家, target: "<= 17家", warn: "¦!= 18家"', "warn-implied"),
    ("unit: 家, target: 不低于上年, warn: ¦不低于上年", "warn-implied"),
    ('unit: 家, target: "> 上年", warn: ¦不低于上年', "warn-implied"),
    ('unit: 家, target: 不低于上年, warn: "¦< 上年"', "warn-conflict"),
    ('unit: 家, target: 不低于上年, warn: "¦<= 17家"', "warn-conflict"),
    ('unit: 家, target: 17家, warn: "¦<= 上年"', "warn-conflict"),
    ("unit: 家, target: 翻两番, warn: ¦翻一番, baseline: 2020", "warn-implied"),
    ('unit: 家, target: 翻一番, warn: "¦减半", baseline: 2020', "warn-conflict"),
    ("unit: 家, target: 翻一番, warn: ¦9家, baseline: {period: 2020, value: 5家}", "warn-implied"),
    ("type: date, due: 2023-11-30, warn: ¦2023-11-30", "warn-implied"),
    ("type: date, target: 2023年底前, warn: ¦2024年底前", "warn-implied"),
    ('type: date, due: 2023-11-30, warn: "¦>= 2023-06-30"', "warn-conflict"),
    ("states: [差, 中, 好], target: not 差, warn: ¦中", "warn-implied"),
    ("states: [差, 中, 好], target: 中, warn: ¦差", "warn-implied"),
    ('states: [差, 中, 好], target: 中, warn: "¦in 中"', "warn-conflict"),
    ('states: [差, 中, 好], target: 中, warn: "¦< 中"', "warn-conflict"),
    ("states: [差, 中, 好], target: 中, warn: ¦not 中", "warn-conflict"),
    ('states: [差, 中, 好, 优], target: not 中, warn: "¦in 中, 好"', "warn-conflict"),
    ('states: [差, 中, 好, 优], target: "in 中, 好", warn: "¦in 中, 好"', "warn-implied"),
    ('states: [差, 中, 好, 优], target: "in 中, 好", warn: "¦in 差"', "warn-conflict"),
    ("unit: 家, target: 17家, warn: ¦增长5%", "verb-mismatch"),
    ('unit: "%", kind: change, target: 增长5%, warn: ¦翻一番, baseline: 2020', "verb-mismatch"),
    ("unit: 家, target: 17家±1家, warn: 17家±0.5家, tolerance: ¦2家", "tolerance-twice"),
    # keys that have no effect beside others
    ('unit: 家, target: "= 17家", ¦better: higher', "key-without-effect"),
    ('unit: 家, target: "!= 17家", ¦better: higher', "key-without-effect"),
    ('unit: 家, target: "= 上年", ¦better: lower', "key-without-effect"),
    ("type: date, due: 2023-12-31, ¦better: lower", "key-without-effect"),
    ("type: date, due: 2023-12-31, ¦tolerance: 5天", "key-without-effect"),
    ("type: date, due: 2023-12-31, ¦compare: rounded", "key-without-effect"),
    ("states: [差, 好], target: 好, ¦tolerance: 1家", "key-without-effect"),
    ("states: [差, 好], target: 好, ¦compare: exact", "key-without-effect"),
    ("states: [差, 好], target: 好, ¦baseline: 2020", "key-without-effect"),
    ("states: [差, 好], target: 好, ¦when_empty: skip", "key-without-effect"),
    ("unit: 家, target: 15~17家, warn: 16家±0.5家, ¦tolerance: 1家", "key-without-effect"),
    ("unit: 家, kind: flow, target: 17家, ¦baseline: 2020-06", "key-without-effect"),
    # due on a quantity: the end of a month within the period, of what has parts
    ("unit: 家, kind: flow, target: 17家, due: ¦2023-09-29", "due-not-judged"),
    ("unit: 家, kind: stock, target: 17家, due: ¦2024-01-31", "due-not-judged"),
    ("unit: 家, kind: stock, target: 17家, due: ¦2022-12-31", "due-not-judged"),
    ("unit: 家, kind: stock, period: 2023-06-30, target: 17家, due: ¦2023-06-30", "due-not-judged"),
    ("unit: 家, target: 17家, due: ¦2023-09-30", "due-not-judged"),
    ('unit: "%", kind: rate, target: 17%以上, due: ¦2023-09-30', "due-not-judged"),
    ('unit: "%", kind: change, target: 17%以上, due: ¦2023-09-30', "due-not-judged"),
    ("unit: 家, target: 17家, compare: {rounded: ¦-1家}", "bad-step"),
    ('unit: 家, target: 17家, waive: {by: "¦ ", reason: 雨}', "empty-value"),
]
TARGET_MISTAKES = [(body.replace("unit: 噸", "unit: ¦噸"), code.partition("@")[0]) for body, code in TARGET_MISTAKES]


def marked(text):
    """The text without its mark, and the line and column of the mark."""
    before = text[: text.index("¦")]
    return text.replace("¦", ""), before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(("body", "code"), TARGET_MISTAKES, ids=lambda value: value)
def test_a_mistake_in_a_target_is_reported_at_its_place_and_alone(body, code):
    text, line, column = marked(in_target(body))
    assert mistakes(text) == [(code, line, column)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("unit: 家, target: ¦&x 17家", "anchor"),
        ("unit: 家, target: ¦*x", "alias"),
        ("unit: 家, target: ¦[17家]", "wrong-shape"),
        ("unit: 家, ¦targt: 17家", "unknown-key"),
        ("unit: 家, target: ¦", "empty-value"),
        ("<<¦: *x, unit: 家", "merge-key"),
        ("unit: 家, target: ¦>17家", "yaml-syntax"),
    ],
)
def test_a_key_that_is_there_and_cannot_be_read_is_not_missing_as_well(body, code):
    text, _, _ = marked(in_target(body))
    found = {each for each, _, _ in mistakes(text)}
    assert code in found
    assert "missing-key" not in found


@pytest.mark.parametrize(
    "body",
    [
        "formula: 5家 / 4家 * 100%, target: 90%以上", "formula: 5家 / 4家 * 100 / 100, target: '>= 3‰'",
        "formula: 5家 / 4家 * 100, unit: '1', target: '>= 5'", "formula: 5家 * 100, target: 90家", "formula: 5家 / (4家 * 100), target: 1%",
        "formula: 5家 / 4家 * 100 - 100, unit: '1', target: '>= 5'", "formula: (5家 / 4家 * 100 + 6家 / 4家 * 100) / 200, target: 1%",
        "formula: 5家 / 4家 * 2 - 1, target: 1%", "formula: 5家 / 4家 * 20 + 7家 / 4家 * 80%, target: 1%", "formula: 1 - 5家 / 4家, target: 1%",
        "formula: 5公顷 / 4平方公里, target: 1%", "formula: 5吨标准煤 / 4千瓦时, target: '<= 300克标准煤/千瓦时'",
        "formula: 5吨标准煤 / 4千瓦时, unit: 克标准煤/千瓦时, target: '<= 300千克标准煤/千瓦时'", "formula: 5吨标准煤 / 4千瓦时, target: 1%",
        "unit: 毫克/千克, target: '<= 5克/吨'", "formula: 'round(5家 / 4家, 0.01)', target: 1%",
        "formula: (5家 / 4家 * 100)^0 * 5%, target: 1%",
    ],
)  # fmt: skip
def test_a_factor_that_undoes_no_unit_is_no_mistake(body):
    assert "a" in load(in_target(body)).targets


NAMED = "indicators: {a: {unit: 家}, b: {unit: 家}, index: {unit: '1'}, ratio: {formula: a / b}, percent: {formula: a / b * 100, unit: '1'}}"


@pytest.mark.parametrize(
    "body",
    [
        "formula: ¦percent - 100, target: 3%以上", "formula: ¦(percent + ratio) / 2, target: 90%以上", "indicator: percent, target: ¦90%以上",
        "formula: '¦percent[-1]', target: 90%以上", "formula: ¦ratio * 100, target: 90%以上", "formula: ¦index * 100, target: 90%以上",
        "formula: ¦index - 100, target: 3%以上", "formula: ¦change(percent), target: 3个百分点以上", "formula: ¦percent / ratio, target: 90%以上",
        'indicator: ratio, target: "<= ¦percent"', 'indicator: ratio, target: "<= ¦1.2 * percent - 5"', 'indicator: percent, target: ">= ¦ratio"',
        'indicator: ratio, target: 90%以上, warn: ">= ¦percent"',
    ],
)  # fmt: skip
def test_a_factor_of_a_hundred_is_known_wherever_the_ratio_is_named(body):
    text, line, column = marked(f"{HEAD}{NAMED}\ntargets:\n  z: {{{body}}}\n")
    assert mistakes(text) == [("percent-twice", line, column)]


@pytest.mark.parametrize(
    "body",
    [
        "formula: percent / 100, target: 3%以上", "formula: 'percent / percent[-1] - 1', target: 90%以上", "formula: growth(percent), target: 90%以上",
        "formula: 'a / a[-1] / (index / 100) - 1', target: 3%以上", "formula: 'a / a[-1] / index - 1', target: 3%以上", "formula: a * 100, target: 9家",
        'indicator: percent, target: ">= 105"', 'indicator: percent, target: ">= percent[-1] * 1.1"', 'indicator: index, target: ">= percent"',
        'formula: ratio, target: ">= ratio[-1] * 10%"', 'formula: ratio, target: ">= 0.01 * ratio"', 'formula: percent - index, unit: "1", target: ">= 3"',
    ],
)  # fmt: skip
def test_an_index_number_and_a_factor_that_is_undone_are_fine(body):
    assert "z" in load(f"{HEAD}{NAMED}\ntargets:\n  z: {{{body}}}\n").targets


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("{formula: ¦b + 5万元}", "dimension-mismatch"),
        ("{formula: b ¦+}", "formula-syntax"),
        ("{formula: ¦a * 2}", "cycle"),
        ("{unit: ¦噸}", "unknown-unit"),
        ("{states: ¦没有}", "unknown-ladder"),
        ("{type: ¦day}", "bad-choice"),
    ],
)
def test_what_uses_a_refused_indicator_is_not_refused_for_that_as_well(declared, code):
    users = "c: {formula: a * 2}\ntargets:\n  t: {formula: a + c, target: 5家}\n  u: {indicator: b, target: '>= a * 2'}\n  v: {indicator: c, target: 1家}\n"
    text, line, column = marked(f"{HEAD}indicators:\n  b: {{unit: 家}}\n  a: {declared}\n  {users}")
    assert mistakes(text) == [(code, line, column)]


WARNINGS = [
    ('unit: 家, target: "< 17家", warn: 15家', Interval(None, F(15), high_open=True)),
    ("unit: 家, target: 15~17家, better: higher, warn: 16家", Interval(F(16), None)),
    ("unit: 家, target: 15~17家, better: lower, warn: 16家", Interval(None, F(16))),
    ("unit: 家, target: 15~17家, warn: 15~16家", Interval(F(15), F(16))),
    ('unit: 家, target: 15~17家, warn: "<= 16家"', Interval(None, F(16))),
    ('unit: 家, target: 15~17家, warn: "!= 16家"', Excluded(F(16))),
    ("unit: 家, target: 14~17家, warn: 16家左右, tolerance: 1家", Interval(F(15), F(17))),
    ("unit: 家, target: 17家±2家, warn: 17家±1家", Interval(F(16), F(18))),
    ("unit: 家, target: 17家左右, tolerance: 2家, warn: 17家±1家", Interval(F(16), F(18))),
    ("type: date, due: 2023-06-30, warn: 2023-05-31", Interval(None, F(date(2023, 5, 31).toordinal()))),
    ("states: [差, 中, 好], target: not 差, warn: 好", Levels(frozenset({2}))),
    ("states: [差, 中, 好], target: not 中, warn: 好", Levels(frozenset({2}))),
    ('states: [差, 中, 好], target: "<= 中", warn: "<= 差"', Levels(frozenset({0}))),
]


@pytest.mark.parametrize(("body", "demand"), WARNINGS, ids=str)
def test_a_warning_threshold_that_is_stricter_on_the_same_side_is_read(body, demand):
    assert load(in_target(body)).targets["a"].warn_demand == demand


FILE_MISTAKES = [
    ("units: {¦家: count}", "unit-redeclared"),
    ("units: {综合体: ¦噸}", "unknown-unit"),
    ("units: {综合体: ¦[个]}", "wrong-shape"),
    ("rates: [{from: USD, to: CNY, rate: ¦0, period: 2023}]", "rate-not-positive"),
    ("units: {¦PM2.5: count}", "bad-unit"),
    ("units: {¦x-y: count}", "bad-unit"),
    ("units: {'¦#': count}", "bad-unit"),
    ("units: {5x: count}".replace("5x", "¦5x"), "bad-unit"),
    ("indicators: {¦total: {unit: 家}}", "reserved-id"),
    ("rates: [{from: USD, to: ¦家, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [{from: USD, to: ¦元^2, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [{from: USD, to: ¦元/人, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [¦{from: USD, to: CNY, rate: 7}]", "missing-key"),
    ("rates: [{from: USD, to: CNY, rate: ¦七点, period: 2023}]", "bad-number"),
    ("rates: [{from: USD, to: CNY, rate: ¦-7, period: 2023}]", "rate-not-positive"),
    ("rates: [¦{from: USD, to: 美元, rate: 1, period: 2023}]", "rate-of-one-currency"),
    ("rates: [{from: USD, to: CNY, rate: 7, period: 2023}, ¦{from: USD, to: CNY, rate: 7.1, period: 2023}]", "duplicate-rate"),
    ("rates: [{from: USD, to: CNY, rate: 7, period: 2023}, ¦{from: 美元, to: 元, rate: 7, period: 2023, at: average}]", "duplicate-rate"),
    ("rates: [{from: USD, to: CNY, rate: 7, period: 2023}, ¦{from: CNY, to: USD, rate: 0.15, period: 2023}]", "duplicate-rate"),
    ("defaults: {tolerance: [1家, ¦2家]}", "default-twice"),
    ("defaults: {tolerance: ¦-1家}", "negative-tolerance"),
    ("defaults: {tolerance: [¦{a: b}]}", "wrong-shape"),
    ("defaults: {compare: {rounded: ¦0家}}", "bad-step"),
    ("defaults: {severity: ¦low}", "bad-choice"),
    ("defaults: {¦better: lower}", "unknown-key"),
    ("defaults: ¦[error]", "wrong-shape"),
    ("ladders: {债: ¦{红: '>= 30%', 绿: '< 20%'}}", "ladder-gap"),
    ("indicators: {¦a b: {unit: 家}}", "bad-id"),
    ("indicators: {¦rd_grоwth: {unit: 家}}", "mixed-script"),
    ("indicators: {¦growth: {unit: 家}}", "reserved-id"),
    ("indicators: {¦一半: {unit: 家}}", "reserved-id"),
    ("indicators: {a: {name: n, unit: 家}, ¦b: {name: n, unit: 家}}", "ambiguous-name"),
    ("indicators: {a: {unit: 家, ¦formla: x}}", "unknown-key"),
    ("indicators: {a: {formula: ¦b}, b: {formula: a}}", "cycle"),
    ("indicators: {a: {formula: ¦a + 1家}}", "cycle"),
    ("indicators: {a: {formula: ¦b}, b: {}}", "no-dimension"),
    ("indicators: {a: {formula: ¦b + 1家}, b: {states: [差, 好]}}", "not-a-quantity"),
    ("indicators: {a: {formula: ¦1家, unit: 户}}", "unit-mismatch"),
    ("indicators: {a: {formula: 1家, ¦kind: flow}}", "key-without-effect"),
    ("language: ¦fr", "bad-choice"),
    ("¦entity: 乌海市", "unknown-key"),
]


@pytest.mark.parametrize(("body", "code"), FILE_MISTAKES, ids=lambda value: value)
def test_a_mistake_elsewhere_is_reported_at_its_place_and_alone(body, code):
    text, line, column = marked(in_file(body))
    assert mistakes(text) == [(code, line, column)]


@pytest.mark.parametrize("body", ["", "unit: 家", "type: date", "states: [差, 好]"])
def test_a_target_without_a_threshold_is_reported_at_its_id(body):
    assert mistakes(in_target(body)) == [("missing-key", 4, 3)]


def test_every_cycle_is_reported_with_its_path_and_what_uses_it_is_not():
    file = in_file("indicators: {u: {formula: a + d}, a: {formula: b + c}, b: {formula: a}, c: {unit: 家}, d: {formula: d * 2}}")
    with pytest.raises(KpiCheckError) as caught:
        load(file)
    assert [(each.code, dict(each.arguments)["path"], each.place.column) for each in caught.value.problems] == [
        ("cycle", "a → b → a", 48), ("cycle", "d → d", 100),
    ]  # fmt: skip


def test_what_was_meant_is_said_of_the_first_twenty_mistakes_of_a_file():
    targets = "".join(f"  t{i}: {{unit: 家, target: 17家, ownr: x}}\n" for i in range(25))
    with pytest.raises(KpiCheckError) as caught:
        load(f"{HEAD}targets:\n{targets}")
    assert [dict(each.arguments)["close"] for each in caught.value.problems] == ["owner"] * 20 + [""] * 5


def test_a_missing_key_that_a_misspelt_one_may_mean_is_not_reported_however_many_there_are():
    targets = "".join(f"  t{i}: {{unit: 家, trget: 17家}}\n" for i in range(25))
    assert {code for code, *_ in mistakes(f"{HEAD}targets:\n{targets}")} == {"unknown-key"}


def test_every_band_without_a_unit_is_reported():
    assert mistakes(in_file("ladders: {债: {红: '>= 3', 绿: '< 3'}}")) == [("limit-without-unit", 3, 19), ("limit-without-unit", 3, 30)]


def test_a_sum_of_two_dimensions_is_reported_at_its_operands():
    assert [code for code, *_ in mistakes(in_file("indicators: {a: {formula: 1家 + 1户}}"))] == ["dimension-mismatch"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("no-targets", 1, 1)]),
        ("# nothing\n", [("no-targets", 1, 1)]),
        ("- a\n", [("wrong-shape", 1, 1)]),
        ("kpicheck: 2\ntargets: {a: {unit: 家, target: 1家}}\n", [("bad-choice", 1, 11)]),
        ("targets: {a: {unit: 家, target: 1家}}\n", [("missing-key", 1, 1)]),
        ("kpicheck: 1\n", [("missing-key", 1, 1)]),
        ("kpicheck: 1\ntargets: {}\n", [("no-targets", 2, 10)]),
    ],
)
def test_a_file_that_declares_nothing_is_an_error(text, expected):
    assert mistakes(text) == expected


def test_every_unknown_name_is_reported_and_the_first_twenty_with_what_they_may_mean():
    wrong = "".join(f"  d{at}: {{formula: spendin, target: 1家}}\n" for at in range(21))
    with pytest.raises(KpiCheckError) as caught:
        load(f"{HEAD}indicators: {{spending: {{unit: 家}}}}\ntargets:\n{wrong}")
    assert [(each.code, each.place.line) for each in caught.value.problems] == [("unknown-name", line) for line in range(5, 26)]
    close = [dict(each.arguments)["close"] for each in caught.value.problems]
    assert sorted(close) == ["", *["spending"] * 20]


def test_ten_mistakes_are_reported_in_one_go_each_at_its_place():
    text = """kpicheck: 2
title: x
perod: 2023
units: {家: count}
indicators:
  growth: {unit: 家}
  a: {unit: 噸}
targets:
  b: {unit: 家, target: 一批}
  c: {unit: 家, target: 17户}
  d: {formula: x / y, target: 3家}
  e: {unit: 家, target: 3家, better: worse}
  f: {unit: 家}
"""
    found = mistakes(text)
    assert [(code, line) for code, line, _ in found] == [
        ("bad-choice", 1), ("unknown-key", 3), ("unit-redeclared", 4), ("reserved-id", 6), ("unknown-unit", 7), ("vague-threshold", 9),
        ("unit-mismatch", 10), ("unknown-name", 11), ("unknown-name", 11), ("bad-choice", 12), ("missing-key", 13),
    ]  # fmt: skip


def test_after_a_syntax_error_what_was_before_it_is_still_reported():
    found = mistakes("kpicheck: 1\nperod: 2023\ntargets:\n  a: {unit: 家, target: >=5}\n  b: ]\n")
    assert ("unknown-key", 2, 1) in found
    assert "yaml-syntax" in [code for code, _, _ in found]


def test_a_problem_carries_the_users_own_line():
    with pytest.raises(KpiCheckError) as caught:
        load(in_target("unit: 家, target: 17户"))
    assert caught.value.problems[0].excerpt == "  a: {unit: 家, target: 17户}"


def test_everything_that_may_be_declared_is_read():
    file = load("""kpicheck: 1
title: 标题
period: 2023
language: zh
submissions: [a.csv, "b/*.csv"]
units: {综合体: count, 担: 50 公斤, 银元: currency, 分: 0.01元, 弗隆: furlong}
rates: [{from: USD, to: CNY, rate: 7.0467, period: 2023, at: end, source: s}]
ladders:
  工程: [未开工, 开工, 竣工]
  债务: {红: ">= 300%", 绿: "< 300%"}
indicators:
  spending: {name: 经费, aliases: [R&D, 研发], unit: 万元, kind: flow, bounds: ">= 0万元", note: n}
  loans: {unit: 银元, kind: stock}
targets:
  growth_of: {name: 增速, section: 六, commitment: S6, formula: growth(spending), target: 23%以上, warn: 25%, severity: warning,
    owner: 局, source: 报告, tags: [a, b], compare: {rounded: 0.1%, mode: half_up}, waive: {reason: r, by: b, until: 2024-01-31}}
  site: {states: 工程, target: 竣工, due: 2023-11-30}
  debt: {states: 债务, target: not 红}
  opened: {type: date, due: 2023-12-31}
  double: {indicator: 经费, target: 翻一番, baseline: {period: 2020, value: 1亿元, source: 年鉴}}
  about: {unit: "%", target: 6%左右, tolerance: 0.5, better: higher}
  low: {unit: 户, target: 5户, better: lower}
  avg: {formula: spending / loans, unit: 万元/银元, target: 5万元/银元, when_empty: skip}
""")
    targets = file.targets
    growth, about = targets["growth_of"], targets["about"]
    assert (file.title, file.language, str(file.period), file.submissions) == ("标题", "zh", "2023", ("a.csv", "b/*.csv"))
    assert [file.units.find(name).factor for name in ("担", "分", "弗隆")] == [50, F(1, 100), F(792000, 3937)]
    assert (file.rates[0].rate, file.rates[0].at) == (F("7.0467"), RateAt.END)
    assert file.scales["债务"].bands == (Interval(F(3), None), Interval(None, F(3), high_open=True))
    assert file.indicators["spending"].bounds == Interval(F(0), None)
    assert {name for name, id_ in file.names.items() if id_ == "spending"} == {"spending", "经费", "R&D", "研发"}
    assert (growth.severity, growth.tags, growth.owner, targets["avg"].when_empty) == (Severity.WARNING, ("a", "b"), "局", WhenEmpty.SKIP)
    assert (growth.compare.step, growth.compare.mode.value) == (F(1, 1000), "half_up")
    assert (growth.waive.by, growth.waive.until) == ("b", date(2024, 1, 31))
    assert growth.warn.operator is Operator.GE
    assert targets["site"].due == date(2023, 11, 30)
    assert targets["opened"].threshold.requires.day == date(2023, 12, 31)
    assert targets["double"].demand.expression.quantity.base == 2 * 10**8
    assert (about.demand, about.better, str(about.threshold.requires.tolerance)) == (Interval(F(11, 200), None), Better.HIGHER, "0.5个百分点")
    assert targets["low"].threshold.operator is Operator.LE
    assert file.indicators["low"].aggregation is None
    assert file.indicators["spending"].aggregation is Aggregation.FLOW


DAY = date(2023, 6, 30).toordinal()
DEMANDS = [
    ("unit: 万元, target: 1亿元", Interval(F(10**8), None)),
    ("unit: 万元, target: 1亿元, better: lower", Interval(None, F(10**8))),
    ('unit: "%", target: "(6%, 6.5%]"', Interval(F(6, 100), F(65, 1000), low_open=True)),
    ('unit: "%", target: 6%~6.5%, better: higher', Interval(F(6, 100), None)),
    ('unit: "%", target: 4%±0.5个百分点', Interval(F(35, 1000), F(45, 1000))),
    ('unit: "%", target: 4%左右, tolerance: 0.5, better: lower', Interval(None, F(45, 1000))),
    ('unit: 家, target: "!= 5家"', Excluded(F(5))),
    ("type: date, target: 2023年6月底前", Interval(None, F(DAY))),
    ("type: date, due: 2023-06-30", Interval(None, F(DAY))),
    ('type: date, target: "!= 2023-06-30"', Excluded(F(DAY))),
    ("states: [差, 中, 好], target: 中", Levels(frozenset({1, 2}))),
    ("states: [差, 中, 好], target: < 中", Levels(frozenset({0}))),
    ("states: [差, 中, 好], target: not 中", Levels(frozenset({0, 2}))),
    ('states: [差, 中, 好], target: "in 差, 好"', Levels(frozenset({0, 2}))),
]


@pytest.mark.parametrize(("body", "demand"), DEMANDS, ids=str)
def test_what_a_target_demands_is_worked_out_when_it_is_loaded(body, demand):
    target = load(in_target(body)).targets["a"]
    assert target.demand == demand
    assert (target.unit is None) is isinstance(demand, Levels) or body.startswith("type: date")


@pytest.mark.parametrize(
    ("body", "operator", "expression"),
    [
        ('target: ">= b"', Operator.GE, "b"),
        ('target: "<= b * 2 - c"', Operator.LE, "b * 2 - c"),
        ("target: 不低于上年", Operator.GE, "a[-1y]"),
        ("target: 翻一番, baseline: 2020", Operator.GE, "2 * a[2020]"),
        ("target: 减半, baseline: {period: 2020, value: 5家}", Operator.LE, "2.5家"),
        ("target: 翻两番, baseline: {period: 2020Q1, value: 3家}", Operator.GE, "12家"),
    ],
)
def test_whatever_else_a_target_is_compared_with_is_an_operator_and_a_formula(body, operator, expression):
    text = in_target(f"unit: 家, {body}").replace("targets:", "indicators: {b: {unit: 家}, c: {unit: 家}}\ntargets:")
    demand = load(text).targets["a"].demand
    assert isinstance(demand, Versus)
    assert (demand.operator, written(demand.expression)) == (operator, expression)


def test_a_warning_threshold_is_compiled_too_and_a_bare_one_has_the_targets_comparator():
    body = 'unit: 家, target: "< 17家", warn: 15家'
    assert load(in_target(body)).targets["a"].warn_demand == Interval(None, F(15), high_open=True)
    body = "unit: 家, target: 17家, warn: 翻一番, baseline: 2020"
    assert written(load(in_target(body)).targets["a"].warn_demand.expression) == "2 * a[2020]"


def test_every_key_is_explained_and_those_that_are_kept_are_fields_of_the_model():
    for level in ENTRIES:
        assert all(key.about for key in level.schema.values())
    kept = {name for name, key in TargetEntry.schema.items() if key.kept}
    assert kept <= set(Target._fields)
    assert {"severity", "better", "waive", "tags"} <= kept


@pytest.mark.parametrize(
    ("limit", "tolerance", "expected"),
    [("4%", "0.5", "0.5个百分点"), ("4‰", "0.5", "0.05个百分点"), ("3倍", "0.5", "50个百分点"), ("4‰", "0.5个百分点", "0.5个百分点"), ("17家", "1", "1家")],
)
def test_a_bare_tolerance_is_of_the_limits_unit_in_the_text_and_as_a_key(limit, tolerance, expected):
    within = load(in_target(f"target: {limit}±{tolerance}")).targets["a"]
    beside = load(in_target(f"target: {limit}左右, tolerance: {tolerance}")).targets["a"]
    assert within.demand == beside.demand
    assert str(within.threshold.requires.tolerance) == str(beside.threshold.requires.tolerance) == expected


@pytest.mark.parametrize(("verb", "function"), [("比上年", "growth"), ("同比", "growth"), ("比上年", "change"), ("环比", "mom")])
def test_year_on_year_goes_with_a_growth_and_with_a_change(verb, function):
    unit = "个百分点" if function == "change" else "%"
    assert load(in_target(f"formula: {function}(r), target: {verb}提高2{unit}").replace("targets:", "indicators: {r: {unit: '%', kind: flow}}\ntargets:"))


@pytest.mark.parametrize(("verb", "function"), [("环比", "growth"), ("环比", "change"), ("同比", "mom"), ("年均", "growth")])
def test_a_basis_that_the_formula_does_not_have_is_reported(verb, function):
    unit = "个百分点" if function == "change" else "%"
    text = in_target(f"formula: {function}(r), target: ¦{verb}提高2{unit}").replace("targets:", "indicators: {r: {unit: '%', kind: flow}}\ntargets:")
    text, line, column = marked(text)
    assert mistakes(text) == [("basis-mismatch", line, column)]


def test_an_indicator_without_a_unit_has_the_dimension_of_its_limits():
    file = load(in_target("target: 1亿元"))
    assert file.indicators["a"].unit is None
    assert file.indicators["a"].dimension == (("CNY", 1),)


def test_targets_of_one_indicator_without_a_unit_must_agree():
    text = f"{HEAD}indicators: {{a: {{}}}}\ntargets:\n  b: {{indicator: a, target: 1家}}\n  c: {{indicator: a, target: 1户}}\n"
    assert mistakes(text) == [("limits-disagree", 6, 29)]


@pytest.mark.parametrize(
    "other",
    ["{from: USD, to: CNY, rate: 7, period: 2022}", "{from: USD, to: CNY, rate: 7, period: 2023-01}", "{from: USD, to: CNY, rate: 7, period: 2023, at: end}", "{from: EUR, to: CNY, rate: 7, period: 2023}"],
)  # fmt: skip
def test_rates_of_other_currencies_periods_or_times_stand_together(other):
    assert len(load(in_file(f"rates: [{{from: USD, to: CNY, rate: 7, period: 2023}}, {other}]")).rates) == 2


DECLARED = """indicators:
  a: {unit: 家, kind: flow}
  b: {unit: 家, kind: flow}
  s: {unit: 人, kind: stock}
  c: {unit: 家, kind: cumulative}
  p: {unit: 家, kind: flow, bounds: "> 0家"}
  u: {unit: 家}
  r: {formula: a / b}
  rest: {formula: 1 - r}
  avg: {formula: a / s}
  both: {formula: a + c}
targets:
"""


def with_formula(formula, rest):
    return f"{HEAD}{DECLARED}  x: {{formula: '{formula}', {rest}}}\n"


@pytest.mark.parametrize(
    "formula",
    ["a / b", "1 - r", "rest * 100%", "growth(r)", "(a + b) / (a - b)", "-a / b", "a / 2 / b", "2 * a / b", "a[-1] / b[-1]", "min(r, 1)", "a ^ 2 / b ^ 2", "0家 / a", "round(a / b, 1%)"],
)  # fmt: skip
def test_when_empty_has_an_effect_where_0_over_0_can_arise(formula):
    assert load(with_formula(formula, "target: '>= 5%', when_empty: skip")).targets["x"].when_empty is WhenEmpty.SKIP


@pytest.mark.parametrize("formula", ["growth(a)", "a / 5家", "5家 / a", "a / p", "p / b", "a * b / 1家 / 1家", "a ^ -1 * 1家", "5家 / 4家", "1家 / b * a / 1家"])
def test_when_empty_has_no_effect_where_0_over_0_cannot_arise(formula):
    assert [code for code, *_ in mistakes(with_formula(formula, "target: '>= 5%', when_empty: skip"))] == ["key-without-effect"]


LENGTHS = [
    ("a + b", "2020-06", True), ("a + b", "2020", False), ("a - c", "2020H2", True), ("a * 2", "2020H1", True), ("both", "2020H1", True),
    ("a * b / 1家", "2020H1", True), ("max(a, b)", "2020H1", True), ("a / b * 1家", "2020H1", False), ("a * b / a", "2020H1", True), ("s", "2020-12", False),
    ("avg", "2020H1", True), ("avg * s", "2020H1", True), ("-a", "2020H1", True), ("a[-1]", "2020H1", True), ("a ^ 2 / a", "2020H1", True),
    ("c", "2020-12", False), ("c", "2020-11", True), ("c + 1家", "2020Q3", True), ("round(a, 1家)", "2020H1", True), ("u", "2020-06", False),
    ("growth(a) * s", "2020H1", False),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "baseline", "is_refused"), LENGTHS, ids=str)
def test_a_baseline_of_another_length_is_refused_of_whatever_grows_with_the_period(formula, baseline, is_refused):
    text = with_formula(formula, f"target: 翻一番, baseline: {baseline}")
    if is_refused:
        assert [code for code, *_ in mistakes(text)] == ["baseline-length"]
    else:
        assert load(text).targets["x"].demand.base.period.year == 2020


@pytest.mark.parametrize("formula", ["a", "r", "growth(a)", "a + c", "a / s", "s", "avg"])
def test_due_is_read_of_quantities_whose_figures_all_have_parts(formula):
    unit = "" if formula in {"r", "growth(a)"} else "家/人" if formula in {"a / s", "avg"} else "人" if formula == "s" else "家"
    limit = f"5{unit or '%'}"
    assert load(with_formula(formula, f"target: '>= {limit}', due: 2023-09-30")).targets["x"].due == date(2023, 9, 30)


@pytest.mark.parametrize(
    ("formula", "limit"), [("u", "5家"), ("a + u", "5家"), ("r * u", "5家"), ("a", "u"), ("a", "u * 2"), ("a", "b + r * u")]
)
def test_due_is_refused_where_a_figure_behind_the_value_or_the_limit_has_no_parts(formula, limit):
    with pytest.raises(KpiCheckError) as caught:
        load(with_formula(formula, f"target: '>= {limit}', due: 2023-09-30"))
    assert [(each.code, dict(each.arguments)["why"], dict(each.arguments)["text"]) for each in caught.value.problems] == [("due-not-judged", "kind", "u")]


def test_due_may_be_the_last_day_of_the_calendar():
    text = "kpicheck: 1\nperiod: 9999\ntargets: {a: {unit: 家, kind: flow, target: 5家, due: 9999-12-31}}\n"
    assert load(text).targets["a"].due == date(9999, 12, 31)


ALL_AT_ONCE = [
    ("formula: ¦x / ¦y, target: 3家", ["unknown-name", "unknown-name"]),
    ("formula: ¦(1家 + 1户) / ¦(1元 + 1人), target: 3%", ["dimension-mismatch", "dimension-mismatch"]),
    ('unit: 家, target: ">= ¦x / ¦y"', ["unknown-name", "unknown-name"]),
    ("unit: 万元, target: ¦¦增长5%左右", ["verb-mismatch", "needs-tolerance"]),
    ("unit: 家, target: ¦¦17户左右, warn: ¦一批", ["unit-mismatch", "needs-tolerance", "vague-threshold"]),
    ("formula: ¦x, target: ¦增长5%左右, tolerance: ¦-1", ["unknown-name", "verb-mismatch", "negative-tolerance"]),
    ("formula: ¦x, target: ¦5%左右, warn: ¦增长7%", ["unknown-name", "needs-tolerance", "verb-mismatch"]),
    ("formula: ¦x, target: 5%, ¦tolerance: 1, ¦baseline: 2020", ["unknown-name", "key-without-effect", "key-without-effect"]),
    ('unit: 家, target: "¦= 17户", ¦better: lower, warn: ¦增长5%, compare: {rounded: ¦0家}', ["unit-mismatch", "key-without-effect", "verb-mismatch", "bad-step"]),
    ("target: ¦¦翻一番", ["needs-unit", "needs-baseline"]),
    ("unit: 万元, target: ¦增长5%, warn: ¦增长6%", ["verb-mismatch", "verb-mismatch"]),
    ("unit: 家, target: ¦17家左右, warn: 17家左右", ["needs-tolerance"]),
    ("unit: 家, target: ¦翻一番, warn: 翻两番", ["needs-baseline"]),
    ('unit: "%", kind: rate, target: 5%, due: ¦¦¦2022-09-29', ["due-not-judged", "due-not-judged", "due-not-judged"]),
    ("unit: 家, target: 17家, ¦when_empty: ¦never", ["key-without-effect", "bad-choice"]),
    ("unit: 家, target: ¦17户, compare: {rounded: ¦1人}", ["unit-mismatch", "unit-mismatch"]),
    ("unit: 家, target: ¦翻一番, baseline: {period: ¦去年, value: ¦0家}", ["bad-period", "baseline-not-positive"]),
    ("unit: 家, target: 17家左右, tolerance: ¦许多, warn: 17家左右", ["bad-number"]),
    ("unit: 家, target: ¦17户左右, tolerance: 1家", ["unit-mismatch"]),
    ("unit: 家, target: 17家左右, tolerance: ¦1户, warn: ¦18户±1户", ["unit-mismatch", "unit-mismatch"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "codes"), ALL_AT_ONCE, ids=str)
def test_all_mistakes_of_a_target_are_reported_in_one_round(body, codes):
    text = in_target(body)
    columns = [index - text[:index].count("¦") - text.rfind("\n", 0, index) for index, char in enumerate(text) if char == "¦"]
    if "去年" in body:
        columns = columns[1:]
    assert mistakes(text.replace("¦", "")) == [(code, 4, column) for code, column in zip(codes, columns, strict=True)]


def test_targets_that_disagree_about_a_unit_are_checked_further():
    text = f"{HEAD}indicators: {{a: {{}}}}\ntargets:\n  b: {{indicator: a, target: 1家}}\n  c: {{indicator: a, target: 1户左右, baseline: 2020}}\n"
    assert mistakes(text) == [("limits-disagree", 6, 29), ("needs-tolerance", 6, 29), ("key-without-effect", 6, 35)]


def test_a_key_of_another_indicator_is_one_mistake_though_it_would_have_no_effect_either():
    text = f"{HEAD}indicators: {{a: {{states: [差, 好]}}}}\ntargets:\n  b: {{indicator: a, unit: 家, target: 好, compare: rounded}}\n"
    assert mistakes(text) == [("duplicate-indicator", 5, 21), ("key-without-effect", 5, 41)]


def test_a_default_tolerance_may_be_what_an_about_of_an_unknown_dimension_has():
    text = in_target("unit: 家, target: 17户左右").replace("targets:", "defaults: {tolerance: 1家}\ntargets:")
    assert mistakes(text) == [("unit-mismatch", 5, 24)]


def test_a_name_that_is_unknown_beside_one_that_was_refused_is_reported_too():
    text = f"{HEAD}indicators: {{b: {{unit: 噸}}}}\ntargets:\n  x: {{formula: b / c, target: 5%}}\n"
    assert mistakes(text) == [("unknown-unit", 3, 24), ("unknown-name", 5, 20)]


DEFAULTS = [
    ("{tolerance: 1家}", "unit: 家, target: 17家左右", Interval(F(16), F(18))),
    ("{tolerance: [0.5个百分点, 1家]}", "unit: 家, target: 17家左右", Interval(F(16), F(18))),
    ("{tolerance: [0.5pp, 1家]}", 'unit: "%", target: about 6%', Interval(F(55, 1000), F(65, 1000))),
    ("{tolerance: 0.1亿元}", "unit: 万元, target: 1亿元左右", Interval(F(9 * 10**7), F(11 * 10**7))),
    ("{tolerance: 0.5}", 'unit: "1", target: 6左右', Interval(F(55, 10), F(65, 10))),
    ("{tolerance: 1家}", "unit: 家, target: 17家左右, tolerance: 2家", Interval(F(15), F(19))),
    ("{tolerance: 1家}", "unit: 家, target: 17家±2家", Interval(F(15), F(19))),
]


@pytest.mark.parametrize(("defaults", "body", "demand"), DEFAULTS, ids=str)
def test_a_default_tolerance_is_of_every_about_of_its_dimension_that_has_none(defaults, body, demand):
    about = "  b: {unit: 家, target: 17家左右}\n  c: {unit: '%', target: 6%左右, tolerance: 1}\n"
    text = in_target(body).replace("targets:", f"defaults: {defaults}\ntargets:") + (about if "1家" in defaults else "")
    assert load(text).targets["a"].demand == demand


def test_a_default_tolerance_is_of_a_warning_too():
    text = in_target("unit: 家, target: 10~20家, warn: 15家左右").replace("targets:", "defaults: {tolerance: 1家}\ntargets:")
    assert load(text).targets["a"].warn_demand == Interval(F(14), F(16))


def test_a_default_of_another_dimension_is_none():
    text = in_target('unit: "%", target: 6%左右').replace("targets:", "defaults: {tolerance: [1家, 0.5%]}\ntargets:")
    assert mistakes(text) == [("needs-tolerance", 5, 26)]


@pytest.mark.parametrize("tolerance", ["许多", "[1家, 许多]", "[1家, 2家]"])
def test_a_default_that_was_refused_is_not_lacking_as_well(tolerance):
    text = in_target("unit: 家, target: 17家左右").replace("targets:", f"defaults: {{tolerance: {tolerance}}}\ntargets:")
    assert [code for code, *_ in mistakes(text)] == ["default-twice" if "2家" in tolerance else "bad-number"]


def test_default_severity_and_rounding_are_of_targets_that_say_nothing():
    file = load(f"""{HEAD}defaults: {{severity: warning, compare: rounded}}
targets:
  a: {{unit: 家, target: 17家}}
  b: {{unit: 家, target: 17家, severity: error, compare: exact}}
  c: {{unit: 家, target: 17家, compare: {{rounded: 5家}}}}
  d: {{unit: 家, target: 不低于上年}}
  e: {{states: [差, 好], target: 好}}
""")
    assert [each.severity for each in file.targets.values()] == [Severity.WARNING, Severity.ERROR, *[Severity.WARNING] * 3]
    assert [each.compare and each.compare.step for each in file.targets.values()] == [1, None, 5, None, None]
    assert file.warnings == ()


def test_a_default_step_rounds_what_is_of_its_dimension():
    file = load(f"{HEAD}defaults: {{compare: {{rounded: 0.1%, mode: half_up}}}}\ntargets:\n  a: {{unit: 家, target: 17家}}\n  b: {{unit: '%', target: 5%}}\n")
    assert [each.compare and (each.compare.step, each.compare.mode.value) for each in file.targets.values()] == [None, (F(1, 1000), "half_up")]


def test_a_default_that_no_target_uses_is_a_warning_at_its_place():
    file = load(f"{HEAD}defaults: {{tolerance: [0.5%, 1家], severity: error, compare: rounded}}\ntargets:\n  a: {{type: date, due: 2023-12-31, severity: error}}\n")
    assert [(each.code, each.place.column, each.severity) for each in file.warnings] == [
        ("unused-default", column, Severity.WARNING) for column in (24, 30, 35, 52)
    ]


def test_one_of_some_levels_and_none_of_them_are_two_demands_of_one_file():
    file = load(f"{HEAD}ladders: {{灯: [红, 黄, 绿]}}\ntargets:\n  a: {{states: 灯, target: in 红}}\n  b: {{states: 灯, target: not 红}}\n  c: {{states: 灯, target: in 红}}\n")
    assert [sorted(each.demand.ranks) for each in file.targets.values()] == [[0], [1, 2], [0]]


@pytest.mark.parametrize(
    "body",
    [
        "  a:\n    ¦unit:家\n    target: 5家", "  a:\n    unit: 家\n    ¦target:5家", "  a:\n    ¦unit:家\n    target: 5家\n    name:x", "  a:\n    ¦unit:家",
        "  a:\n    unit: 家\n    ¦target:5家\n  b:\n    unit: 家\n    target: 5家", "  a: {¦unit:家, target: 5家}", "  ¦a:{unit: 家, target: 5家}",
        "  a: ¦unit:家", "  a:\n    note: x\n    ¦formula:b / c\n    target: 5家",
    ],
)  # fmt: skip
def test_a_colon_without_a_space_is_reported_at_its_place_and_alone(body):
    text, line, column = marked(f"{HEAD}targets:\n{body}\n")
    with pytest.raises(KpiCheckError) as caught:
        load(text)
    found = [(each.code, dict(each.arguments).get("why"), each.place.line, each.place.column) for each in caught.value.problems]
    assert found == [("yaml-syntax", "colon-space", line, column)]


def test_what_is_before_a_syntax_error_is_reported_with_it_and_what_is_behind_it_is_not():
    text = f"{HEAD}targets:\n  a: {{unit: 噸, target: 17户}}\n  b:\n    unit:家\n    target: 5家\n"
    assert mistakes(text) == [("unknown-unit", 4, 13), ("yaml-syntax", 6, 5)]
NAMES_OF_UNITS = st.text("aZ0_$€°担H/ -#.1", min_size=1, max_size=5)


@given(NAMES_OF_UNITS)
def test_a_declared_unit_is_read_in_limits_and_in_data_or_is_refused_where_it_is_declared(name):
    """declared(u) implies that `<= 5u` and the figure `5u` are five of u."""
    quoted = f"'{name}'"
    try:
        load(f"{HEAD}units: {{{quoted}: count}}\ntargets:\n  a: {{unit: 家, target: '<= 5家'}}\n")
    except KpiCheckError as error:
        codes = {each.code for each in error.problems}
        assert codes & {"bad-unit", "unit-redeclared", "invisible-character", "empty-value", "duplicate-key"}
        return
    file = load(f"{HEAD}units: {{{quoted}: count}}\ntargets:\n  a: {{unit: {quoted}, target: '<= 5{name}'}}\n")
    (limit,) = file.targets["a"].threshold.quantities
    assert limit.value == 5
    assert limit.unit == file.units.find(name)
    assert quantity.read(f"5 {name}", file.units) == limit


@pytest.mark.parametrize(
    ("target", "points", "hints"),
    [("90% ± 2%", "2", ("write 2pp, which are percentage points", "请写 2个百分点")), ("4‰ ± 0.5‰", "0.05", ("write 0.05pp, which are percentage points", "请写 0.05个百分点"))],
)
def test_a_tolerance_of_a_ratio_in_percent_comes_with_what_it_is_in_points(target, points, hints):
    (found,) = problems(in_target(f"target: {target}"))
    assert dict(found.arguments)["points"] == points
    assert (hint(found, "en"), hint(found, "zh")) == hints


@pytest.mark.parametrize(
    ("body", "code", "english"),
    [
        ("formula: 5家 / 4家 - 3家 / 4家, target: '>= 1个百分点'", "unit-mismatch", "write gap(a, b) for a - b, change(x) for the change on a year earlier: they give percentage points"),
        ("formula: 5家 / 4家 - 3家 / 4家, unit: 个百分点, target: '>= 1个百分点'", "unit-mismatch", "write gap(a, b) for a - b, change(x) for the change on a year earlier: they give percentage points"),
        ("target: '≥ 50'", "needs-unit", 'declare unit: "1" for a if it is a pure number such as an index, a score or a pH'),
        ("target: 6..8.5", "limit-without-unit", 'write the unit beside the number; an indicator that is a pure number has unit: "1"'),
        ("unit: 元/人*年, target: 5元", "unknown-unit", "join divisors with · as in CNY/m2·month, and put what multiplies before the /"),
        ("formula: 5家 / 4家 * 100, target: 90%", "percent-twice", 'leave the 100 out: a ratio is compared and shown in % wherever its limit is; an index has unit: "1"'),
    ],
)  # fmt: skip
def test_a_hint_says_what_to_write(body, code, english):
    (found,) = problems(in_target(body))
    assert (found.code, hint(found, "en")) == (code, english)
    assert hint(found, "zh")


def test_a_functions_name_as_an_id_is_said_to_be_one():
    (first, second) = problems(f"{HEAD}indicators: {{good: {{unit: 家}}, total: {{unit: 家}}}}\ntargets: {{a: {{formula: good / total, target: 90%}}}}\n")
    assert (message(first, "en"), hint(first, "en")) == ("total is a function of the formula language", "choose another id such as total_count; the name may stay")
    assert message(second, "en") == "total is a function, not the name of an indicator"
    assert message(first, "zh") == "total 是公式的函数名"
