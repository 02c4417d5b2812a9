"""What two reports are compared by: `digest`, over what was judged, and `demands`, over what was demanded."""

import hashlib

import pytest

from conftest import ROOT
from judging import report
from kpicheck.judge import evaluate
from kpicheck.sources import read_source
from kpicheck.targets import read_targets

DECLARED = """
period: 2023
indicators:
  x: {name: 甲, unit: 万元, kind: flow}
  y: {name: 乙, unit: 万元, kind: flow}
targets:
  a: {indicator: x, target: 5万元, warn: 6万元}
  b: {formula: x / y, target: 90%}
  c: {formula: growth(x), target: 3%以上}
  d: {states: [差, 中, 好], target: 中}
  e: {type: date, target: 2023年底前}
"""
ROWS = ["x,2023,60000,元", "y,2023,7,万元", "x,2022,0.0005,亿元", "d,2023,好", "e,2023,2023-05-04"]
DIGEST = report(DECLARED, ROWS).digest


def sha256(*lines):
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def test_a_digest_is_over_id_status_close_value_and_unit_of_every_verdict():
    lines = (
        "a/-/2023 pass false 60000 CNY", "b/-/2023 fail false 6/7 1", "c/-/2023 pass false 0.2 1",
        "d/-/2023 pass false 好 -", "e/-/2023 pass false 2023-05-04 -",
    )  # fmt: skip
    assert sha256(*lines) == DIGEST


def test_the_lines_in_the_documentation_are_the_programs():
    found = report("period: 2023\ntargets: {fdi: {unit: 亿元, target: 1亿元}}", ["fdi,2023,12000,万元"])
    digest, demands = "fdi/-/2023 pass false 120000000 CNY", "fdi/-/2023 >= 100000000 CNY exact"
    assert (found.digest, found.demands) == (sha256(digest), sha256(demands))
    text = (ROOT / "docs" / "verdicts.md").read_text("utf-8")
    assert f"| `{digest}` |" in text
    assert f"| `{demands}` |" in text


def test_a_close_pass_is_another_than_a_clear_one():
    found = report("period: 2023\ntargets: {a: {unit: 万元, target: 5万元, warn: 6万元}}", ["a,2023,5.5"])
    assert found.digest == sha256("a/-/2023 pass true 55000 CNY")


def test_a_verdict_without_a_value_has_a_line_too():
    assert report("period: 2023\ntargets: {a: {unit: 家, target: 5家}}", []).digest == sha256("a/-/2023 missing false - -")


@pytest.mark.parametrize(
    "rows",
    [
        [*reversed(ROWS)],
        ["x,2023,6,万元", "y,2023,0.0007,亿元", "x,2022,50000,元", "d,2023,好", "e,2023,2023-05-04"],
        ["甲,2023年,六万,元", "乙,2023,70000.00,元", "甲,2022年,５００００,元", "d,2023年,好", "e,2023,2023年5月4日"],
        [*ROWS, "ghost,2023,1"],
    ],
)
def test_the_same_figures_in_other_units_words_and_order_have_the_same_digest(rows):
    assert report(DECLARED, rows).digest == DIGEST


def test_the_same_figures_in_another_file_format_have_the_same_digest():
    records = [dict(zip(("indicator", "period", "value", "unit"), row.split(","), strict=False)) for row in ROWS]
    text = "".join(f"- {record}\n" for record in records)
    targets = read_targets(f"kpicheck: 1{DECLARED}".encode(), "t.yaml")
    assert evaluate(targets, (read_source("s.yaml", text.encode()),)).digest == DIGEST


def test_the_unit_in_which_a_target_is_declared_has_no_part_in_either():
    declared = DECLARED.replace("甲, unit: 万元", "甲, unit: 亿元").replace("target: 5万元", "target: 0.0005亿元")
    assert declared.count("亿元") == 2
    found, before = report(declared, ROWS), report(DECLARED, ROWS)
    assert (found.digest, found.demands) == (before.digest, before.demands)


@pytest.mark.parametrize(
    ("old", "new"),
    [("x,2023,60000,", "x,2023,60000.01,"), ("d,2023,好", "d,2023,中"), ("05-04", "05-05"), ("60000", "50000")],
)
def test_another_figure_has_another_digest_and_the_same_demands(old, new):
    found = report(DECLARED, [row.replace(old, new) for row in ROWS])
    assert found.digest != DIGEST
    assert found.demands == report(DECLARED, ROWS).demands


def demands(target, more="", reference="y"):
    """The digest of what one target demands, as it is written."""
    declared = f'period: 2023\nindicators: {{x: {{unit: 万元, kind: flow}}, y: {{unit: 万元}}, z: {{unit: "1", formula: {reference} / x}}}}'
    return report(f'{declared}\ntargets: {{a: {{formula: growth(x), target: "{target}"{more}}}}}', []).demands


def test_demands_are_over_id_operator_ends_and_rounding():
    assert demands("23%以上") == sha256("a/-/2023 >= 0.23 1 exact")
    assert demands("6%~6.5%") == sha256("a/-/2023 >= 0.06 <= 0.065 1 exact")
    assert demands("!= 0%") == sha256("a/-/2023 != 0 1 exact")
    assert demands("< 23%", ", compare: {rounded: 0.1%, mode: half_up}") == sha256("a/-/2023 < 0.23 1 0.001 half_up")
    assert demands(">= 1.2 * z") == sha256("a/-/2023 >= 1.2 * z - exact")


@pytest.mark.parametrize("text", [">= 23%", "≥23%", ">= 0.23倍", "不低于23.0%", "增长23%", "23%", "力争达到百分之二十三", ">= 230‰"])
def test_another_wording_of_the_same_limit_demands_the_same(text):
    assert demands(text) == demands("23%以上")


@pytest.mark.parametrize(
    "text", ["24%以上", ">= 23.0001%", "> 23%", "<= 23%", "= 23%", "!= 23%", "23%~24%", "(23%, 24%]", ">= z", ">= y / x", "> 上年"]
)
def test_another_limit_or_operator_demands_something_else(text):
    others = {demands(other) for other in ("23%以上", "[23%, 24%)", "> z", ">= 2 * z", ">= x / y", "不低于上年")}
    assert demands(text) not in others


def test_a_multiple_of_a_declared_baseline_is_a_number_in_any_unit():
    declared = "period: 2023\ntargets: {{a: {{unit: 亿元, target: 翻一番, baseline: {{period: 2020, value: {}}}}}}}"
    found = {report(declared.format(value), []).demands for value in ("12.5亿元", "125000万元", "1250000000元")}
    assert found == {sha256("a/-/2023 >= 2500000000 - exact")}


def test_a_limit_in_another_counting_word_demands_something_else():
    texts = ("5家", "5户")
    assert len({report(f"period: 2023\ntargets: {{a: {{target: {text}}}}}", []).demands for text in texts}) == 2


def test_how_a_value_is_rounded_is_a_part_of_what_is_demanded():
    ways = ["", ", compare: rounded", ", compare: {rounded: 0.1%}", ", compare: {rounded: 0.1%, mode: half_up}"]
    assert len({demands("23%以上", way) for way in ways}) == 4
    assert demands("23%以上", ", compare: rounded") == demands(">= 0.23倍", ", compare: {rounded: 1%}")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(">= 1.2 * z", ">= 1.2*z", True), (">= 1.2 * z", ">= (1.2 * z)", True), (">= 1.2 * z", ">= 1.3 * z", False), (">= z", ">= y / x", False)],
)
def test_a_reference_counts_as_its_formula(one, other, same):
    assert (demands(one) == demands(other)) is same


@pytest.mark.parametrize(
    ("target", "moved", "ranks"),
    [("中", "好", ("1 2", "2")), ("not 差", "in 差, 好", ("1 2", "0 2")), ("<= 中", "< 中", ("0 1", "0"))],
)
def test_levels_are_demanded_by_their_ranks(target, moved, ranks):
    declared = "period: 2023\ntargets: {{a: {{states: [差, 中, 好], target: '{}'}}}}"
    found = [report(declared.format(text), []).demands for text in (target, moved)]
    assert found == [sha256(f"a/-/2023 in {each} - exact") for each in ranks]


def test_the_tolerance_of_about_and_a_date_are_ends():
    about = {demands("4%左右", f", tolerance: {each}个百分点") for each in ("0.5", "0.50", "1")}
    assert about == {sha256("a/-/2023 >= 0.035 <= 0.045 1 exact"), sha256("a/-/2023 >= 0.03 <= 0.05 1 exact")}
    dates = [report(f"period: 2023\ntargets: {{a: {{type: date, target: {text}}}}}", []) for text in ("2023年底前", "<= 2023-12-31", "<= 2023-12-30")]
    assert len({each.demands for each in dates}) == 2
    assert dates[0].demands == dates[1].demands


def test_a_fraction_is_an_exact_end():
    assert demands("三分之一以上") == sha256("a/-/2023 >= 1/3 1 exact")
