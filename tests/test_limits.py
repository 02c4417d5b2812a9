"""Which way a bare limit goes, and limits that no figure can meet or miss."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging import report, verdict
from kpicheck.demand import Interval, Operator
from kpicheck.problem import KpiCheckError, Refusal
from kpicheck.quantity import read
from kpicheck.report import Status
from kpicheck.targets import read_targets
from kpicheck.targets.limits import at_least_note, bare_operator
from kpicheck.targets.model import Better
from kpicheck.unit import BUILT_IN
from kpicheck.wording import hint, message


def load(body, declared=""):
    return read_targets(f"kpicheck: 1\nperiod: 2023\n{declared}targets:\n  a: {{{body}}}\n".encode(), "t.yaml")


def refusals(body, declared=""):
    try:
        load(body, declared)
    except KpiCheckError as error:
        return [each.code for each in error.problems]
    return []


def said(body, language):
    with pytest.raises(KpiCheckError) as caught:
        load(body)
    (found,) = caught.value.problems
    return message(found, language), hint(found, language)


@pytest.mark.parametrize("limit", ["1亿元", "17家", "90%", "2倍", "5个百分点", "50万吨", "3万元/人", "120分", "1000公里", "50元/平方米", "1%", "100千瓦"])
def test_a_bare_limit_is_a_lower_bound_where_more_is_plainly_more(limit):
    assert bare_operator(read(limit, BUILT_IN), None, BUILT_IN, limit) is Operator.GE


@pytest.mark.parametrize(
    ("limit", "why"),
    [("0人", "zero"), ("0", "zero"), ("0.0%", "zero"), ("0天", "zero"), ("300ms", "duration"), ("3个工作日", "duration"), ("2天/件", "duration"),
     ("7/万人", "per_many"), ("5‰", "per_many"), ("3 per 100,000", "per_many"), ("3元/500克", "per_many"),
     ("35μg/m³", "concentration"), ("26℃", "temperature"), ("3名次", "rank"), ("5毫克/千克", "quotient")],
)  # fmt: skip
@pytest.mark.parametrize("better", [None, *Better])
def test_a_bare_limit_takes_the_way_of_better_and_guesses_none(limit, why, better):
    quantity = read(limit, BUILT_IN)
    if better is not None:
        assert bare_operator(quantity, better, BUILT_IN, limit) is {Better.HIGHER: Operator.GE, Better.LOWER: Operator.LE}[better]
        return
    with pytest.raises(Refusal) as caught:
        bare_operator(quantity, None, BUILT_IN, limit)
    assert (caught.value.code, caught.value.arguments["why"], caught.value.width) == ("no-direction", why, len(limit))


@pytest.mark.parametrize(
    ("body", "figure"), [("unit: 人, target: 0人", "12"), ("unit: ms, target: 300 ms", "900"), ("unit: 起, target: 0起", "7"), ("unit: 天, target: 5天", "9")]
)
def test_what_would_have_passed_by_a_guess_fails_once_its_direction_is_said(body, figure):
    assert refusals(body) == ["no-direction"]
    assert verdict(f"{body}, better: lower", [f"a,2023,{figure}"]).status is Status.FAIL


def test_a_bare_warning_takes_the_comparator_of_its_target_else_the_way_of_better():
    assert load('target: "<= 5天", warn: 4天').targets["a"].warn_demand == Interval(None, F(4))
    assert load('target: "< 5天", warn: 4天').targets["a"].warn_demand == Interval(None, F(4), high_open=True)
    assert load("target: 2天~5天, warn: 4天, better: lower").targets["a"].warn_demand == Interval(None, F(4))
    assert refusals("target: 2天~5天, warn: 4天") == ["warn-conflict"]


def test_the_limits_that_were_read_as_at_least_are_listed_once():
    text = """kpicheck: 1
targets:
  a: {target: 1亿元}
  b: {target: ">= 3家"}
  c: {unit: 家, target: 5家, better: lower}
  d: {target: 达到5家}
  e: {target: 17家}
"""
    (note,) = at_least_note(read_targets(text.encode(), "t.yaml"))
    assert message(note, "en") == "these limits have no comparator and mean at least: a 1亿元; e 17家"
    assert message(note, "zh") == "没有比较符，按“不低于”判定：a 1亿元; e 17家"
    assert at_least_note(load('target: ">= 3家"')) == ()


@pytest.mark.parametrize(
    ("body", "english", "chinese"),
    [
        ("unit: 人, target: 0人",
         ("0人 has no comparator: as at least zero, nearly everything would meet it", "write = 0人 or <= 0人, or add better: lower or better: higher"),
         ("0人 没有比较符：按“不低于零”判定，几乎都会达标", "请写 = 0人 或 <= 0人，或加上 better: lower 或 better: higher")),
        ("target: 300 ms",
         ("300 ms has no comparator, and of a duration more is not plainly better", "write <= 300 ms or >= 300 ms, or add better: lower or better: higher"),
         ("300 ms 没有比较符，而时长不一定越长越好", "请写 <= 300 ms 或 >= 300 ms，或加上 better: lower 或 better: higher")),
        ('name: 死亡人数, unit: 人, target: ">= 0人"',
         (">= 0人 is met by every possible value of 死亡人数 (≥ 0人)", "write = or <= if that is meant, or a higher limit"),
         ("“死亡人数”的任何可能值（≥ 0人）都满足 >= 0人", "如果是这个意思，请写 = 或 <=；否则请提高限值")),
        ('name: 满意率, unit: "%", bounds: 0%..100%, target: "> 100%"',
         ("> 100% is met by no possible value of 满意率 (0%..100%)", "change the limit, or the bounds of 满意率 if they are wrong"),
         ("“满意率”的任何可能值（0%..100%）都不满足 > 100%", "请修改限值；如果 bounds 有误，请修改“满意率”的 bounds")),
        ('name: 水质, states: [差, 好], target: ">= 差"',
         (">= 差 is met by every level of 水质 (差, 好)", "ask for a higher level, or write = before this one"),
         ("“水质”的任何等级（差, 好）都满足 >= 差", "请要求更高的等级，或在这一等级前写 =")),
        ('name: opening, type: date, target: "> 9999-12-31"',
         ("> 9999-12-31 is met by no possible value of opening (0001-01-01..9999-12-31)", "change the limit, or the bounds of opening if they are wrong"),
         ("“opening”的任何可能值（0001-01-01..9999-12-31）都不满足 > 9999-12-31", "请修改限值；如果 bounds 有误，请修改“opening”的 bounds")),
    ],
)  # fmt: skip
def test_the_messages_say_what_could_never_be_missed_and_what_to_write(body, english, chinese):
    assert (said(body, "en"), said(body, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    "body",
    [
        'unit: 人, target: "<= 0人"', 'unit: 人, target: "= 0人"', 'unit: 人, target: "> 0人"', 'unit: 人, target: "!= 0人"', "unit: 人, target: 清零",
        'unit: 人, kind: change, target: ">= 0人"', 'unit: 人, bounds: ">= -9人", target: ">= 0人"', 'unit: 万元, target: ">= 0万元"',
        'unit: "%", bounds: 0%..100%, target: "= 100%"', 'unit: "%", bounds: 0%..100%, target: 全覆盖', 'formula: 5家 - 4家, target: ">= 0家"',
        'states: [差, 中, 好], target: "= 差"', 'states: [差, 中, 好], target: "> 差"', "unit: 人, target: 0人~5人", 'target: ">= 上年", unit: 人',
        'unit: "%", bounds: "<= 99.96%", target: ">= 100.0%", compare: rounded',
        'unit: "%", bounds: "> 89.94%", target: ">= 90.0%", compare: {rounded: 0.1%}, warn: ">= 91%"',
    ],
)  # fmt: skip
def test_a_limit_that_can_be_met_and_missed_is_none_of_them(body):
    assert "vacuous-limit" not in refusals(body)


ENDS = st.none() | st.integers(-3, 3)
SIGNS = {
    ">=": lambda value, limit: value >= limit, ">": lambda value, limit: value > limit, "<=": lambda value, limit: value <= limit,
    "<": lambda value, limit: value < limit, "=": lambda value, limit: value == limit, "!=": lambda value, limit: value != limit,
}  # fmt: skip
GRID = [F(number, 4) for number in range(-40, 41)]


@given(ENDS, ENDS, st.sampled_from(list(SIGNS)), st.integers(-4, 4), st.sampled_from(["元", "人"]))
def test_a_limit_is_refused_exactly_where_no_possible_figure_can_miss_it_or_none_can_meet_it(low, high, sign, limit, unit):
    """refused(t) == not (some possible figure meets t and some misses it); a count is never below zero without bounds."""
    if low is not None and high is not None and low > high:
        low, high = high, low
    texts = {(False, False): f"{low}{unit}..{high}{unit}", (False, True): f">= {low}{unit}", (True, False): f"<= {high}{unit}"}
    bounds = texts.get((low is None, high is None))
    least = 0 if bounds is None and unit == "人" else low
    met = [SIGNS[sign](value, limit) for value in GRID if (least is None or value >= least) and (high is None or value <= high)]
    body = f'unit: {unit}, target: "{sign} {limit}{unit}"' + (f', bounds: "{bounds}"' if bounds else "")
    assert refusals(body) == ([] if any(met) and not all(met) else ["vacuous-limit"])


@given(st.sampled_from(["", "bounds: 0%..100%, "]), st.integers(0, 5), st.booleans())
def test_two_targets_of_one_indicator_are_checked_each_for_itself(bounds, limit, first):
    """One vacuous target beside a good one is refused alone."""
    bad, good = '{indicator: x, target: ">= 0人"}', f'{{indicator: x, target: ">= {limit + 1}人"}}'
    pair = (bad, good) if first else (good, bad)
    text = f"kpicheck: 1\nindicators: {{x: {{unit: 人}}, y: {{{bounds}unit: '%'}}}}\ntargets:\n  a: {pair[0]}\n  b: {pair[1]}\n"
    with pytest.raises(KpiCheckError) as caught:
        read_targets(text.encode(), "t.yaml")
    assert [(each.code, each.place.line) for each in caught.value.problems] == [("vacuous-limit", 4 if first else 5)]


def test_foreign_capital_stays_what_it_is():
    found = report("period: 2023\ntargets:\n  fdi: {target: 1亿元}\n", ["fdi,2023,9800万元"])
    assert [each.status for each in found.verdicts] == [Status.FAIL]
