"""Units: names joined by operators, what is refused, what a file may declare, what pint is asked."""

from fractions import Fraction as F

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicheck.problem import Refusal
from kpicheck.unit import (
    BUILT_IN,
    MAX_LENGTH,
    PREFIXES,
    UNIT_NAMES,
    Definition,
    Units,
    count_definition,
    currency_definition,
    dimension_text,
    is_count,
    is_currency,
    look_up_in_pint,
    spelled,
)
from kpicheck.unit.direction import undirected_group

COMPOUNDS = [
    ("万元/户", (("CNY", 1), ("户", -1)), F(10000)),
    ("微克/立方米", (("kg", 1), ("m", -3)), F(1, 10**9)),
    ("μg/m³", (("kg", 1), ("m", -3)), F(1, 10**9)),
    ("µg/m3", (("kg", 1), ("m", -3)), F(1, 10**9)),
    ("ug / m^3", (("kg", 1), ("m", -3)), F(1, 10**9)),
    ("mg/㎥", (("kg", 1), ("m", -3)), F(1, 10**6)),
    ("吨标准煤/万元", (("CNY", -1), ("kg", 1), ("m", 2), ("s", -2)), F(2930760)),
    ("kW·h", (("kg", 1), ("m", 2), ("s", -2)), F(3600000)),
    ("元/(人)", None, None),
    ("元/人*年", None, None),
    ("元/人×年", None, None),
    ("元/人·年", (("CNY", 1), ("人", -1), ("年", -1)), F(1)),
    ("元/平方米⋅月", (("CNY", 1), ("m", -2), ("月", -1)), F(1)),
    ("升/人·日", (("m", 3), ("人", -1), ("天", -1)), F(1, 1000)),
    ("W/m^2·K", (("K", -1), ("kg", 1), ("s", -3)), F(1)),
    ("人·次/天·所/年", (("人", 1), ("天", -1), ("年", -1), ("所", -1), ("次", 1)), F(1)),
    ("人/10万人", (("人÷", 1),), F(1, 10**5)),
    ("人/100,000人", (("人÷", 1),), F(1, 10**5)),
    ("元/500克", (("CNY", 1), ("kg", -1)), F(2)),
    ("元/500 克·天", (("CNY", 1), ("kg", -1), ("天", -1)), F(2)),
    ("deaths/100,000 live births", (("births", -1), ("deaths", 1)), F(1, 10**5)),
    ("deaths per 1,000 births", (("births", -1), ("deaths", 1)), F(1, 10**3)),
    ("per 100,000", (("人", -1),), F(1, 10**5)),
    ("per 100000", (("人", -1),), F(1, 10**5)),
    ("deaths per 100,000", (("deaths", 1), ("人", -1)), F(1, 10**5)),
    ("per 1,000 births", (("births", -1),), F(1, 10**3)),
    ("kg per person", (("kg", 1), ("人", -1)), F(1)),
    ("per cent per year", (("年", -1),), F(1, 100)),
    ("毫克/千克", (("kg÷", 1),), F(1, 10**6)),
    ("克标准煤/千瓦时", (("kg*m^2/s^2÷", 1),), F(8141, 10**6)),
    ("元/人/年", (("CNY", 1), ("人", -1), ("年", -1)), F(1)),
    ("m^-2", (("m", -2),), F(1)),
    ("m^9", (("m", 9),), F(1)),
    ("m*m^-1", (), F(1)),
    ("㎞", (("m", 1),), F(1000)),
    ("million USD", (("USD", 1),), F(10**6)),
    ("bn EUR/person", (("EUR", 1), ("人", -1)), F(10**9)),
    ("USD/thousand people", (("USD", 1), ("人", -1)), F(1, 1000)),
    ("k people", (("人", 1),), F(1000)),
    ("Thousand tonnes", (("kg", 1),), F(10**6)),
    ("万kWh", (("kg", 1), ("m", 2), ("s", -2)), F(36 * 10**9)),
    ("亿吨公里", (("kg", 1), ("m", 1)), F(10**14)),
    ("万元／户", (("CNY", 1), ("户", -1)), F(10000)),
    ("percentage points", (("pp", 1),), F(1, 100)),
    ("square kilometres", (("m", 2),), F(10**6)),
    ("万US dollars", (("USD", 1),), F(10000)),
    ("例/10万人", (("人", -1), ("例", 1)), F(1, 10**5)),
    ("/10万", (("人", -1),), F(1, 10**5)),
    ("/ 万人", (("人", -1),), F(1, 10**4)),
    ("  家  ", (("家", 1),), F(1)),
    ("万m^2", (("m", 2),), F(10**4)),
    ("万㎡", (("m", 2),), F(10**4)),
    ("人/万m^2", (("m", -2), ("人", 1)), F(1, 10**4)),
    ("万m^-2", (("m", -2),), F(10**4)),
    ("km^2", (("m", 2),), F(10**6)),
]

UNKNOWN = [
    "", " ", "亿", "万", "噸", "м", "KG", "Kwh", "MWH", "5", "*", "/100,000", "per", "per ", "元/0克", "元/1,00克", "元/1,0000克", "元/,5克", "元/1234,567克", "元/1.5克", "元/1000000000000000克", "5克/元", "元/5", "/", "^", "^2", "a//b", "元//户", "元/", "*元", "m^10", "m^0", "m^-10",
    "m^1.5", "m^m", "m^2^2", "m^", "元/10万", "10万人", "万万元", "元元", "元 户", "ton", "tons", "兆", "$", "¥", "￥", "5家", "-家", "元-户",
    "pp_base", "mile", "degC", "G", "番", "m²³", "x" * 60, "x" * 61, "元/" * 40,
]  # fmt: skip

APART = [
    ("家", "户"), ("人", "人次"), ("吨标准煤", "吨"), ("%", "pp"), ("天", "工作日"), ("年", "月"), ("天", "小时"), ("名", "人"), ("人", "位"),
    ("名", "位"), ("名次", "名"), ("名次", "位"), ("元", "美元"), ("元", "分"), ("Nm3", "m3"), ("tCO2", "t"), ("tCO2e", "tCO2"),
    ("VA", "W"), ("Bq", "Hz"), ("Gy", "Sv"), ("人天", "天"), ("B", "件"), ("毫克/千克", "%"), ("毫克/千克", "克标准煤/千瓦时"), ("人/人", "人"), ("℃", "K"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dimension", "factor"), COMPOUNDS)
def test_a_unit_is_names_joined_by_operators_and_powers(text, dimension, factor):
    unit = BUILT_IN.get(text)
    assert (unit and unit.dimension, unit and unit.factor) == (dimension, factor)


def test_a_unit_keeps_its_name_as_written():
    assert BUILT_IN.find(" μg／ m³ ").name == "μg/m3"
    assert BUILT_IN.find("percentage points").name == "percentage points"


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_no_unit_is_none_when_asked_and_refused_when_needed(text):
    assert BUILT_IN.get(text) is None
    with pytest.raises(Refusal) as caught:
        BUILT_IN.find(text)
    assert caught.value.code == ("long-unit" if len(text) > MAX_LENGTH else "unknown-unit")
    assert caught.value.width == len(text)


def test_a_gap_of_any_length_is_read_in_one_pass():
    """Two hundred thousand spaces: a search that starts again at every space would not come back."""
    gap = " " * 200_000
    assert spelled(f"元{gap}/{gap}户") == "元/户"
    assert BUILT_IN.get(f"m{gap}x") is None


@pytest.mark.parametrize(("one", "other"), APART)
def test_units_that_people_confuse_have_dimensions_of_their_own(one, other):
    assert BUILT_IN.find(one).dimension != BUILT_IN.find(other).dimension


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("ton", {"unit": "ton", "meanings": "t, short ton, long ton", "close": "", "why": ""}),
        ("ton/年", {"unit": "ton", "meanings": "t, short ton, long ton", "close": "", "why": ""}),
        ("￥", {"unit": "￥", "meanings": "CNY, JPY", "close": "", "why": ""}),
        ("亿", {"unit": "亿", "meanings": "", "close": "", "why": "number"}),
        ("Kwh", {"unit": "Kwh", "meanings": "", "close": "kWh", "why": ""}),
        ("万peron", {"unit": "万peron", "meanings": "", "close": "万person", "why": ""}),
        ("元/peron", {"unit": "元/peron", "meanings": "", "close": "元/person", "why": ""}),
        ("percentage pionts", {"unit": "percentage pionts", "meanings": "", "close": "percentage points", "why": ""}),
        ("个百份点", {"unit": "个百份点", "meanings": "", "close": "个百分点", "why": ""}),
        ("家/", {"unit": "家/", "meanings": "", "close": "家", "why": ""}),
        ("m^10", {"unit": "m^10", "meanings": "", "close": "", "why": ""}),
        ("元/人*年", {"unit": "元/人*年", "meanings": "", "close": "", "why": "product"}),
        ("元/人*噸", {"unit": "元/人*噸", "meanings": "", "close": "", "why": "product"}),
        ("元/10万", {"unit": "万", "meanings": "", "close": "", "why": "number"}),
        (" 噸 ", {"unit": "噸", "meanings": "", "close": "", "why": ""}),
    ],
)
def test_an_unknown_unit_comes_with_what_it_could_mean_or_was_meant_to_be(text, arguments):
    for _ in range(2):
        with pytest.raises(Refusal) as caught:
            BUILT_IN.find(text, 3)
        assert (caught.value.offset, caught.value.width) == (3, len(text))
        assert caught.value.arguments == arguments


def test_a_declared_counting_word_mixes_with_no_other():
    units = Units().declared("综合体", count_definition("综合体"))
    assert units.find("万综合体") == ("万综合体", (("综合体", 1),), F(10000))
    assert units.find("元/综合体").dimension == (("CNY", 1), ("综合体", -1))
    assert is_count((("综合体", 1),))
    assert BUILT_IN.get("综合体") is None


def test_a_declared_currency_is_money_of_its_own():
    units = Units().declared("银元", currency_definition("银元"))
    (base, _), = units.find("亿银元").dimension
    assert is_currency(base)
    assert not is_count(((base, 1),))


def test_a_declared_multiple_has_its_factor():
    units = Units().declared("担", Definition((("kg", 1),), F(50)))
    assert units.find("万担") == ("万担", (("kg", 1),), F(500000))
    assert units.declared("车", Definition((("kg", 1),), F(5000))).find("担").factor == 50


def test_only_the_score_may_be_given_another_meaning_and_once():
    units = Units().declared("分", Definition((("CNY", 1),), F(1, 100)))
    assert units.find("分").dimension == (("CNY", 1),)
    assert BUILT_IN.find("分").dimension == (("分", 1),)
    with pytest.raises(Refusal, match="unit-redeclared"):
        units.declared("分", count_definition("分"))


@pytest.mark.parametrize("name", ["家", "万元", "%", "元/人", "㎡", "percentage points", "kWh"])
def test_a_name_that_has_a_meaning_cannot_be_declared(name):
    with pytest.raises(Refusal) as caught:
        BUILT_IN.declared(name, count_definition(name))
    assert (caught.value.code, caught.value.width, caught.value.arguments) == ("unit-redeclared", len(name), {"unit": name})


@pytest.mark.parametrize("name", PREFIXES)
def test_a_number_word_alone_cannot_be_declared_as_a_unit(name):
    with pytest.raises(Refusal, match="unit-redeclared"):
        BUILT_IN.declared(name, count_definition(name))


@pytest.mark.parametrize("name", ["", " ", "5", "５", "²", "-", "+", ".", "/", "*", "^", "/箱", "2箱"])
def test_a_name_that_would_be_read_as_a_number_or_an_operator_cannot_be_declared(name):
    with pytest.raises(Refusal) as caught:
        BUILT_IN.declared(name, count_definition(name))
    assert (caught.value.code, caught.value.width) == ("bad-unit", len(name))
    assert caught.value.arguments == {"unit": name, "why": "name"}


@pytest.mark.parametrize("name", ["ton", "$", "箱2"])
def test_a_name_that_is_ambiguous_or_a_symbol_may_be_declared(name):
    assert BUILT_IN.declared(name, Definition((("kg", 1),), F(1000))).find(name)[1:] == ((("kg", 1),), F(1000))


def test_a_declared_name_may_be_as_long_as_a_unit_and_no_longer():
    longest = "箱" * MAX_LENGTH
    assert BUILT_IN.declared(longest, count_definition(longest)).find(longest).factor == 1
    with pytest.raises(Refusal) as caught:
        BUILT_IN.declared(longest + "箱", count_definition("箱"))
    assert caught.value.code == "long-unit"
    assert caught.value.arguments == {"unit": longest + "…", "limit": MAX_LENGTH}


@pytest.mark.parametrize("factor", [F(0), F(-50)])
def test_a_declared_unit_is_more_than_zero(factor):
    """By zero nothing can be divided, and a negative unit would turn every limit round."""
    with pytest.raises(Refusal) as caught:
        BUILT_IN.declared("担", Definition((("kg", 1),), factor))
    assert (caught.value.code, caught.value.arguments) == ("bad-unit", {"unit": "担", "why": "size"})


@pytest.mark.parametrize(
    ("unit", "counts"),
    [("家", True), ("万人次", True), ("级", True), ("m", False), ("元", False), ("%", False), ("年", False), ("分", False), ("名次", True),
     ("家/户", False), ("家^2", False), ("件/万人", False), ("人/人", False), ("个百分点", False), ("Nm3", False)],
)  # fmt: skip
def test_what_is_counted_is_whole_and_never_below_zero(unit, counts):
    assert is_count(BUILT_IN.find(unit).dimension) is counts


@pytest.mark.parametrize(
    ("unit", "text"),
    [("%", "%"), ("倍", "%"), ("pp", "个百分点"), ("万元/人", "CNY/人"), ("kWh", "kg*m^2/s^2"), ("/万人", "1/人"), ("m^-2", "1/m^2"),
     ("元/人/年", "CNY/人/年"), ("人公里", "m*人"), ("毫克/千克", "kg/kg"),
     ("kWh/kWh", "(kg*m^2/s^2)/(kg*m^2/s^2)")],
)  # fmt: skip
def test_a_dimension_is_written_in_base_units(unit, text):
    assert dimension_text(BUILT_IN.find(unit).dimension) == text


@pytest.mark.parametrize(
    ("name", "dimension", "factor"),
    [("furlong", (("m", 1),), F(792000, 3937)), ("acre", (("m", 2),), F(62726400000, 15499969)), ("pound", (("kg", 1),), F("0.45359237")),
     ("mile", (("m", 1),), F("1609.344")), ("newton", (("kg", 1), ("m", 1), ("s", -2)), F(1))],
)  # fmt: skip
def test_pint_knows_further_units_by_name(name, dimension, factor):
    assert look_up_in_pint(name) == (name, dimension, factor)


@pytest.mark.parametrize(
    "name",
    ["c", "g_0", "speed_of_light", "standard_atmosphere",  # constants
     "parsec", "circular_mil", "dalton",  # defined by an irrational or a measured one
     "delta_degC",
     "fortnight", "century", "light_year", "gray", "rem", "sievert", "volt_ampere"],
)  # fmt: skip
def test_pint_is_not_asked_for_constants_inexact_units_and_what_is_kept_apart_here(name):
    """A fortnight would be 336 小时 and not 14 天, a sievert would be a gray."""
    assert look_up_in_pint(name) is None


@pytest.mark.parametrize(
    ("name", "factor"),
    [("psi", F("0.45359237") * F("9.80665") / F("0.0254") ** 2), ("torr", F(101325, 760)), ("electron_volt", F("1.602176634e-19"))],
)
def test_a_unit_defined_by_an_exact_constant_is_taken(name, factor):
    """One psi is a pound of 0.45359237 kg times 9.80665 m/s² on a square inch of 0.0254 m."""
    assert look_up_in_pint(name).factor == factor


def test_pint_is_loaded_once_however_many_names_are_asked_for(monkeypatch):
    assert look_up_in_pint("mile") is not None
    monkeypatch.setattr("pint.UnitRegistry", None)
    assert look_up_in_pint("yard").factor == F("0.9144")
    assert look_up_in_pint("no such unit") is None


@pytest.mark.parametrize("name", ["degC", "decibel", "radian", "statcoulomb", "", "no such unit", "2 * mile", "count", "ton", "兆"])
def test_pint_is_not_asked_for_offsets_angles_logarithms_broken_powers_or_anything_unclear(name):
    assert look_up_in_pint(name) is None


NAMES = st.sampled_from([*UNIT_NAMES, "元", "户", "kWh", "μg"])
PREFIX = st.sampled_from(["", *PREFIXES])


@given(PREFIX, NAMES)
def test_a_number_word_multiplies_the_unit_behind_it(prefix, name):
    """factor(prefix + u) == prefix * factor(u), unless the whole is a name of its own (千米, 百分点)."""
    text = prefix + name
    if text not in UNIT_NAMES:
        plain, unit = BUILT_IN.find(name), BUILT_IN.find(text)
        assert unit.dimension == plain.dimension
        assert unit.factor == plain.factor * PREFIXES.get(prefix, 1) or text.startswith(("十万", "百万", "千万"))


@given(st.sampled_from([*PREFIXES]), st.sampled_from(["m", "kg", "s", "元", "家", "kWh"]), st.integers(-9, 9).filter(bool))
def test_a_number_word_is_outside_the_power(prefix, name, power):
    """factor(prefix u^n) == prefix * factor(u^n), and below the line its inverse: 万m^2 is 万平方米."""
    number, plain = PREFIXES[prefix], BUILT_IN.find(f"{name}^{power}").factor
    if prefix + name not in UNIT_NAMES:
        assert BUILT_IN.find(f"{prefix}{name}^{power}").factor == number * plain
        assert BUILT_IN.find(f"个/{prefix}{name}^{power}").factor == 1 / (number * plain)


@given(st.lists(st.tuples(NAMES.filter(lambda name: "/" not in name), st.integers(1, 3)), min_size=1, max_size=3))
def test_the_order_of_factors_does_not_matter(parts):
    """u * v == v * u; u / u is one, of a dimension of its own unless u is a ratio."""
    forward = BUILT_IN.get("*".join(f"{name}^{power}" for name, power in parts))
    backward = BUILT_IN.get("*".join(f"{name}^{power}" for name, power in reversed(parts)))
    if forward is not None:
        assert forward[1:] == backward[1:]
    name = parts[0][0]
    divided = BUILT_IN.get(f"{name}/{name}")
    assert divided.factor == 1
    assert (divided.dimension == ()) is (BUILT_IN.find(name).dimension == ())


@given(st.text(max_size=80) | st.text(alphabet="元户万亿/*^-2 mk%", max_size=30))
def test_any_text_is_a_unit_or_none_and_spelling_is_done_once(text):
    """spelled(spelled(t)) == spelled(t), and a unit is found again by its name."""
    assert spelled(spelled(text)) == spelled(text)
    unit = BUILT_IN.get(text)
    if unit is not None:
        assert unit.factor > 0
        assert BUILT_IN.get(unit.name) == unit


def suggestion(units, text):
    with pytest.raises(Refusal) as caught:
        units.find(text)
    return caught.value.arguments["close"]


def test_suggestions_are_given_for_the_first_twenty_different_unknown_names():
    units = Units()
    first = ["peron", *(f"perso{i}" for i in range(19))]
    assert [suggestion(units, text) for text in first] == ["person"] * 20
    assert suggestion(units, "persom") == ""
    assert suggestion(units, "万peron") == "万person"  # was among the first
    assert suggestion(units, "ton") == ""
    with pytest.raises(Refusal) as caught:
        units.find("ton")
    assert caught.value.arguments["meanings"] == "t, short ton, long ton"


def test_what_a_file_declares_does_not_let_it_have_more_suggestions():
    units = Units()
    for i in range(19):
        suggestion(units, f"perso{i}")
    units = units.declared("综合体", count_definition("综合体"))
    assert suggestion(units, "综合休") == "综合体"
    assert suggestion(units, "persom") == ""


def test_a_refusal_that_nobody_reports_uses_up_no_suggestion():
    units = Units()
    for i in range(30):
        with pytest.raises(Refusal):
            units.find(f"perso{i}")
    assert suggestion(units, "peron") == "person"


def test_the_units_that_all_files_share_count_no_suggestions():
    """The same input gives the same result, whatever was read before in this process."""
    assert [suggestion(BUILT_IN, f"perso{i}") for i in range(30)] == ["person"] * 30


def test_only_so_many_texts_are_kept(monkeypatch):
    """A column of ten million different notes must not fill the memory."""
    monkeypatch.setattr("kpicheck.unit.MAX_KEPT", 3)
    units = Units()
    for i in range(20):
        with pytest.raises(Refusal):
            units.find(f"x{i}")
    assert len(units._read) == 2
    assert units.find("家").name == "家"


@given(st.lists(st.sampled_from(["m", "kg", "s", "kWh", "Pa"]), min_size=3, max_size=3), st.integers(1, 10**6))
def test_divisors_joined_by_a_dot_are_those_of_a_product_in_parentheses(names, number):
    """a/n b·c == a/(n·(b·c)), as pint works it out."""
    one, two, three = names
    by_pint = PINT_UNITS(f"{one}/({number}*({two}*{three}))").to_root_units()
    found = BUILT_IN.find(f"{one}/{number}{two}·{three}")
    powers = {str(base): int(power) for base, power in by_pint.unit_items()}
    if powers:
        assert found.factor == by_pint.magnitude / F(1000) ** powers.get("gram", 0)
        assert dict(found.dimension) == {PINT_BASES[base]: power for base, power in powers.items()}


PINT_BASES = {"meter": "m", "gram": "kg", "second": "s"}
PINT_UNITS = pint.UnitRegistry(non_int_type=F, cache_folder=None)


@pytest.mark.parametrize(
    ("name", "is_per_many"),
    [("/万人", True), ("例/万人", True), ("‰", True), ("ppm", True), ("每千人", True), ("元/500克", True), ("件/百户", True), ("per 100,000", True),
     ("元/千克", False), ("元/人", False), ("千瓦时", False), ("万元", False), ("元/千瓦时", False), ("%", False), ("噸/万人", True), ("噸", False)],
)  # fmt: skip
def test_a_unit_counts_per_so_many_where_a_number_is_in_its_divisor(name, is_per_many):
    assert BUILT_IN.is_per_many(name) is is_per_many


def test_what_a_file_declares_per_so_many_stays_so_under_its_new_name():
    rate = Definition(*BUILT_IN.find("例/10万人")[1:])
    units = Units().declared("发病率", rate, per_many=True).declared("比率", rate)
    assert [units.is_per_many(name) for name in ("发病率", "万发病率", "比率")] == [True, True, False]
    assert undirected_group(units.find("发病率"), units) == "per_many"


@pytest.mark.parametrize(
    ("unit", "group"),
    [("天", "duration"), ("岁", "duration"), ("小时", "duration"), ("ms", "duration"), ("天/件", "duration"), ("km/h", ""), ("人公里/小时", ""),
     ("人天", ""), ("微克/立方米", "concentration"), ("mol/L", "concentration"), ("Bq/m3", "concentration"), ("元/立方米", ""), ("kg/m2", ""),
     ("℃", "temperature"), ("K", "temperature"), ("W/m^2·K", ""), ("名次", "rank"), ("名", ""), ("/10万", "per_many"), ("‰", "per_many"),
     ("元/500克", "per_many"), ("毫克/千克", "quotient"), ("克标准煤/千瓦时", "quotient"), ("%", ""), ("倍", ""), ("亿元", ""), ("家", ""), ("分", "")],
)  # fmt: skip
def test_a_limit_says_its_direction_where_more_is_not_plainly_more(unit, group):
    assert undirected_group(BUILT_IN.find(unit), BUILT_IN) == group
