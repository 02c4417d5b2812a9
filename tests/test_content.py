"""The project's own content: the targets of Wuhai's report, their illustrative figures, and the national targets."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from functools import cache

import pytest

from conftest import DATA, ROOT
from kpicheck.demand import Operator
from kpicheck.judge import evaluate
from kpicheck.notation import About, AnyOf, Day, LastYear, Level, Limit, Multiple, NoneOf
from kpicheck.number import is_missing
from kpicheck.period import year
from kpicheck.point import Key
from kpicheck.problem import KpiCheckError, Severity
from kpicheck.report import Amount, Status
from kpicheck.sources import read_submission
from kpicheck.submission import receive
from kpicheck.targets import load_targets

WUHAI = ROOT / "targets.yaml"
NATIONAL = ROOT / "samples" / "national"
SECTIONS = {
    "S5": "第五部分 改革开放",
    "S6": "第六部分 科教兴市",
    "S7": "第七部分 以民为本",
    "S8": "第八部分 系统治理",
    "S9": "第九部分 政府自身建设",
}


def rows(name, dialect="excel"):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect=dialect))


COMMITMENTS = rows("wuhai_commitments.csv")
JUDGED = [row for row in COMMITMENTS if row["checkability"] in "AB"]
LEFT_OUT = [row for row in COMMITMENTS if row["checkability"] == "C"]
CAUSES = rows("wuhai_causes.csv")


@cache
def judged(path):
    """A targets file with the submissions that it names, matched and judged."""
    targets = load_targets(str(path))
    sources = read_submission([str(path.parent / name) for name in targets.submissions])
    return targets, receive(sources, targets, targets.period), evaluate(targets, sources)


def of_commitment(id_):
    return [target for target in judged(WUHAI)[0].targets.values() if target.commitment == id_]


# -- the targets of the report ----------------------------------------------------------------------------------------


def test_there_are_105_commitments_and_84_of_them_can_be_judged():
    assert (len(COMMITMENTS), len(JUDGED), len(LEFT_OUT)) == (105, 84, 21)


def test_the_file_has_nothing_to_complain_about():
    assert judged(WUHAI)[0].warnings == ()


@pytest.mark.parametrize("id_", [row["id"] for row in JUDGED])
def test_every_commitment_that_can_be_judged_has_a_target_in_its_section(id_):
    targets = of_commitment(id_)
    assert targets
    assert {target.section for target in targets} == {SECTIONS[id_[:2]]}


def test_no_soft_commitment_has_a_target_and_no_target_is_without_a_commitment():
    named = {target.commitment for target in judged(WUHAI)[0].targets.values()}
    assert named == {row["id"] for row in JUDGED}


@pytest.mark.parametrize("id_", [row["id"] for row in COMMITMENTS if row["checkability"] == "B"])
def test_every_declared_parameter_says_who_would_declare_it(id_):
    for target in of_commitment(id_):
        note = target.note or judged(WUHAI)[0].indicators[target.indicator].note
        assert "明确" in note, target.id


CHOICES = ["S5-09", "S5-10", "S6-14", "S6-22", "S7-02", "S7-04", "S7-11", "S8-02", "S8-03", "S8-06", "S8-08"]
"""Commitments that state their number or their state, and leave open what is counted."""


@pytest.mark.parametrize("id_", CHOICES)
def test_a_choice_that_a_stated_number_leaves_open_is_in_a_note(id_):
    for target in of_commitment(id_):
        if target.severity is Severity.ERROR:
            assert target.note or any(each.note for each in read_for(target)), target.id


def read_for(target):
    """The indicators behind a target's value and its limit."""
    indicators, texts, found = judged(WUHAI)[0].indicators, [target.indicator, target.threshold.text], []
    for text in texts:
        for word in re.findall(r"[a-z]\w*", text):
            if word in indicators and indicators[word] not in found:
                found.append(indicators[word])
                texts.append(indicators[word].formula.text if indicators[word].formula else "")
    return found


COUNTED = {"个", "项", "家", "户", "场"}
QUANTIFIED = [
    row
    for row in JUDGED
    if row["kind"] in {"quantified", "quantified_unspecified", "coverage", "zero", "multiplicative"}
    or (row["kind"] == "milestone" and row["unit"] in COUNTED)
]
ONE_BY_ONE = {"S6-03", "S7-04"}
"""A count of things that are named: each has a target of its own, and there are as many as were promised."""


@pytest.mark.parametrize("row", QUANTIFIED, ids=lambda row: row["id"])
def test_a_quantified_commitment_has_its_number_as_a_limit(row):
    targets, number = of_commitment(row["id"]), Fraction(row["threshold"])
    if row["id"] in ONE_BY_ONE:
        assert len(targets) == number
    else:
        assert any(demands(target, number, row["unit"]) for target in targets)


def demands(target, number, unit):
    """Whether a target's limit is *number* of *unit*, whatever unit it is written in."""
    threshold, known = target.threshold, judged(WUHAI)[0].units
    if isinstance(threshold.requires, Multiple):
        return unit == "倍" and threshold.requires.factor == number
    if not isinstance(threshold.requires, Limit) or threshold.operator not in {Operator.GE, Operator.EQ}:
        return False
    limit = threshold.requires.quantity
    if limit.unit is None:
        return limit.value == number == 0
    return limit.base == number * known.find(unit).factor and limit.dimension == known.find(unit).dimension


def test_targets_that_share_a_commitment_differ_in_name():
    names = [target.name for target in judged(WUHAI)[0].targets.values()]
    assert len(names) == len(set(names))


# -- the illustrative figures -----------------------------------------------------------------------------------------


def cause_of(verdict):
    """Why a verdict is what it is, in a word: its reason's code, a note's, or how the value lies to the limit."""
    codes = {note.code for note in verdict.notes}
    if verdict.status is Status.MISSING:
        return why_missing(verdict)
    if verdict.status is Status.PENDING:
        return "period-later" if verdict.point.period.last_day > judged(WUHAI)[2].as_of else "due-later"
    if verdict.status is Status.NOT_APPLICABLE:
        return "skipped-when-empty"
    if verdict.reason is not None:
        return verdict.reason.code
    if verdict.status is Status.PASS:
        return why_passed(verdict, codes)
    missed = next((code for code in ("waiver-expired", "below-one-percent", "day-after-as-of") if code in codes), side_missed(verdict))
    return f"waived-{missed}" if verdict.status is Status.WAIVED else missed


def why_missing(verdict):
    """What is missing: a figure never sent, one marked as not there, or the year before's."""
    code = verdict.reason.code
    if code != "missing-figure":
        return code
    said = dict(verdict.reason.arguments)
    if said["period"] != "2023":
        return "missing-last-year"
    readings = [reading for source in judged(WUHAI)[1].sources for reading in source.readings]
    marked = {judged(WUHAI)[0].id_of(each.indicator) for each in readings if is_missing(each.value)}
    return "marked-missing" if said["indicator"] in marked else code


def why_passed(verdict, codes):
    for code in ("rate-used", "same-figure-twice", "value-rounded", "decided-early"):
        if code in codes:
            return code
    if verdict.close:
        return "close"
    margin = verdict.margin
    at_limit = isinstance(margin, Amount) and margin.value == 0 and verdict.threshold.operator is not Operator.EQ
    return "at-limit" if at_limit else "met"


def side_missed(verdict):
    threshold = verdict.threshold
    if isinstance(threshold.requires, Level | AnyOf | NoneOf):
        return "state-short" if threshold.operator is Operator.GE else "state-excluded"
    if isinstance(threshold.requires, Day):
        return "late"
    if isinstance(threshold.requires, LastYear):
        return "not-above-last-year"
    return "above-limit" if threshold.operator in {Operator.LE, Operator.LT} else "below-limit"


def test_the_sample_shows_every_cause_that_is_listed_and_no_other():
    found = {verdict.target: (verdict.status.value, cause_of(verdict)) for verdict in judged(WUHAI)[2].verdicts}
    plain = {target for target, what in found.items() if what == ("pass", "met")}
    listed = {row["target"]: (row["status"], row["cause"]) for row in CAUSES}
    assert {target: what for target, what in found.items() if target not in plain or target in listed} == listed


@pytest.mark.parametrize("status", Status, ids=lambda status: status.value)
def test_every_status_occurs_by_a_cause_of_its_own(status):
    here = {row["cause"] for row in CAUSES if row["status"] == status.value}
    elsewhere = {row["cause"] for row in CAUSES if row["status"] != status.value}
    assert here - elsewhere


def test_what_cannot_be_judged_comes_about_in_many_ways():
    ways = {status: {row["cause"] for row in CAUSES if row["status"] == status} for status in ("invalid", "missing")}
    assert len(ways["invalid"]) >= 9
    assert len(ways["missing"]) >= 6


def test_the_sample_exits_1_for_its_failures_and_most_of_it_is_met():
    report = judged(WUHAI)[2]
    assert report.exit_code == 1
    assert report.count(Status.PASS) > len(report.outcomes) / 2


def test_every_figure_of_the_sample_is_accounted_for():
    _, submission, report = judged(WUHAI)
    lines = (ROOT / "samples" / "wuhai-2023.csv").read_text(encoding="utf-8").splitlines()
    assert report.accounting.read == sum(len(source.readings) for source in submission.sources) == len(lines) - 1
    assert report.accounting.unused == 4  # as samples/README.md lists them


def test_a_growth_rate_that_a_department_claims_is_not_taken_for_the_computed_one():
    verdict = next(each for each in judged(WUHAI)[2].verdicts if each.target == "rd_growth_2023")
    assert verdict.actual.value / 100 == Fraction(12500, 10200) - 1


def test_the_sample_is_labelled_as_illustrative():
    text = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    assert f"the {len(judged(WUHAI)[0].targets)} targets" in text
    assert "illustrative" in text
    assert "示例" in text


ALREADY_REPORTED = {
    "pass, close": "pass", "pass, decided early": "pass", "not applicable": "not_applicable",
}  # fmt: skip
"""What the README of the samples calls a status, where it is not the status itself."""


@cache
def listed_in_the_readme():
    """The targets that the README of the samples names, by status."""
    text = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    listed = {}
    for label, cell in re.findall(r"^\| ([a-z, ]+) \| ([^|]*`[^|]*) \|$", text, flags=re.MULTILINE):
        listed.setdefault(ALREADY_REPORTED.get(label, label), set()).update(re.findall(r"`(\w+)`", cell))
    return listed


def test_the_readme_of_the_samples_names_everything_that_is_not_met():
    found = {}
    for outcome in judged(WUHAI)[2].outcomes:
        found.setdefault(outcome.status.value, set()).add(outcome.target)
    listed = listed_in_the_readme()
    assert listed["pass"] - {"warn"} < found.pop("pass")
    assert {status: targets for status, targets in listed.items() if status != "pass"} == found


def test_figures_are_named_by_name_by_id_and_by_alias():
    indicators = judged(WUHAI)[0].indicators
    text = (ROOT / "samples" / "wuhai-2023.csv").read_text(encoding="utf-8")
    named = {row["指标"] for row in csv.DictReader(text.splitlines())}
    assert named & set(indicators)
    assert named & {alias for each in indicators.values() for alias in each.aliases}
    assert named & {each.name for each in indicators.values()}


# -- the national targets ---------------------------------------------------------------------------------------------

PUBLISHED = rows("national_targets.tsv", "excel-tab")


def test_the_national_targets_are_all_met_by_what_was_published():
    targets, _, report = judged(NATIONAL / "targets.yaml")
    assert {target.period for target in targets.targets.values()} == {year(2018), year(2019), year(2020)}
    found = {verdict.target: verdict.status.value for verdict in report.verdicts}
    assert found == {f"{row['id']}_{row['period']}": row["expected"] for row in PUBLISHED}
    assert (report.exit_code, report.accounting.used) == (0, len(PUBLISHED))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['id']}_{row['period']}")
def test_a_national_target_is_kept_as_it_was_written_with_a_declared_tolerance(row):
    targets, submission, _ = judged(NATIONAL / "targets.yaml")
    target = targets.targets[f"{row['id']}_{row['period']}"]
    assert target.threshold.text == row["target"]
    implied = {Operator.GE: "higher", Operator.LE: "lower"}
    assert (target.better.value if target.better else implied[target.threshold.operator]) == row["better"]
    tolerance = target.threshold.requires.tolerance if isinstance(target.threshold.requires, About) else None
    assert (tolerance is not None and tolerance.base == Fraction(1, 200)) is bool(row["tolerance"])
    figure = submission.at(Key(row["id"], "", year(int(row["period"]))))
    assert str(figure.quantity) == row["actual"]


def test_without_a_tolerance_about_would_not_be_read(tmp_path):
    text = (NATIONAL / "targets.yaml").read_text(encoding="utf-8").replace(", tolerance: 0.5个百分点", "")
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KpiCheckError) as refused:
        load_targets(str(tmp_path / "targets.yaml"))
    assert {found.code for found in refused.value.problems} == {"needs-tolerance"}


# -- what is written of it -----------------------------------------------------------------------------------------------

PLAINER = {
    "S6-03", "S6-21", "S7-05", "S7-06", "S7-18", "S7-22", "S7-27", "S8-02", "S8-03", "S8-07", "S8-21", "S9-06",
}  # fmt: skip
"""Commitments whose full form needs something that there is not yet."""


@cache
def part(heading):
    """The part of docs/wuhai.md under a heading."""
    text = (ROOT / "docs" / "wuhai.md").read_text(encoding="utf-8")
    _, _, after = text.partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]


def listed_in(heading):
    return re.findall(r"^\| (S[5-9]-\d\d) \|", part(heading), flags=re.MULTILINE)


def test_the_table_of_commitments_names_every_target():
    listed = dict(re.findall(r"^\| (S[5-9]-\d\d) \| [AB] \| ([^|]*) \|", part("From commitments to targets"), flags=re.MULTILINE))
    assert {id_: re.findall(r"`(\w+)`", cell) for id_, cell in listed.items()} == {
        row["id"]: [target.id for target in of_commitment(row["id"])] for row in JUDGED
    }


def test_the_documentation_lists_every_commitment_that_is_left_out():
    assert listed_in("Left out: 21 soft commitments") == [row["id"] for row in LEFT_OUT]


def test_the_documentation_lists_every_commitment_in_a_plainer_form():
    assert set(listed_in("In a plainer form")) == PLAINER


def test_the_documentation_lists_every_choice():
    assert listed_in("Where a stated number leaves a choice") == CHOICES


def test_the_documentation_lists_every_declared_parameter():
    assert listed_in("Declared parameters") == [row["id"] for row in COMMITMENTS if row["checkability"] == "B"]


def test_the_targets_that_only_warn_are_as_the_documentation_says():
    lenient = {target.id for target in judged(WUHAI)[0].targets.values() if target.severity is Severity.WARNING}
    assert lenient == {"rd_growth_2022", "urban_allowance_2022", "rural_allowance_2022", "housing_resolved"}
    assert set(re.findall(r"`(\w+)`", part("Only a warning"))) == lenient
