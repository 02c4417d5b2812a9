"""What is printed: one language a report, digits that never contradict a verdict, rows that add up."""

import json
import re
from fractions import Fraction as F

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from command import kpicheck
from judging import report, verdict
from kpicheck import read_threshold, render
from kpicheck.demand import Operator
from kpicheck.formats.demands import demand_text, threshold_text, warn_text
from kpicheck.formats.layout import problems_text
from kpicheck.formats.values import amount_text, substituted_parts, substituted_text, value_text
from kpicheck.judge.precision import MAX_PLACES, Shown, apart
from kpicheck.notation import Declared
from kpicheck.problem import KpiCheckError
from kpicheck.quantity import fixed_text
from kpicheck.quantity import read as read_quantity
from kpicheck.report import Amount, amount_of
from kpicheck.unit import BUILT_IN, UNIT_NAMES
from kpicheck.wording import LANGUAGES, en

CHINESE = re.compile("[\u3400-\u9fff]")
NUMBER = re.compile(r"[+−]?[0-9][0-9,]*(?:\.[0-9]+)?")


def amount(text):
    return amount_of(read_quantity(text, BUILT_IN))


WRITTEN = [
    ("12500万元", "12500万元", "12,500 万元"), ("-0.5亿元", "−0.5亿元", "−0.5 亿元"), ("22.55%", "22.55%", "22.55%"),
    ("5‰", "5‰", "5‰"), ("0.5个百分点", "0.5个百分点", "0.5 pp"), ("0.5pp", "0.5个百分点", "0.5 pp"), ("1天", "1天", "1 day"),
    ("-1天", "−1天", "−1 day"), ("2天", "2天", "2 days"), ("1.0天", "1.0天", "1.0 days"), ("5 days", "5天", "5 days"), ("1 days", "1天", "1 day"),
    ("1 people", "1people", "1 person"), ("3 person", "3person", "3 people"), ("1000000 people", "1000000people", "1,000,000 people"),
    ("999", "999", "999"), ("1234567.8901", "1234567.8901", "1,234,567.8901"), ("0.7倍", "0.7倍", "0.7 倍"), ("5元/月", "5元/月", "5 元/月"),
    ("70/10万", "70/10万", "70 per 10万"), ("4名次", "第4名", "rank 4"), ("1 kWh", "1kWh", "1 kWh"), ("1 hours", "1hours", "1 hour"),
    ("70 per 100,000", "70 per 100,000", "70 per 100,000"), ("2 household", "2household", "2 households"), ("1 live births", "1live births", "1 live birth"), ("3 deaths", "3deaths", "3 deaths"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chinese", "english"), WRITTEN)
def test_a_quantity_is_written_as_the_language_does(text, chinese, english):
    assert (amount_text(amount(text), "zh"), amount_text(amount(text), "en")) == (chinese, english)


def test_every_english_unit_that_has_a_plural_is_known_with_it():
    names = set(UNIT_NAMES) - {"bp", "bps", "m", "h", "t", "g", "K", "l", "A", "V", "W", "N", "B", "S", "J"}
    twins = {name: f"{name}s" for name in names if name.isascii() and f"{name}s" in names}
    assert {name: en.PLURALS.get(name) for name in twins} == {**twins, "person": "people"}


MARGINS = [
    ("0.45个百分点", "+0.45个百分点", "+0.45 pp"), ("-6天", "−6天", "−6 days"), ("1天", "+1天", "+1 day"), ("0家", "0家", "0 家"),
    ("-2名次", "−2名", "−2 places"), ("1名次", "+1名", "+1 place"), ("0名次", "0名", "0 places"), ("2270万元", "+2270万元", "+2,270 万元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chinese", "english"), MARGINS)
def test_a_margin_has_its_sign(text, chinese, english):
    assert tuple(amount_text(amount(text), language, plus=True) for language in ("zh", "en")) == (chinese, english)


@pytest.mark.parametrize(("levels", "chinese", "english"), [(1, "+1级", "+1 level"), (-2, "−2级", "−2 levels"), (0, "0级", "0 levels")])
def test_a_number_of_levels_has_its_sign_and_its_word(levels, chinese, english):
    assert (value_text(levels, "zh"), value_text(levels, "en")) == (chinese, english)


def test_a_unit_that_the_file_declares_stays_as_it_is_written():
    """Also one that ends like a plural, and one that is Chinese."""
    declared = "units: {widgets: count, 综合体: count}"
    rows = ["a,2023,1 widgets"]
    assert amount_text(verdict("unit: widgets, target: 3 widgets", rows, declared=declared).actual, "en") == "1 widgets"
    assert amount_text(verdict("unit: 综合体, target: 3综合体", ["a,2023,1"], declared=declared).actual, "en") == "1 综合体"


@pytest.mark.parametrize(
    ("unit", "chinese", "english"),
    [("人", "3.00/人", "3.00 per 人"), ("户", "3.00/户", "3.00 per 户")],
)
def test_a_number_and_a_unit_below_one_are_not_run_together(unit, chinese, english):
    """1/人 behind 3.00 would be read as 3.001."""
    declared = f"indicators: {{x: {{unit: 倍}}, y: {{unit: {unit}}}, z: {{formula: x / y}}}}"
    found = verdict("formula: x / y, target: '>= z[-1]'", ["x,2023,3", "y,2023,1", "x,2022,3", "y,2022,2"], declared=declared)
    assert (value_text(found.actual, "zh"), value_text(found.actual, "en")) == (chinese, english)


THRESHOLDS = [
    ("not 红", "不为红", "not 红"), ("not 红, 橙", "不为红、橙", "not 红, 橙"), ("in 红, 橙", "为红、橙", "in 红, 橙"), (">= 红", "≥ 红", "≥ 红"),
    ("1234万元以上", "≥ 1234万元", "≥ 1,234 万元"), ("下降3%以上", "≤ −3%", "≤ −3%"), ("三分之二以上", "≥ 三分之二", "≥ 2/3"),
    ("下降三分之一", "≤ −三分之一", "≤ −1/3"), ("(1000家, 2000家]", "(1000家, 2000家]", "(1,000 家, 2,000 家]"), ("6%~6.5%", "6% ~ 6.5%", "6% ~ 6.5%"),
    ("前3名", "前3名", "top 3"), ("第1位", "前1名", "top 1"), ("> 5名次", "> 第5名", "> rank 5"), ("翻一番", "≥ 基数的2倍", "≥ 2 × the baseline"),
    ("减半", "≤ 基数的0.5倍", "≤ 0.5 × the baseline"), ("约4%", "4%左右", "about 4%"), ("提高2个百分点", "≥ 2个百分点", "≥ 2 pp"),
    ("30天以内", "≤ 30天", "≤ 30 days"), ("<= 1.2 * x", "≤ 1.2 * x", "≤ 1.2 * x"), ("= 0", "= 0", "= 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chinese", "english"), THRESHOLDS)
def test_a_threshold_is_written_in_the_readers_language(text, chinese, english):
    threshold = read_threshold(text, declared=Declared(("x",), ("红", "橙")))
    assert (threshold_text(threshold, "zh"), threshold_text(threshold, "en")) == (chinese, english)


RATIO = 'unit: "%"'
JUDGED = [
    (f"{RATIO}, target: 3% ± 0.5个百分点, better: lower", "≤ 3.5%（3% ± 0.5个百分点，越低越好）", "≤ 3.5% (3% ± 0.5 pp, lower is better)"),
    (f"{RATIO}, target: 3.00%左右, tolerance: 0.5, better: higher", "≥ 2.50%（3.00% ± 0.5个百分点，越高越好）", "≥ 2.50% (3.00% ± 0.5 pp, higher is better)"),
    (f"{RATIO}, target: 6.0%~6.5%, better: higher", "≥ 6.0%（6.0% ~ 6.5%，越高越好）", "≥ 6.0% (6.0% ~ 6.5%, higher is better)"),
    (f'{RATIO}, target: "(6%, 6.5%)", better: lower', "< 6.5%（(6%, 6.5%)，越低越好）", "< 6.5% ((6%, 6.5%), lower is better)"),
    (f'{RATIO}, target: "(6%, 6.5%)", better: higher', "> 6%（(6%, 6.5%)，越高越好）", "> 6% ((6%, 6.5%), higher is better)"),
    (f"{RATIO}, target: 3% ± 0.5个百分点", "3% ± 0.5个百分点", "3% ± 0.5 pp"),
    (f"{RATIO}, target: 三分之二以上", "≥ 66.67%（三分之二以上）", "≥ 66.67% (三分之二以上)"),
    (f"{RATIO}, kind: change, target: reduce by one third", "≤ −33.33%（reduce by one third）", "≤ −33.33% (reduce by one third)"),
    (f"{RATIO}, target: 高于上年", "> 45.00%（上年）", "> 45.00% (last year)"),
    (f'{RATIO}, target: "<= r - 0.1个百分点"', "≤ 1.89%（r - 0.1个百分点）", "≤ 1.89% (r - 0.1个百分点)"),
    (f"{RATIO}, target: 翻一番, baseline: 2022", "≥ 90.00%（基数的2倍）", "≥ 90.00% (2 × the baseline)"),
    (f'{RATIO}, target: "!= r"', "≠ 1.99%（r）", "≠ 1.99% (r)"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "chinese", "english"), JUDGED)
def test_a_demand_is_shown_as_it_is_judged_with_what_was_written_behind_it(body, chinese, english):
    rows = ["a,2023,0.85", "a,2022,45", "r,2023,1.99"]
    found = verdict(body, rows, declared='indicators: {r: {unit: "%"}}')
    assert (demand_text(found, "zh"), demand_text(found, "en")) == (chinese, english)


def test_a_demand_that_needs_no_figure_is_shown_as_judged_before_there_is_one():
    found = verdict(f"{RATIO}, target: 3% ± 0.5, better: lower, warn: 千分之二以下", [])
    assert (demand_text(found, "en"), warn_text(found, "en")) == ("≤ 3.5% (3% ± 0.5 pp, lower is better)", "≤ 2‰")
    found = verdict(f"{RATIO}, target: 三分之一以下, warn: 七分之一以下", [])
    assert (demand_text(found, "en"), warn_text(found, "en")) == ("≤ 33.33% (三分之一以下)", "≤ 14.29% (七分之一以下)")
    assert demand_text(verdict(f"{RATIO}, target: 高于上年", []), "en") == "> last year"


def test_a_warning_is_shown_as_it_is_judged():
    found = report(
        'period: 2023\nindicators: {r: {unit: "%"}}\ntargets: {a: {unit: "%", target: "<= r", warn: "<= r - 0.1个百分点"}}',
        ["a,2023,1.93", "r,2023,1.99"],
    )
    text = render(found, language="en", verbose=2)
    assert "≤ 1.99% (r)  +0.06 pp  close: above 1.89% (r - 0.1个百分点)" in text
    assert "\n  warn    ≤ 1.89% (r - 0.1个百分点)\n" in text


def test_a_limit_that_was_worked_out_is_exact_in_the_evidence():
    declared = "indicators: {x: {unit: 家}, y: {unit: 家}}"
    found = report(f'period: 2023\n{declared}\ntargets: {{a: {{unit: "%", target: ">= x / y", warn: ">= 2 * x / y"}}}}', ["a,2023,50", "x,2023,1", "y,2023,3"])
    text = render(found, language="en", verbose=2)
    assert "target      ≥ 33.33% (x / y)  (exact 100/3 %)  t.yaml" in text
    assert "warn        ≥ 66.67% (2 * x / y)  (exact 200/3 %)\n" in text


OWN_UNITS = [
    ("倍", "1.5倍", "1.6", "+0.1倍"), ("‰", "4‰", "3.5", "−0.5‰"), ("成", "7成", "8", "+1成"), ('"1"', "1.5", "1.6", "+0.1"),
    ('"%"', "90%", "89", "−1个百分点"), ("毫克/千克", "5毫克/千克", "7", "+2毫克/千克"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "limit", "figure", "margin"), OWN_UNITS)
def test_only_a_percentage_has_its_margin_in_percentage_points(unit, limit, figure, margin):
    found = verdict(f'unit: {unit}, target: ">= {limit}"', [f"a,2023,{figure}"])
    assert value_text(found.margin, "zh", plus=True) == margin


LOSS = "indicators: {x: {unit: 万元}, y: {unit: 家}, r: {unit: 元/人}}"
SUBSTITUTED = [
    ("x - x[-1]", ["x,2023,-5", "x,2022,-1850"], "(−5万元) - (−1850万元)", "(−5 万元) - (−1,850 万元)"),
    ("x / y", ["x,2023,-1234", "y,2023,1000"], "(−1234万元) / 1000家", "(−1,234 万元) / 1,000 家"),
    ("abs(x)", ["x,2023,-5"], "abs(−5万元)", "abs(−5 万元)"),
    ("x[2022]", ["x,2022,-5"], "−5万元", "−5 万元"),
    ("x / r", ["x,2023,5", "r,2023,5"], "5万元 / (5元/人)", "5 万元 / (5 元/人)"),
    ("x + x[-1]", ["x,2023,5"], "5万元 + ?", "5 万元 + ?"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "rows", "chinese", "english"), SUBSTITUTED)
def test_a_formula_is_shown_with_its_figures_in_parentheses_where_they_need_them(formula, rows, chinese, english):
    found = verdict(f'formula: "{formula}", target: ">= 1 * ({formula})"', rows, declared=LOSS)
    assert (substituted_text(found, "zh"), substituted_text(found, "en")) == (chinese, english)


def test_a_formula_with_its_figures_is_texts_and_values_in_json():
    found = report("period: 2023\nindicators: {x: {unit: 万元}}\ntargets: {a: {formula: growth(x), target: 23%}}", ["x,2023,-5", "x,2022,1.02亿元"])
    (document,) = json.loads(render(found, "json", language="en"))["verdicts"]
    assert document["formula"]["substituted"] == [
        "(", {"type": "quantity", "value": "-5", "unit": "万元", "places": 0, "shown": "−5 万元"}, ") / ",
        {"type": "quantity", "value": "1.02", "unit": "亿元", "places": 2, "shown": "1.02 亿元"}, " - 1",
    ]  # fmt: skip
    assert [type(part) for part in substituted_parts(found.verdicts[0])] == [str, Amount, str, Amount, str]


def test_json_has_what_is_shown_in_the_language_and_all_else_as_it_is():
    found = report("period: 2023\ntargets: {a: {unit: 天, target: 1234天以内}, b: {type: date, due: 2023-06-30}}", ["a,2023,1233", "b,2023,2023-07-06"])
    english, chinese = (json.loads(render(found, "json", language=language))["verdicts"] for language in ("en", "zh"))
    assert [each["margin"]["shown"] for each in english] == ["+1 day", "−6 days"]
    assert [each["margin"]["shown"] for each in chinese] == ["+1天", "−6天"]
    assert english[0]["threshold"]["limit"]["shown"] == "1,234 days"
    assert {each["margin"]["unit"] for each in [*english, *chinese]} == {"天"}
    del english[0]["threshold"], chinese[0]["threshold"]
    texts = [re.sub(r'"(shown|message|hint)": "[^"]*"', "", json.dumps(each)) for each in (english, chinese)]
    assert texts[0] == texts[1]


ROWS = [
    # equal prints equal: to the last digit of the limit, whichever of them has more
    ("target: '> 22.545%'", "22.545", ("22.545%", "> 22.545%", "0.000个百分点")),
    ("target: '> 22.545%'", "22.5450", ("22.5450%", "> 22.545%", "0.0000个百分点")),
    ("target: '> 22.5%'", "22.51", ("22.51%", "> 22.5%", "+0.01个百分点")),
    # a row adds up: 22.555 is shown as 22.56
    ("formula: x / y, target: 23%", ("22.555", "100"), ("22.56%", "≥ 23%", "−0.44个百分点")),
    ("formula: x / y, target: 22.545%以上", ("22.545", "100"), ("22.545%", "≥ 22.545%", "0.000个百分点")),
    ("formula: x / y, target: 22.545%以上", ("22.546", "100"), ("22.546%", "≥ 22.545%", "+0.001个百分点")),
    ("formula: x / y, target: 22.123%以上", ("22.549", "100"), ("22.55%", "≥ 22.123%", "+0.427个百分点")),
    ("formula: x / y, target: 6%~6.5%", ("6.4967", "100"), ("6.497%", "6% ~ 6.5%", "+0.003个百分点")),
    ("formula: x / y, target: '= 50%'", ("1", "3"), ("33.33%", "= 50%", "−16.67个百分点")),
    ("formula: x / y, target: '>= z'", ("1", "3"), ("33.33%", "≥ 33.33%（z）", "0.00个百分点")),
    ("formula: x / y, target: '>= z + 0.0001%'", ("1", "3"), ("33.3333%", "≥ 33.3334%（z + 0.0001%）", "−0.0001个百分点")),
    ("formula: x / y, target: 三分之一以上", ("1", "3"), ("33.33%", "≥ 33.33%（三分之一以上）", "0.00个百分点")),
    ("formula: x / y, target: 三分之一以上", ("33333", "100000"), ("33.3330%", "≥ 33.3333%（三分之一以上）", "−0.0003个百分点")),
]  # fmt: skip


@pytest.mark.parametrize(("body", "figures", "expected"), ROWS)
def test_a_row_shows_what_is_equal_as_equal_and_adds_up(body, figures, expected):
    declared = 'indicators: {x: {unit: "1"}, y: {unit: "1"}, z: {formula: x / y}}'
    if isinstance(figures, tuple):
        found = verdict(body, [f"x,2023,{figures[0]}", f"y,2023,{figures[1]}"], declared=declared)
    else:
        found = verdict(f'unit: "%", {body}', [f"a,2023,{figures}"], declared=declared)
    assert (value_text(found.actual, "zh"), demand_text(found, "zh"), value_text(found.margin, "zh", plus=True)) == expected


def test_an_actual_value_that_is_told_apart_from_warn_alone_has_the_digits_for_it():
    found = verdict('formula: x / y, target: ">= 10%", warn: ">= 22.5552%"', ["x,2023,22.5551", "y,2023,100"], declared='indicators: {x: {unit: "1"}, y: {unit: "1"}}')
    assert found.close
    assert value_text(found.actual, "en") == "22.5551%"


def test_the_margin_is_exact_in_json_and_shown_as_the_difference_of_what_is_shown():
    found = verdict("formula: x / y, target: 23%", ["x,2023,22.555", "y,2023,100"], declared='indicators: {x: {unit: "1"}, y: {unit: "1"}}')
    assert (found.margin.value, value_text(found.margin, "en", plus=True)) == (F("-0.445"), "−0.44 pp")


def test_a_margin_to_an_end_in_a_unit_of_its_own_is_the_exact_one():
    """1公顷 is 15亩, but 1亩 has no last digit in 公顷."""
    found = verdict('unit: 公顷, target: "1亩~1公顷"', ["a,2023,0.05"])
    assert value_text(found.margin, "zh", plus=True) == "−0.02公顷"


def number(text):
    return F(NUMBER.search(text)[0].replace("−", "-").replace(",", ""))


digits = st.tuples(st.integers(-(10**7), 10**7), st.integers(0, 5)).map(lambda pair: fixed_text(F(pair[0], 10 ** pair[1]), pair[1]))
units = st.sampled_from(["%", "‰", "倍", "万元", "亿元", "家", "天", "公顷"])
near = st.tuples(st.integers(-3, 3), st.integers(0, 6)).map(lambda pair: F(pair[0], 10 ** pair[1]))


@settings(max_examples=400)
@given(digits, near, near, units, st.sampled_from(sorted(Operator, key=lambda each: each.value)), st.sampled_from(["", "/ 3", "reference"]), st.sampled_from(LANGUAGES))
@example("22.545", F(0), F(0), "%", Operator.GT, "", "en")
def test_numbers_on_the_page_differ_exactly_when_the_values_do_and_a_row_adds_up(figure, to_limit, to_warn, unit, operator, way, language):
    """actual = limit iff shown equal, actual < limit iff shown less, the same for warn; margin = actual - limit, shown."""
    limit, warn = (fixed_text(F(figure) + more, 6).rstrip("0").rstrip(".") for more in (to_limit, to_warn))
    reported = f'{{unit: "{unit}", bounds: any}}'
    declared = f'indicators: {{x: {reported}, l: {reported}, w: {reported}, three: {{unit: "1"}}}}'
    value = "formula: x / three" if way == "/ 3" else "formula: x + 0 * x"
    ends = ("l", "w") if way == "reference" else (f"{limit}{unit}", f"{warn}{unit}")
    body = f'{value}, unit: "{unit}", target: "{operator.value} {ends[0]}", warn: "{(operator.side or operator).value} {ends[1]}"'
    try:
        found = verdict(body, [f"x,2023,{figure}", f"l,2023,{limit}", f"w,2023,{warn}", "three,2023,3"], declared=declared)
    except KpiCheckError as error:
        assume(error.problems[0].code not in {"warn-implied", "warn-conflict", "vacuous-limit", "no-direction"})
        raise
    actual = F(figure) / (3 if way == "/ 3" else 1)
    seen = number(value_text(found.actual, language))
    for worth, text in ((F(limit), demand_text(found, language)), (F(warn), warn_text(found, language))):
        beside = number(text.removeprefix(operator.sign).lstrip("≥≤<>=≠ "))
        assert (seen == beside, seen < beside) == (actual == worth, actual < worth)
    margin = number(value_text(found.margin, language, plus=True))
    assert abs(margin) == abs(seen - number(demand_text(found, language).lstrip("≥≤<>=≠ ")))


@given(st.lists(st.tuples(st.fractions(-9, 9, max_denominator=999), st.integers(0, 4)), min_size=2, max_size=4), st.fractions(-9, 9, max_denominator=40))
def test_numbers_are_told_apart_where_they_differ_and_there_alone(rounded, written):
    """shown(a) < shown(b) iff a < b, for all numbers of a row."""
    numbers = [*(Shown(*each) for each in rounded), *([Shown(written, None)] if (written * 1000).denominator == 1 else [])]
    places = apart(numbers)
    page = [shown._replace(places=one) for shown, one in zip(numbers, (*places, None), strict=False)]
    for one in page:
        for other in page:
            assert (one.number < other.number) == (one.value < other.value)
    assert all(after >= before for (_, before), after in zip(rounded, places, strict=False))


def test_numbers_that_differ_beyond_any_figures_last_digit_are_told_apart_no_further():
    assert apart([Shown(F(1, 10**MAX_PLACES), 0), Shown(F(0), 0)]) == (MAX_PLACES, MAX_PLACES)
    assert apart([Shown(F(1, 10 ** (MAX_PLACES + 9)), 0), Shown(F(0), None)]) == (MAX_PLACES,)


def test_what_is_not_there_has_no_text():
    found = report("period: 2024\nindicators: {x: {unit: 家}}\ntargets: {a: {formula: growth(x), target: 5%}}", ["x,2023,1"], as_of="2023-12-31")
    (pending,) = found.verdicts
    assert (warn_text(pending, "en"), substituted_text(pending, "en")) == ("", None)
    (document,) = json.loads(render(found, "json"))["verdicts"]
    assert (document["formula"], document["warn_limit"]) == ({"text": "growth(x)", "substituted": None}, None)


MADE = """units: {calls: count, agents: count}
indicators:
  c: {unit: calls}
  p: {unit: people}
  h: {unit: hours}
  m: {unit: 万元}
  f: {unit: 户}
  s: {formula: "p + p[-1]"}
  q: {formula: c / p}"""
OWN = [
    ("s", "3 people"), ("2 * s", "6 people"), ("min(h, h[-1])", "1 hour"), ("c / p", "2.00 calls/people"),
    ("q * 2", "4 calls/people"), ("m - m[-1]", "5 万元"), ("m / f", "100,000.00 CNY/户"), ("1 / f", "1.00 per 户"),
    ("1 / p", "1.00 per person"), ("c * h", "7,200 calls*s"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "shown"), OWN)
def test_a_computed_value_is_in_the_words_of_the_figures_that_it_is_made_of(formula, shown):
    """And where no unit of its own kind is among them, in base units by the names that the file has for them."""
    rows = ["c,2023,2 calls", "p,2023,1", "p,2022,2", "h,2023,1", "h,2022,3", "m,2023,10", "m,2022,5", "f,2023,1"]
    found = verdict(f'formula: "{formula}", target: ">= 1 * ({formula})"', rows, declared=MADE)
    assert value_text(found.actual, "en") == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("s + p", "3 people + 1 person"),
        ("d + 1元", "5 万元 + 1元"),  # though the target is in 亿元
        ("g * 100万元", "100% * 100万元"),
        ("t * 100万元", "33.333333% * 100万元"),
        ("small * 100万元", "0.000333333% * 100万元"),
    ],
)
def test_a_computed_operand_is_in_a_unit_of_its_own(formula, shown):
    """Not in that of the target; with the digits that it takes to compute the value again."""
    declared = MADE + '\n  d: {formula: "m - m[-1]"}\n  g: {formula: growth(m)}\n  t: {formula: "f / (f + f + f)"}\n  small: {formula: t / 100000}'
    rows = ["p,2023,1", "p,2022,2", "m,2023,10", "m,2022,5", "f,2023,1"]
    unit = "people" if formula == "s + p" else "亿元"
    found = verdict(f'formula: "{formula}", target: ">= 0.01{unit}"', rows, declared=declared)
    assert substituted_text(found, "en") == shown


HOSTILE = "a\x1b[2Jb\x9dc\u202ed\u2065e\U000e0fffx"
RAW = set(HOSTILE) - set("abcdex[2J")


@pytest.mark.parametrize("arguments", [
    ("check", "{name}.csv"), ("check", "{name}.csv", "--format", "json"), ("check", "{name}.csv", "-vv"), ("lint", "{name}.yaml"),
    ("lint", "{name}.yaml", "--format", "json"), ("check", "absent{name}.csv"), ("check", "ok.csv", "-t", "{name}.yaml", "--format", "json"),
    ("check", "ok.csv", "-o", "{name}.pdf"), ("check", "ok.csv", "-o", "no{name}/x.json"), ("parse", "{name}", "5{name}", ">= {name}"),
    ("parse", ">= {name}", "--format", "json"), ("eval", "{name}"), ("help", "{name}"), ("check", "ok.csv", "--only", "{name}"),
])  # fmt: skip
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_reaches_a_terminal_or_json_as_it_is(tmp_path, arguments, lang):
    for name in (f"{HOSTILE}.yaml", "targets.yaml"):
        (tmp_path / name).write_text("kpicheck: 1\nperiod: 2023\ntargets: {a: {unit: 家, target: 5家以上}}\n", "utf-8")
    for name in (f"{HOSTILE}.csv", "ok.csv"):
        (tmp_path / name).write_text("indicator,period,value\na,2023,3\nb,2023,x\n", "utf-8")
    done = kpicheck(*(word.replace("{name}", HOSTILE) for word in arguments), "--lang", lang, cwd=tmp_path)
    assert not (set(done.out) | set(done.err)) & RAW


FILES = """title: Service
period: 2023
units: {calls: count, agents: count}
ladders: {state: [planned, started, done]}
indicators:
  calls: {unit: calls, kind: flow}
  people: {name: staff, unit: people}
  hours: {unit: hours}
  answered: {unit: percent}
  fixed: {name: fixed within a day, unit: "%"}
targets:
"""
ENGLISH = [
    'target: "about 95%", tolerance: 1 pp, indicator: fixed', 'target: "95% ± 1 pp", better: lower, indicator: fixed',
    'target: "at least 66.67%", indicator: fixed', 'target: "not less than last year", indicator: fixed',
    "target: doubled, baseline: 2022, indicator: calls", 'formula: "calls / staff", target: ">= last year"',
    'formula: "calls / hours", target: "> 1 * (calls / staff / hours * 1 people)"', 'formula: "staff + staff[-1]", target: "> staff"',
    'formula: "1 / staff", target: "> 2 / staff"', 'formula: "change(fixed)", target: "at least 2 pp"', "states: state, target: done",
    'states: state, target: "not planned"', 'states: state, target: "in started, done"', "type: date, due: 2023-06-30", "indicator: r, target: top 3",
    'unit: days, target: "at most 1 day", warn: "at most 0.5 days"', 'indicator: fixed, target: "<= 95%", compare: {rounded: 0.1%}',
    'formula: "growth(calls) / growth(staff)", target: "at least 5%"', 'unit: days, target: "between 3 and 5 days"', 'indicator: hours, target: "> 9 hours"',
]  # fmt: skip
FIGURES = [
    "calls,2023,1200 calls", "calls,2022,1000 calls", "staff,2023,12", "staff,2022,10", "hours,2023,8", "fixed,2023,94.5", "fixed,2022,93", "a,2023,2",
]  # fmt: skip


def of_english(body):
    """A report on an English file: one target *body*, and a place among others where it asks for one."""
    places = "  r: {unit: 名次}\n" if "indicator: r" in body else ""
    declared = FILES.replace("targets:\n", f"{places}targets:\n  a: {{{body}}}\n")
    return report(declared, [*FIGURES, *(["r,2023,4"] if places else [])])


def everything(found, language):
    """All that a report prints of verdicts and problems, and all that JSON shows and says of them."""
    document = json.loads(render(found, "json", language=language))
    said = re.findall(r'"(?:shown|message|hint)": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(document, ensure_ascii=False))
    return "\n".join([render(found, language=language, verbose=2), problems_text(found.problems, language), *said])


@pytest.mark.parametrize("body", ENGLISH)
def test_an_english_report_holds_no_chinese_that_the_files_did_not_bring(body):
    assert CHINESE.findall(everything(of_english(body), "en")) == []


OURS = re.compile(
    r"\b(not|in|about|top|rank|last year|baseline|pp|days?|rungs?|levels?|places?|exact|needs|close|higher|lower|is|the|target|actual|margin|note)\b"
)


@pytest.mark.parametrize("body", ENGLISH)
def test_a_chinese_report_holds_no_english_word_of_ours(body):
    written = [*re.findall(r'"([^"]*)"', body), "fixed within a day", "better 为 lower", "unknown-rung"]
    text = everything(of_english(body), "zh")
    for each in sorted(written, key=len, reverse=True):
        text = text.replace(each, "")
    assert OURS.findall(text) == []


WORKED_OUT = [
    ("indicators: {x: {unit: 元, kind: flow}}\ntargets: {a: {indicator: x, target: 1元}}", ["x,2023,9000", "x,2023H1,1", "x,2023H2,2"], "8,997 元", "8997元"),
    ("targets: {a: {unit: percent, kind: stock, target: 1%}}", ["a,2023,9%", "a,2023Q4,4%"], "5 pp", "5个百分点"),
    ("indicators: {x: {unit: 元}}\ntargets: {a: {formula: x * 1, bounds: 0元..10元, target: 1元}}", ["x,2023,1234567"], "1,234,567 元", "1234567元"),
    ("targets: {a: {unit: days, target: at most 1 days, compare: {rounded: 1 days}}}", ["a,2023,1.4"], "1.4 days", "1.4天"),
    ("indicators: {x: {unit: 元}, y: {formula: x * 2, unit: 元}}\ntargets: {a: {indicator: y, target: 1元}}", ["x,2023,2000", "y,2023,9"], "4,000 元", "4000元"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "rows", "english", "chinese"), WORKED_OUT)
def test_what_was_worked_out_is_written_in_the_language_of_the_sentence(declared, rows, english, chinese):
    """And the arguments in JSON are the same in both."""
    found = report(f"period: 2023\n{declared}", rows)
    for text, language in ((english, "en"), (chinese, "zh")):
        assert re.search(rf"(?<![0-9.,]){re.escape(text)}", render(found, language=language, verbose=2) + problems_text(found.problems, language))
    arguments = [re.findall(r'"arguments": {[^}]*}', render(found, "json", language=language)) for language in LANGUAGES]
    assert arguments[0] == arguments[1]
    assert any(chinese.replace("天", "days") in each for each in arguments[0])


def test_sentences_call_an_indicator_by_its_name_and_json_by_its_id():
    declared = "period: 2023\nindicators: {x: {name: Spending, unit: 元}, y: {name: Income, unit: 元}}\ntargets: {a: {formula: x * 2, target: 5元}, b: {indicator: y, target: 1元}}"
    found = report(declared, ["x,2023,1", "x,2022,1", "ghost,2023,1"])
    text = render(found, language="en", verbose=2) + problems_text(found.problems, "en")
    assert "needs Spending ≥ 3 元" in text
    assert "no value for Income in 2023" in text
    document = json.loads(render(found, "json", language="en"))
    assert document["outcomes"][1]["reason"]["arguments"]["indicator"] == "y"
    assert "Income" in document["outcomes"][1]["reason"]["message"]
    assert document["verdicts"][0]["needed"][0]["indicator"] == "x"


def test_two_remarks_are_set_apart_as_the_language_does():
    declared = "period: 2023\nindicators: {x: {unit: '%'}}\ntargets: {a: {formula: x + 0%, target: 5%, waive: {reason: r, by: b, until: 2022-12-31}}}"
    found = report(declared, ["x,2023,1"])
    assert "needs x ≥ 5%; the waiver by b" in render(found, language="en")
    assert "“x”须 ≥ 5%；b 的豁免" in render(found, language="zh")
