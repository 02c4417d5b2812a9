"""Threshold texts, read exactly as their tables say."""

import csv
import json
from datetime import date
from fractions import Fraction

import pytest

from conftest import DATA
from kpicheck.notation import Given, Kind, Operator, Threshold, canonical, for_better
from kpicheck.notation.read import MAX_LENGTH, read_threshold
from kpicheck.problem import CATALOGUE, Refusal, problem
from kpicheck.unit import BUILT_IN, Units, count_definition
from kpicheck.wording import LANGUAGES, hint, message


def cases(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


CASES = [*cases("threshold_texts.jsonl"), *cases("more_thresholds.jsonl")]
PHRASES = [row["phrase"] for row in csv.DictReader((DATA / "phrases.csv").read_text(encoding="utf-8").splitlines())]
FIELDS = [
    "limit", "low", "high", "low_open", "high_open", "tolerance", "states", "against", "factor", "direction", "basis", "bare", "strength",
]  # fmt: skip


def plain(value):
    """A field as the table writes it."""
    if isinstance(value, Fraction):
        return value
    if hasattr(value, "value") and hasattr(value, "exponent"):
        return (value.value, value.unit.name if value.unit else None)
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)


def wanted(case, field):
    value = case.get(field)
    if field in {"limit", "low", "high", "tolerance"} and value is not None:
        return value["value"] if case["kind"] == "date" else (Fraction(value["value"]), value["unit"])
    if field == "factor" and value is not None:
        return Fraction(value)
    if field in {"bare", "low_open", "high_open"}:
        return bool(value)
    return tuple(value or ()) if field == "states" else value


def given(case):
    found = case.get("given")
    return None if found is None else Given(tuple(found.get("names", ())), tuple(found.get("rungs", ())))


def named(case):
    return case["text"] + (" in a file" if "given" in case else "")


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] != "refused"], ids=named)
def test_a_text_is_read_as_the_table_says(case):
    found = read_threshold(case["text"], BUILT_IN, given(case))
    assert (found.text, found.kind.value, found.operator.value) == (case["text"], case["kind"], case["operator"])
    assert {field: plain(getattr(found, field)) for field in FIELDS} == {field: wanted(case, field) for field in FIELDS}


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] == "refused"], ids=named)
def test_a_text_is_refused_as_the_table_says_and_where_it_says(case):
    with pytest.raises(Refusal) as caught:
        read_threshold(case["text"], BUILT_IN, given(case))
    refusal = caught.value
    assert refusal.code == case["problem"]
    if "at" in case:  # the texts of the reference say no more than the code
        meant = case["text"][refusal.offset : refusal.offset + refusal.width]
        said = {key: refusal.arguments.get(key) or None for key in ("why", "word")}
        assert (meant, said) == (case["at"], {"why": case.get("why"), "word": case.get("word")})


def test_every_phrase_of_the_reference_is_read_or_refused_in_its_natural_use():
    assert len(PHRASES) == 165
    assert set(PHRASES) == {case["phrase"] for case in CASES if "phrase" in case}


REASONS = {(case["problem"], case["why"]) for case in CASES if "why" in case} - {("bad-number", "grammar")} | {("bad-threshold", "too-long")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "why"), sorted(REASONS))
def test_every_reason_has_a_sentence_and_a_hint_of_its_own(code, why, language):
    plain = dict.fromkeys(CATALOGUE[code].arguments, "x") | {"close": "", "meanings": "", "why": ""}
    told = problem(code, **plain | {"why": why})
    assert message(told, language) != message(problem(code, **plain), language)
    assert hint(told, language) != ""


def test_a_misspelt_rung_is_told_the_one_that_was_meant():
    with pytest.raises(Refusal) as caught:
        read_threshold(">= 己竣工", BUILT_IN, Given(("满意率",), ("开工", "已竣工")))
    assert (caught.value.code, caught.value.arguments["close"]) == ("unknown-name", "已竣工")


def test_a_text_that_is_too_long_is_not_read_at_all():
    with pytest.raises(Refusal) as caught:
        read_threshold("≥" + " " * MAX_LENGTH + "5%")
    assert (caught.value.code, caught.value.arguments["why"]) == ("bad-threshold", "too-long")
    assert read_threshold("≥" + " " * (MAX_LENGTH - 3) + "5%").operator is Operator.GE


def test_the_units_of_the_file_are_read_everywhere():
    units = Units().declared("综合体", count_definition("综合体"))
    found = read_threshold("3综合体±1综合体", units)
    assert (str(found.limit), str(found.tolerance)) == ("3综合体", "1综合体")
    assert read_threshold("3综合体以上(不含3综合体)", units).operator is Operator.GT
    assert str(read_threshold("3~5万综合体", units).low) == "3万综合体"


@pytest.mark.parametrize(
    ("text", "lower", "operator"),
    [("5家", True, Operator.LE), ("5家", False, Operator.GE), ("≥ 5家", True, Operator.GE), ("力争5家", True, Operator.LE)],
)
def test_a_bare_limit_is_an_upper_bound_where_lower_is_better(text, lower, operator):
    assert for_better(read_threshold(text), lower).operator is operator


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("23%以上", "≥ 23%"),
        ("不超过5.0%", "≤ 5.0%"),
        ("!= 0家", "≠ 0家"),
        ("低于4.6%", "< 4.6%"),
        ("6%至6.5%", "6% ~ 6.5%"),
        ("(6%, 6.5%]", "(6%, 6.5%]"),
        ("[6%, 6.5%)", "[6%, 6.5%)"),
        ("4%±0.5", "4% ± 0.5个百分点"),
        ("约4%", "4%左右"),
        ("下降3%以上", "≤ -3%"),
        ("三分之二以上", "≥ 三分之二"),
        ("下降二十一分之十", "≤ -二十一分之十"),
        ("一半", "≥ 50%"),
        ("1.5e3家", "≥ 1500家"),
        ("翻两番", "基数的4倍"),
        ("超过翻番", "> 基数的2倍"),
        ("减半", "基数的0.5倍"),
        ("不低于去年", "≥ 上年"),
        ("<= 1.2 * region", "≤ 1.2 * region"),
        ("not red", "not red"),
        ("in red, amber", "in red, amber"),
        ("2023年底前", "≤ 2023-12-31"),
        ("清零", "= 0"),
        ("前3名", "≤ 3名次"),
    ],
)
def test_a_threshold_is_written_in_one_way(text, shown):
    assert canonical(read_threshold(text)) == shown


def test_a_threshold_without_a_limit_is_written_without_one():
    assert canonical(Threshold("", Kind.THRESHOLD, Operator.GE)) == "≥ "


@pytest.mark.parametrize(
    ("text", "exponent"),
    [("5.0%", -1), ("1.5 million yuan", 5), ("三分之二", None), ("亿元以上", 0), ("清零", 0), ("前3名", 0), ("下降3.00%", -2), ("万分之五", -2)],
)
def test_the_last_digit_written_is_kept_for_rounding(text, exponent):
    assert read_threshold(text).limit.exponent == exponent


def test_the_last_digit_of_a_fraction_stays_unknown_when_it_is_multiplied():
    assert read_threshold("5 to 6.50 million yuan").low.exponent == 6
    assert read_threshold("5 to 6.50 million yuan").high.exponent == 4
