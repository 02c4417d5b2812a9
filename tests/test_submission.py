"""Readings to figures: whose a name is, which period a label means, which cells are one."""

import pytest

from judging import report, verdict
from kpicheck.wording import hint, message

NAMES = """\
period: 2023
indicators:
  calls: {name: Calls Answered, aliases: [CR], unit: 件}
  Rate: {name: Rate of Return, unit: 件}
  rate: {name: rate of return, unit: 件}
  straße: {name: 街, unit: 件}
targets:
  a: {indicator: calls, target: 1件}
"""


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("calls", "calls"), ("Calls", "calls"), ("CALLS", "calls"), ("calls answered", "calls"), (" Calls ANSWERED ", "calls"),
        ("cr", "calls"), ("ＣＡＬＬＳ", "calls"),
        ("Rate", "Rate"), ("rate", "rate"), ("Rate of Return", "Rate"), ("rate of return", "rate"),
        ("RATE", None), ("rate OF return", None), ("call", None),
        ("STRASSE", "straße"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_spelled_then_without_regard_to_case_where_that_is_unique(name, id_):
    found = report(NAMES, [f"{name},2022,5"])
    assert [each.indicator for each in found.unused] == ([id_] if id_ else [])
    assert ("unknown-indicator" in [each.code for each in found.problems]) == (id_ is None)


def test_cells_of_one_indicator_in_two_spellings_are_twins():
    found = report(NAMES, ["calls,2023,5", "CALLS,2023,6"])
    assert found.verdicts[0].reason.code == "conflicting-figures"


KINDS = ["flow", "stock", "cumulative"]
FIRST_HALF = ["2023H1", "2023年上半年", "2023上半年", "2023-H1", "H1 2023"]
SINCE_JANUARY = ["2023年1-6月", "2023年1月-6月", "2023-06"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("label", FIRST_HALF)
def test_labels_of_one_period_are_twins(kind, label):
    body = f"unit: 家, kind: {kind}, target: 5家"
    assert verdict(body, ["a,2023H1,5", f"a,{label},9"], period="2023H1").reason.code == "conflicting-figures"
    assert [note.code for note in verdict(body, ["a,2023H1,5", f"a,{label},5"], period="2023H1").notes] == ["same-figure-twice"]


@pytest.mark.parametrize("one", FIRST_HALF)
@pytest.mark.parametrize("other", SINCE_JANUARY)
@pytest.mark.parametrize("period", ["2023H1", "2023Q2", "2023-06"])
def test_the_first_half_is_january_to_june_of_a_cumulative_indicator(one, other, period):
    body = "unit: 家, kind: cumulative, target: 5家"
    assert verdict(body, [f"a,{one},5"], period=period).status.value == "pass"
    assert verdict(body, [f"a,{one},5", f"a,{other},9"], period=period).reason.code == "conflicting-figures"
    assert verdict(body, [f"a,{one},5", f"a,{other},5"], period=period).status.value == "pass"


@pytest.mark.parametrize("label", FIRST_HALF)
@pytest.mark.parametrize("kind", ["flow", "stock"])
def test_the_first_half_is_not_june_of_any_other(label, kind):
    declared = f"indicators: {{c: {{unit: 家, kind: cumulative}}, x: {{unit: 家, kind: {kind}}}}}"
    rows = [f"c,{label},5", f"x,{label},5", f"c,{label},5"]  # whichever is read first
    assert verdict("indicator: x, target: 5家", rows, declared=declared, period="2023-06").status.value == "missing"
    assert verdict("indicator: x, target: 5家", rows, declared=declared, period="2023H1").status.value == "pass"
    assert verdict("indicator: c, target: 5家", rows, declared=declared, period="2023-06").status.value == "pass"


def test_the_second_half_of_a_cumulative_indicator_ends_the_year():
    assert verdict("unit: 家, kind: cumulative, target: 5家", ["a,2023年下半年,5"]).status.value == "pass"


END = [("2023年6月末", "2023-06"), ("2023年一季度末", "2023Q1"), ("2023年上半年末", "2023H1"), ("2023年末", "2023")]


@pytest.mark.parametrize(("label", "period"), END)
def test_the_end_of_a_period_is_said_of_stocks_and_states(label, period):
    assert verdict("unit: 家, kind: stock, target: 5家", [f"a,{label},5"], period=period).status.value == "pass"
    assert verdict("states: [差, 好], target: 好", [f"a,{label},好"], period=period).status.value == "pass"
    for kind in ("flow", "cumulative", "rate"):
        found = report(f"period: {period}\ntargets: {{a: {{unit: 家, kind: {kind}, target: 5家}}}}", [f"a,{label},5"])
        assert [each.code for each in found.warnings] == ["wrong-period-kind"]
        assert message(found.warnings[0], "en") == f"{label} is the end of a period, but the indicator is not a stock"


@pytest.mark.parametrize("label", ["2023年末", "2023年12月", "2023Q4", "2023年下半年末"])
def test_a_state_at_the_end_of_a_period_is_not_known_within_it(label):
    found = report("period: 2023\ntargets: {a: {states: [差, 好], target: 好}}", [f"a,{label},好"], as_of="2023-06-30")
    assert [(each.status.value, each.inputs) for each in found.verdicts] == [("pending", ())]


def test_a_rate_has_no_sum_from_january_on():
    found = report('period: 2023\ntargets: {a: {unit: "%", kind: change, target: 增长5%}}', ["a,2023年1-12月,6"])
    assert message(found.warnings[0], "en") == "2023年1-12月 counts from the year's start, but the indicator is a rate or a change"
    assert hint(found.warnings[0], "en") == "write the period alone that it is for, such as 2024 or 2024-06"


def test_labels_from_january_on_are_said_of_cumulative_indicators():
    for kind in KINDS:
        found = verdict(f"unit: 家, kind: {kind}, target: 5家", ["a,2023年1月-6月,5"], period="2023-06")
        assert found.status.value == ("pass" if kind == "cumulative" else "missing")


@pytest.mark.parametrize("headers", ["metric,period,result", "KPI,quarter,完成", "指标,时期,全年完成", "指标,季度,全年完成（家）"])
def test_headers_that_people_write_are_known(headers):
    from kpicheck.judge import evaluate
    from kpicheck.sources import read_source
    from kpicheck.targets import read_targets

    targets = read_targets("kpicheck: 1\nperiod: 2024Q2\ntargets: {a: {unit: 家, target: 5家}}\n".encode(), "t.yaml")
    found = evaluate(targets, (read_source("s.csv", f"{headers}\na,Q2 2024,5\n".encode()),))
    assert (found.outcomes[0].status.value, found.problems) == ("pass", ())
