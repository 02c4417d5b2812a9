"""What must hold for every submission: laws over generated figures and targets."""

import json
from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging import report, verdict
from kpicheck.demand import Operator
from kpicheck.formats.values import amount_text
from kpicheck.judge import evaluate
from kpicheck.period import read
from kpicheck.quantity import fixed_text
from kpicheck.report import Status
from kpicheck.sources import read_source
from kpicheck.targets import read_targets

pytestmark = pytest.mark.no_cover  # what is drawn by lot is not to decide whether every branch is reached

numbers = st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 6)).map(lambda pair: fixed_text(F(pair[0], 10 ** pair[1]), pair[1]))
positive = st.tuples(st.integers(1, 10**12), st.integers(0, 6)).map(lambda pair: fixed_text(F(pair[0], 10 ** pair[1]), pair[1]))

DECLARED = """period: 2023
indicators:
  x: {name: 甲, unit: 万元, kind: flow}
  y: {name: 乙, unit: 万元, kind: flow}
targets:
  a: {indicator: x, target: 5万元, warn: 6万元}
  b: {formula: x / y, target: 90%}
  c: {formula: growth(x), target: 3%以上}
  d: {states: [差, 中, 好], target: 中}
"""


@given(numbers, numbers)
def test_at_least_and_less_than_partition_every_figure(figure, limit):
    """status(>= l) is pass exactly when status(< l) is fail."""
    least, less = (verdict(f'unit: 吨, target: "{sign} {limit}吨"', [f"a,2023,{figure}"]).status for sign in (">=", "<"))
    assert {least, less} == {Status.PASS, Status.FAIL}


@given(numbers, numbers, st.integers(0, 10**9))
def test_tightening_a_limit_never_turns_a_fail_into_a_pass(figure, limit, more):
    """fail(>= l) and l' >= l imply fail(>= l')."""
    tighter = fixed_text(F(limit) + more, 6)
    loose, tight = (verdict(f'unit: 吨, target: ">= {one}吨"', [f"a,2023,{figure}"]).status for one in (limit, tighter))
    assert not (loose is Status.FAIL and tight is Status.PASS)


@given(numbers, numbers)
def test_a_figure_is_judged_alike_in_every_unit(figure, limit):
    """status(f 吨) == status(f·1000 千克)."""
    kilograms = fixed_text(F(figure) * 1000, 3)
    body = f'unit: 吨, target: ">= {limit}吨"'
    assert verdict(body, [f"a,2023,{figure}吨"]).status is verdict(body, [f"a,2023,{kilograms}千克"]).status


rows = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "甲", "d", "ghost", "b"]),
        st.sampled_from(["2023", "2022", "2023Q1", "2023H1", "2023H2", "2024", "去年", ""]),
        st.one_of(numbers, st.sampled_from(["-", "好", "差", "三万五", "5户", "5亿元", "", "…", "50%"])),
    ),
    max_size=12,
)


def table(found):
    return "indicator,period,value\n" + "".join(f"{a},{b},{c}\n" for a, b, c in found)


def judged(name, data, encoding=None):
    targets = read_targets(f"kpicheck: 1\n{DECLARED}".encode(), "t.yaml")
    return evaluate(targets, (read_source(name, data, encoding=encoding),))


@given(rows)
def test_every_cell_has_one_fate_and_they_add_up(found):
    """read = used + unused + marked missing + refused = the cells of the file."""
    accounting = judged("s.csv", table(found).encode()).accounting
    assert accounting.read == accounting.used + accounting.unused + accounting.missing + accounting.refused == len(found)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_verdict(found, rng):
    """digest(rows) == digest(shuffled rows)."""
    shuffled = rng.sample(found, len(found))
    assert judged("s.csv", table(found).encode()).digest == judged("s.csv", table(shuffled).encode()).digest


@given(rows)
def test_neither_format_nor_encoding_changes_a_verdict(found):
    """digest(csv) == digest(tsv) == digest(json) == digest(yaml) == digest(gb18030) == digest(utf-16)."""
    text = table(found)
    records = [{"indicator": a, "period": b, "value": c} for a, b, c in found]
    quoted = "".join(f"- {json.dumps(record, ensure_ascii=False)}\n" for record in records)
    digest = judged("s.csv", text.encode()).digest
    assert judged("s.csv", b"\xef\xbb\xbf" + text.encode()).digest == digest
    assert judged("s.csv", text.encode("gb18030"), "gb18030").digest == digest
    assert judged("s.csv", text.encode("utf-16")).digest == digest
    assert judged("s.tsv", text.replace(",", "\t").encode()).digest == digest
    if found:
        assert judged("s.json", json.dumps(records).encode()).digest == digest
        assert judged("s.yaml", quoted.encode()).digest == digest


MANY = """indicators:
  f: {unit: 家, kind: flow}
  c: {unit: 家, kind: cumulative}
  s: {unit: 亿元, kind: stock}
  l: {states: [差, 中, 好]}
  d: {type: date}
targets:
  f1: {indicator: f, target: 9家, warn: ">= c"}
  f2: {indicator: f, target: 9家以内, due: 2023-09-30}
  f3: {formula: growth(f), target: 9%}
  f4: {formula: f / c, target: 90%, when_empty: pass}
  c1: {indicator: c, target: 5家~9家}
  c2: {indicator: c, target: 不低于上年, due: 2023-05-31}
  s1: {indicator: s, target: "= 9亿元"}
  l1: {indicator: l, target: 中, due: 2023-06-30}
  l2: {indicator: l, target: not 差}
  d1: {indicator: d, due: 2023-09-30, warn: 2023-08-31}
"""
PERIODS = ["2021", "2022", "2022Q3", "2022-12", "2023", "2023H1", "2023Q1", "2023Q3", *(f"2023-{month:02d}" for month in range(1, 13)), "2024-02"]
VALUES = {"f": st.integers(0, 4), "c": st.integers(0, 12), "s": st.integers(8, 10), "l": st.sampled_from("差中好"), "d": st.dates(date(2023, 5, 1), date(2023, 12, 1))}
many_rows = st.lists(
    st.sampled_from("fcsld").flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(PERIODS), VALUES[name])), max_size=40, unique_by=lambda row: row[:2]
)


@settings(max_examples=300)
@given(many_rows, st.sampled_from(["2023-04-30", "2023-06-30", "2023-11-15", "2023-12-31", "2024-02-29"]))
def test_a_verdict_has_its_figures_in_the_evidence_and_they_are_counted_as_used(found, as_of):
    """judged implies inputs; an input is never unused, and a figure is used or reported."""
    judged = report(f"period: 2023\n{MANY}", [",".join(map(str, row)) for row in found], as_of=as_of)
    unused = {str(each.note().place) for each in judged.unused}
    inputs = {str(each.place) for verdict in judged.verdicts for each in verdict.inputs}
    assert not unused & inputs
    assert len(inputs) <= judged.accounting.used
    assert all(verdict.inputs for verdict in judged.verdicts if verdict.status in {Status.PASS, Status.FAIL})


EARLY = ["9家", "'> 9家'", "9家以内", "'< 9家'", "'= 9家'", "9家~12家", "不低于上年", "'<= a[2022]'"]
monthly = st.dictionaries(st.integers(1, 12), st.integers(0, 4))


@settings(max_examples=300)
@given(st.sampled_from(EARLY), st.sampled_from(["flow", "cumulative"]), monthly, st.integers(1, 12), st.integers(1, 12), st.sampled_from([6, 9, 12]), st.booleans())
def test_what_is_decided_early_is_decided_for_good(target, kind, figures, first, second, due, is_quarterly):
    """decided(figures so far) == decided(figures so far and later ones), at any later day, whatever never comes."""
    known = {f"2023-{month:02d}": value for month, value in figures.items()}
    if kind == "cumulative":
        known = {when: sum(value for month, value in figures.items() if f"2023-{month:02d}" <= when) for when in known}
    if is_quarterly and kind == "flow" and {"2023-01", "2023-02", "2023-03"} <= set(known):
        known["2023Q1"] = known.pop("2023-01") + known.pop("2023-02") + known.pop("2023-03")
    first, second = sorted((first, second))
    before = {"flow": ["a,2022H1,9", "a,2022Q3,0", "a,2022Q4,0"], "cumulative": ["a,2022-06,9", "a,2022-09,9", "a,2022-12,9"]}[kind]
    body = f"unit: 家, kind: {kind}, target: {target}, due: {date(2023, due, 30 + (due == 12))}"

    def status(month, rows):
        day = read(f"2023-{month:02d}").last_day
        return verdict(body, [*before, *rows], as_of=day.isoformat()).status

    early = status(first, [f"a,{when},{value}" for when, value in known.items() if read(when).first_day.month <= first])
    later = status(second, [f"a,{when},{value}" for when, value in known.items()])
    if early in {Status.PASS, Status.FAIL}:
        assert later is early


FORMULAS = ["x / y", "growth(x)", "x - y", "x / (x + y)", "2 * x / y - 1", "change(x) / y", "y / x"]


@settings(max_examples=300)
@given(st.sampled_from(FORMULAS), positive, positive, positive, st.sampled_from([">=", "<=", ">", "<"]), st.integers(-300, 300))
def test_a_needed_figure_is_met_and_one_digit_further_is_not(formula, x, y, before, sign, limit):
    """met(needed) and not met(needed one last digit further away)."""
    declared = "indicators: {x: {unit: 万元}, y: {unit: 万元}}"
    unit = "万元" if formula == "x - y" else "%"
    body = f'formula: "{formula}", target: "{sign} {limit}{unit}"'

    def status(figures):
        return verdict(body, [f"{name},{when},{value}" for (name, when), value in figures.items()], declared=declared)

    figures = {("x", "2023"): x, ("y", "2023"): y, ("x", "2022"): before}
    for each in status(figures).needed:
        key, places = (each.key.indicator, "2023"), len(figures[each.key.indicator, "2023"].partition(".")[2])
        value = each.value.value
        further = value - F(1, 10**places) if each.operator is Operator.GE else value + F(1, 10**places)
        assert status({**figures, key: fixed_text(value, places)}).status is Status.PASS
        assert status({**figures, key: fixed_text(further, places)}).status is not Status.PASS


@given(numbers, numbers, st.sampled_from(["吨", "万吨", "千克"]))
def test_a_printed_value_never_contradicts_its_verdict(figure, limit, unit):
    """shown(actual) < shown(limit) only if actual < limit, and equal only if equal."""
    found = verdict(f'unit: 吨, target: ">= {limit}{unit}"', [f"a,2023,{figure}"])
    seen, wanted = F(amount_text(found.actual, "zh").replace("−", "-").removesuffix(unit)), F(limit)
    exact = found.actual.value
    assert (seen < wanted, seen == wanted) == (exact < wanted, exact == wanted)
    assert (amount_text(found.margin, "zh").strip("+−0.万吨千克") == "") == (exact == wanted)


@given(rows)
def test_the_same_input_gives_the_same_report(found):
    first, second = (judged("s.csv", table(found).encode()) for _ in range(2))
    assert (first.verdicts, first.outcomes, first.problems) == (second.verdicts, second.outcomes, second.problems)


def test_the_digest_is_of_what_was_judged():
    one, other = (report("period: 2023\ntargets: {a: {unit: 家, target: 5家}}", [f"a,2023,{value}"]) for value in (5, 6))
    assert one.digest != other.digest
