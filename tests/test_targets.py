"""Targets files: what is read, and every mistake at its own place."""

from datetime import date
from fractions import Fraction as F

import pytest

from kpicheck.demand import Excluded, Interval, Levels, Operator
from kpicheck.formula.writing import written
from kpicheck.problem import KpiCheckError, Severity
from kpicheck.targets import read_targets
from kpicheck.targets.model import Aggregation, Better, RateAt, Target, Versus, WhenEmpty
from kpicheck.targets.schema import ENTRIES, TargetEntry

HEAD = "kpicheck: 1\nperiod: 2023\n"


def load(text):
    return read_targets(text.encode(), "t.yaml")


def mistakes(text):
    with pytest.raises(KpiCheckError) as caught:
        load(text)
    return [(each.code, each.place.line, each.place.column) for each in caught.value.problems]


def in_target(body):
    """A file with one target of these keys; the keys begin in line 4, column 6."""
    return f"{HEAD}targets:\n  a: {{{body}}}\n"


def in_file(body):
    return f"{HEAD}{body}\ntargets:\n  z: {{unit: 家, target: 1家}}\n"


TARGET_MISTAKES = [
    ("unit: 家, target: 17家, tolerance: ¦1家", "key-without-effect"),
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
    ("unit: 家, target: 17家, baseline: ¦2020", "key-without-effect"),
    ("unit: 家, target: 翻一番, baseline: ¦{period: 2020, value: 5户}", "unit-mismatch"),
    ('unit: "%", kind: change, target: ¦翻一番, baseline: 2020', "verb-mismatch"),
    ('unit: "%", target: ¦增长5%', "verb-mismatch"),
    ("unit: 万元, target: ¦增长5%", "verb-mismatch"),
    ("formula: ¦5家 / 4家 * 100, target: 90%以上", "percent-twice"),
    ("formula: ¦100 * 5家 / 4家, target: 90%以上", "percent-twice"),
    ('formula: ¦-(5家 / 4家) * 1000, target: ">= 3‰"', "percent-twice"),
    ('unit: 家, target: ">= 17家", better: ¦lower', "better-conflict"),
    ('unit: 家, target: "<= 17家", better: ¦higher', "better-conflict"),
    ("states: [差, 好], target: 好, better: ¦higher", "key-without-effect"),
    ("states: [差, 好], target: ¦较好", "unknown-rung"),
    ("states: [差, 好], target: 达到¦封顶", "unknown-rung"),
    ('states: [差, 好], target: ">= ¦优"', "unknown-rung"),
    ("states: [差, 好], target: ¦5家", "wrong-threshold-kind"),
    ("unit: 家, target: 17家, better: ¦both", "bad-choice"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 16家"', "warn-implied"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 17家"', "warn-implied"),
    ('unit: 家, target: ">= 17家", warn: "¦>= 18户"', "unit-mismatch"),
    ("states: [差, 中, 好], target: 好, warn: ¦中", "warn-implied"),
    ("unit: 家, target: 17家, when_empty: ¦pass", "key-without-effect"),
    ("unit: 家, target: 17家, when_empty: ¦never", "bad-choice"),
    ("unit: 家, target: ¦7~6家", "empty-range"),
    ("unit: 家, target: ¦一批", "vague-threshold"),
    ("unit: 家, target: ¦-5家", "bare-negative"),
    ("unit: 噸, target: 17家", "unknown-unit@unit"),
    ("unit: 家, target: 17家, compare: ¦fuzzy", "bad-choice"),
    ("unit: 家, target: 17家, compare: {rounded: ¦0家}", "bad-step"),
    ("unit: 家, target: 17家, compare: {rounded: ¦1户}", "unit-mismatch"),
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
        "formula: 5家 / 4家 * 100%, target: 90%以上", "formula: 5家 / 4家 * 100, target: '>= 3‰'",
        "formula: 5家 / 4家 * 100, unit: '1', target: '>= 5'", "formula: 5家 * 100, target: 90家", "formula: 5家 / (4家 * 100), target: 1%",
    ],
)  # fmt: skip
def test_a_factor_that_undoes_no_unit_is_no_mistake(body):
    assert "a" in load(in_target(body)).targets


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


FILE_MISTAKES = [
    ("units: {¦家: count}", "unit-redeclared"),
    ("units: {综合体: ¦噸}", "unknown-unit"),
    ("units: {综合体: ¦[个]}", "wrong-shape"),
    ("rates: [¦{from: USD, to: CNY, rate: 0, period: 2023}]", "rate-not-positive"),
    ("rates: [{from: USD, to: ¦家, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [{from: USD, to: ¦元^2, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [{from: USD, to: ¦元/人, rate: 7, period: 2023}]", "not-a-currency"),
    ("rates: [¦{from: USD, to: CNY, rate: 7}]", "missing-key"),
    ("rates: [{from: USD, to: CNY, rate: ¦七点, period: 2023}]", "bad-number"),
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
        ("unit-mismatch", 10), ("unknown-name", 11), ("bad-choice", 12), ("missing-key", 13),
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
    when_empty: skip, owner: 局, source: 报告, tags: [a, b], compare: {rounded: 0.1%, mode: half_up}, waive: {reason: r, by: b, until: 2024-01-31}}
  site: {states: 工程, target: 竣工, due: 2023-11-30}
  debt: {states: 债务, target: not 红}
  opened: {type: date, due: 2023-12-31}
  double: {indicator: 经费, target: 翻一番, baseline: {period: 2020, value: 1亿元, source: 年鉴}}
  about: {unit: "%", target: 6%左右, tolerance: 0.5, better: higher}
  low: {unit: 户, target: 5户, better: lower}
""")
    targets = file.targets
    growth, about = targets["growth_of"], targets["about"]
    assert (file.title, file.language, str(file.period), file.submissions) == ("标题", "zh", "2023", ("a.csv", "b/*.csv"))
    assert [file.units.find(name).factor for name in ("担", "分", "弗隆")] == [50, F(1, 100), F(792000, 3937)]
    assert (file.rates[0].rate, file.rates[0].at) == (F("7.0467"), RateAt.END)
    assert file.scales["债务"].bands == (Interval(F(3), None), Interval(None, F(3), high_open=True))
    assert file.indicators["spending"].bounds == Interval(F(0), None)
    assert {name for name, id_ in file.names.items() if id_ == "spending"} == {"spending", "经费", "R&D", "研发"}
    assert (growth.severity, growth.when_empty, growth.tags, growth.owner) == (Severity.WARNING, WhenEmpty.SKIP, ("a", "b"), "局")
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
