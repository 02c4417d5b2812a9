"""Threshold texts, read exactly as their tables say."""

import csv
import json
from fractions import Fraction

import pytest

from canonical import canonical
from conftest import DATA
from kpicheck.demand import Operator
from kpicheck.formats.json_report import threshold_json
from kpicheck.notation import Declared, Multiple
from kpicheck.notation.fixed import MAX_DOUBLINGS
from kpicheck.notation.read import MAX_LENGTH, read_threshold
from kpicheck.problem import CATALOGUE, Refusal, problem
from kpicheck.unit import BUILT_IN, Units, count_definition
from kpicheck.wording import LANGUAGES, hint, message


def cases(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


CASES = [*cases("threshold_texts.jsonl"), *cases("more_thresholds.jsonl")]
PHRASES = [row["phrase"] for row in csv.DictReader((DATA / "phrases.csv").read_text(encoding="utf-8").splitlines())]
FIELDS = [
    "text", "kind", "operator", "limit", "low", "high", "low_open", "high_open", "tolerance", "states", "against", "factor",
    "direction", "basis", "bare", "strength", "relative",
]  # fmt: skip


def plain(field, value, kind):
    """A field of the table or of the JSON: quantities by their value and unit, what is absent as nothing."""
    if isinstance(value, dict):
        return value["value"] if kind == "date" else (Fraction(value["value"]), value["unit"])
    return Fraction(value) if field == "factor" and value else value or None


def fields(document):
    return {field: plain(field, document.get(field), document["kind"]) for field in FIELDS}


def declared(case):
    found = case.get("given")
    return None if found is None else Declared(tuple(found.get("names", ())), tuple(found.get("rungs", ())))


def named(case):
    return case["text"] + (" in a file" if "given" in case else "")


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] != "refused"], ids=named)
def test_a_text_is_read_as_the_table_says(case):
    assert fields(threshold_json(read_threshold(case["text"], BUILT_IN, declared(case)), "zh")) == fields(case)


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] == "refused"], ids=named)
def test_a_text_is_refused_as_the_table_says_and_where_it_says(case):
    with pytest.raises(Refusal) as caught:
        read_threshold(case["text"], BUILT_IN, declared(case))
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
    found = problem(code, **plain | {"why": why})
    assert message(found, language) != message(problem(code, **plain), language)
    assert hint(found, language) != ""


def test_a_misspelt_level_gets_the_one_that_was_meant():
    with pytest.raises(Refusal) as caught:
        read_threshold(">= 己竣工", BUILT_IN, Declared(("满意率",), ("开工", "已竣工")))
    assert (caught.value.code, caught.value.arguments["close"]) == ("unknown-name", "已竣工")


def test_what_was_meant_is_found_by_whoever_declares_the_names():
    with pytest.raises(Refusal) as caught:
        read_threshold("> 满意律", BUILT_IN, Declared(("满意率",), ("开工",), lambda word, known: f"{word} {'/'.join(known)}"))
    assert caught.value.arguments["close"] == "满意律 满意率/开工"


def test_a_text_that_is_too_long_is_not_read_at_all():
    assert read_threshold("≥" + " " * (MAX_LENGTH - 3) + "5%").operator is Operator.GE
    with pytest.raises(Refusal) as caught:
        read_threshold("≥" + " " * (MAX_LENGTH - 2) + "5%")
    assert (caught.value.code, caught.value.arguments["why"], caught.value.width) == ("bad-threshold", "too-long", MAX_LENGTH + 1)


def test_nothing_doubles_more_often_than_a_hundred_times():
    assert read_threshold(f"翻{MAX_DOUBLINGS}番").requires == Multiple(Operator.GE, Fraction(2) ** MAX_DOUBLINGS)
    for text in (f"翻{MAX_DOUBLINGS + 1}番", "翻0番"):
        with pytest.raises(Refusal) as caught:
            read_threshold(text)
        assert (caught.value.code, caught.value.arguments["why"], caught.value.offset) == ("bad-number", "doublings", 1)


def test_the_units_of_the_file_are_read_everywhere():
    units = Units().declared("综合体", count_definition("综合体"))
    found = read_threshold("3综合体±1综合体", units)
    assert (str(found.requires.quantity), str(found.requires.tolerance)) == ("3综合体", "1综合体")
    assert read_threshold("3综合体以上(不含3综合体)", units).operator is Operator.GT
    assert str(read_threshold("3~5万综合体", units).requires.low) == "3万综合体"


@pytest.mark.parametrize(
    ("text", "operator"),
    [("5家", Operator.LE), ("力争5家", Operator.LE), ("≥ 5家", Operator.GE), ("清零", Operator.EQ), ("5~6家", None), ("竣工", Operator.GE)],
)
def test_a_bare_limit_takes_another_comparator_and_nothing_else_does(text, operator):
    assert read_threshold(text).if_bare(Operator.LE).operator is operator


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


@pytest.mark.parametrize(
    ("text", "exponent"),
    [("5.0%", -1), ("1.5 million yuan", 5), ("三分之二", None), ("亿元以上", 0), ("清零", 0), ("前3名", 0), ("下降3.00%", -2), ("万分之五", -2), ("五百万元", 0), ("500万元", 0), ("五百家", 0)],
)
def test_the_last_digit_written_is_kept_for_rounding(text, exponent):
    assert read_threshold(text).requires.quantity.exponent == exponent


def test_the_last_digit_of_a_fraction_stays_unknown_when_it_is_multiplied():
    assert [end.exponent for end in read_threshold("5 to 6.50 million yuan").quantities] == [6, 4]
