"""Text to quantity, and quantities from unit to unit: exact, and never across dimensions."""

from fractions import Fraction as F

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import outcome
from kpicheck import quantity
from kpicheck.problem import Refusal
from kpicheck.quantity import (
    PERCENT,
    POINTS,
    PURE,
    Quantity,
    as_difference,
    difference_unit,
    in_unit,
    mismatch,
    quantity_text,
    unit_of,
)
from kpicheck.unit import BUILT_IN, UNIT_NAMES, Units, count_definition, currency_definition

READ = [
    ("5.7亿元", F(57, 10), "亿元", -1),
    ("5.7 亿元", F(57, 10), "亿元", -1),
    ("1,050户", F(1050), "户", 0),
    ("23%", F(23), "%", 0),
    ("23 %", F(23), "%", 0),
    ("２３．０％", F(23), "%", -1),
    ("5‰", F(5), "‰", 0),
    ("-3.6‰", F(-36, 10), "‰", -1),
    ("−3%", F(-3), "%", 0),
    ("三分之二", F(200, 3), "%", None),
    ("二十分之一", F(5), "%", None),
    ("百分之二十三", F(23), "%", 0),
    ("百分之5.0", F(5), "%", -1),
    ("百分之百", F(100), "%", 0),
    ("百分之二十三点五", F(47, 2), "%", -1),
    ("千分之五", F(5), "‰", 0),
    ("万分之五", F(5, 100), "%", -2),
    ("一半", F(50), "%", None),
    ("-三分之二", F(-200, 3), "%", None),
    ("-百分之五", F(-5), "%", 0),
    ("+一半", F(50), "%", None),
    ("半数", F(50), "%", None),
    ("九成", F(9), "成", 0),
    ("3.5成", F(7, 2), "成", -1),
    ("两家", F(2), "家", 0),
    ("十七家", F(17), "家", 0),
    ("三千五百万元", F(3500), "万元", 0),
    ("一亿二千万元", F(12000), "万元", 0),
    ("二十万亿元", F(20), "万亿元", 0),
    ("-十亿元", F(-10), "亿元", 0),
    ("三万五千元", F(35000), "元", 0),
    ("三万人/户", F(3), "万人/户", 0),
    ("三百万千瓦", F(300), "万千瓦", 0),
    ("二百万千瓦时", F(200), "万千瓦时", 0),
    ("十千克", F(10), "千克", 0),
    ("二十千克", F(20), "千克", 0),
    ("三千千瓦", F(3000), "千瓦", 0),
    ("三千瓦", F(3), "千瓦", 0),
    ("三千户", F(3000), "户", 0),
    ("五百分点", F(5), "百分点", 0),
    ("五百分", F(500), "分", 0),
    ("十", F(10), None, 0),
    ("三十万", F(300000), None, 4),
    ("5M USD", F(5000000), "USD", 6),
    ("1.5 million people", F(1500000), "people", 5),
    ("2 Billion US dollars", F(2 * 10**9), "US dollars", 9),
    ("5 million", F(5000000), None, 6),
    ("3k EUR", F(3000), "EUR", 3),
    ("3.5K 家", F(3500), "家", 2),
    ("2bn CNY", F(2 * 10**9), "CNY", 9),
    ("1tn JPY", F(10**12), "JPY", 12),
    ("7mn USD/person", F(7000000), "USD/person", 6),
    ("7m GBP", F(7000000), "GBP", 6),
    ("1.2 million kWh", F(1200000), "kWh", 5),
    ("5 m", F(5), "m", 0),
    ("5 km", F(5), "km", 0),
    ("5 MB", F(5), "MB", 0),
    ("2 m2", F(2), "m2", 0),
    ("1.5万", None, None, None),
    ("5 pp", F(5), "pp", 0),
    ("2 percentage points", F(2), "percentage points", 0),
    ("3 square kilometres", F(3), "square kilometres", 0),
    ("0.5个百分点", F(1, 2), "个百分点", -1),
    ("25bp", F(25), "bp", 0),
    ("3.5e2家", F(350), "家", 1),
    ("1e3 CNY", F(1000), "CNY", 3),
    ("35微克/立方米", F(35), "微克/立方米", 0),
    ("35 μg/m³", F(35), "μg/m3", 0),
    ("35㎡", F(35), "m2", 0),
    ("35㎞", F(35), "km", 0),
    ("12kW·h", F(12), "kW·h", 0),
    ("5件/万人", F(5), "件/万人", 0),
    ("16/10万", F(16), "/10万", 0),
    ("16例/10万人", F(16), "例/10万人", 0),
    ("1.2 tCO2e/万元", F(12, 10), "tCO2e/万元", -1),
    ("55dB(A)", F(55), "dB(A)", 0),
    ("55 dB", F(55), "dB", 0),
    ("2m^-2", F(2), "m^-2", 0),
    ("90", F(90), None, 0),
    (" 90\n", F(90), None, 0),
    ("零", F(0), None, 0),
    ("0万元", F(0), "万元", 0),
    ("5分", F(5), "分", 0),
]
READ = [case for case in READ if case[1] is not None]

REFUSED = [
    ("", "bad-number", "grammar", 0, 0),
    ("家", "bad-number", "grammar", 0, 1),
    ("约5家", "bad-number", "grammar", 0, 3),
    ("两成三", "bad-number", "short", 0, 3),
    ("九成九", "bad-number", "short", 0, 3),
    ("1亿2000万", "bad-number", "short", 0, 7),
    ("13万2", "bad-number", "short", 0, 4),
    ("三万五元", "bad-number", "short", 0, 3),
    ("2³家", "bad-number", "foreign-digit", 0, 3),
    ("1 234家", "bad-number", "space", 0, 6),
    ("1,5%", "bad-number", "thousands", 0, 3),
    ("5%,6%", "bad-number", "grammar", 0, 5),
    ("5家 6家", "bad-number", "grammar", 0, 5),
    ("5家(含)", "bad-number", "grammar", 0, 5),
    ("5+", "bad-number", "grammar", 0, 2),
    ("三分之二左右", "bad-number", "grammar", 0, 6),
    ("三分之二百", "bad-number", "grammar", 0, 5),
    ("三三分之二", "bad-number", "grammar", 0, 2),
    ("百分之", "bad-number", "grammar", 3, 0),
    ("百分之多", "bad-number", "grammar", 3, 1),
    ("百分之--5", "bad-number", "sign", 3, 3),
    ("…", "bad-number", "below-smallest", 0, 1),
    ("#DIV/0!", "bad-number", "spreadsheet", 0, 7),
    ("12万", "unknown-unit", "number", 2, 1),
    ("5 亿", "unknown-unit", "number", 2, 1),
    ("5噸", "unknown-unit", "", 1, 1),
    ("5%家", "unknown-unit", "", 1, 2),
    ("23%%", "unknown-unit", "", 2, 2),
    ("5 ton", "unknown-unit", "", 2, 3),
    ("5M", "unknown-unit", "", 1, 1),
    ("5 bn t", "unknown-unit", "", 2, 4),
    ("5 million ton", "unknown-unit", "", 2, 11),
    ("5 Kwh", "unknown-unit", "", 2, 3),
    ("5家家", "unknown-unit", "", 1, 2),
    ("5元/10万", "unknown-unit", "number", 1, 5),
    ("5m^10", "unknown-unit", "", 1, 4),
    ("  5 ton", "unknown-unit", "", 4, 3),
    (" 家 ", "bad-number", "grammar", 1, 1),
    ("　1,5", "bad-number", "thousands", 1, 3),
    (" 5+ ", "bad-number", "grammar", 1, 2),
    ("17 companies", "unknown-unit", "", 3, 9),
]


@pytest.mark.parametrize(("text", "value", "unit", "exponent"), READ, ids=str)
def test_a_cell_is_read_exactly_with_its_unit_and_last_digit(text, value, unit, exponent):
    found = quantity.read(text, BUILT_IN)
    assert (found.value, found.unit and found.unit.name, found.exponent) == (value, unit, exponent)


@pytest.mark.parametrize(("text", "code", "why", "offset", "width"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_not_exactly_one_quantity_is_refused_where_it_goes_wrong(text, code, why, offset, width):
    with pytest.raises(Refusal) as caught:
        quantity.read(text, BUILT_IN)
    refusal = caught.value
    assert (refusal.code, refusal.arguments["why"]) == (code, why)
    assert (refusal.offset, refusal.width) == (offset, width)


def test_a_word_is_not_cut_into_a_unit():
    assert quantity.scan("5minimum", 0, BUILT_IN) == (Quantity(F(5), None, 0), 1)
    assert quantity.scan("5m2x", 0, BUILT_IN)[0].unit is None
    assert quantity.scan("5kWh以上", 0, BUILT_IN) == (Quantity(F(5), BUILT_IN.find("kWh"), 0), 4)
    assert quantity.scan("5 CNY or more", 0, BUILT_IN)[1] == len("5 CNY")


def test_in_a_formula_a_unit_is_one_name():
    assert quantity.scan("3万元/户", 0, BUILT_IN, in_formula=True) == (Quantity(F(3), BUILT_IN.find("万元"), 0), 3)
    assert quantity.scan("3m2*x", 0, BUILT_IN, in_formula=True) == (Quantity(F(3), BUILT_IN.find("m2"), 0), 3)
    assert quantity.scan("1,234", 0, BUILT_IN, in_formula=True)[1] == 1


def test_a_files_own_unit_is_read():
    units = Units().declared("综合体", count_definition("综合体"))
    assert quantity.read("3综合体", units).dimension == (("综合体", 1),)


def test_a_bare_number_has_no_dimension():
    bare = quantity.read("90", BUILT_IN)
    assert (bare.dimension, bare.base, str(bare)) == (None, F(90), "90")


@pytest.mark.parametrize(
    ("text", "base", "step", "shown"),
    [
        ("9,800万元", F(98000000), F(1), "9800万元"),
        ("5.0%", F(5, 100), F(1, 10), "5%"),
        ("三分之二", F(2, 3), F(0), "200/3%"),
        ("1e3家", F(1000), F(1000), "1000家"),
        ("2个百分点", F(2, 100), F(1), "2个百分点"),
    ],
)
def test_a_quantity_knows_its_base_units_and_its_last_digit(text, base, step, shown):
    found = quantity.read(text, BUILT_IN)
    assert (found.base, found.step, str(found)) == (base, step, shown)


def test_a_computed_dimension_gets_a_unit_whose_factor_is_that_of_its_name():
    assert unit_of(()) == PERCENT
    assert unit_of((("pp", 1),)) == POINTS
    assert unit_of((("CNY", 1), ("人", -1))) == ("CNY/人", (("CNY", 1), ("人", -1)), F(1))
    assert unit_of((("pp", 1), ("年", -1))) == ("pp/年", (("pp", 1), ("年", -1)), F(1, 100))
    assert unit_of(currency_definition("银元").dimension).name == "银元"


@pytest.mark.parametrize("base", sorted({base for name in UNIT_NAMES for base, _ in BUILT_IN.find(name).dimension}))
def test_the_unit_of_a_single_base_is_found_by_its_name(base):
    """find(unit_of(d).name) == unit_of(d)."""
    unit = unit_of(((base, 1),))
    assert BUILT_IN.find(unit.name) == unit


def test_the_fixed_units_are_those_of_the_table():
    assert BUILT_IN.find("%") == PERCENT
    assert BUILT_IN.find("个百分点") == POINTS
    assert PURE.dimension == PERCENT.dimension


def test_a_mismatch_names_both_sides():
    refusal = mismatch("5家", BUILT_IN.find("家"), BUILT_IN.find("户"))
    assert (refusal.code, refusal.arguments) == ("unit-mismatch", {"text": "5家", "have": "家", "want": "户"})


BY_DIMENSION: dict = {}
for _name in UNIT_NAMES:
    BY_DIMENSION.setdefault(BUILT_IN.find(_name).dimension, []).append(BUILT_IN.find(_name))
FAMILIES = sorted((units for units in BY_DIMENSION.values() if len(units) > 1), key=len)
NUMBERS = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
PAIRS = st.sampled_from(FAMILIES).flatmap(lambda family: st.tuples(st.sampled_from(family), st.sampled_from(family)))
ANY_UNIT = st.sampled_from([units[0] for units in BY_DIMENSION.values()])


@given(PAIRS, NUMBERS)
def test_a_conversion_loses_nothing(pair, value):
    """In another unit and back it is the same, and all the way the same number of base units."""
    unit, other = pair
    one = Quantity(value, unit, None)
    there = in_unit(one.base, other)
    assert there.base == one.base
    assert in_unit(there.base, unit) == one


@given(PAIRS, NUMBERS, NUMBERS)
def test_a_conversion_keeps_order(pair, first, second):
    """a < b in one unit exactly when it is in another: no factor is zero or negative."""
    unit, other = pair
    one, two = (in_unit(Quantity(value, unit, None).base, other).value for value in (first, second))
    assert (first < second, first == second) == (one < two, one == two)


@given(ANY_UNIT, ANY_UNIT, NUMBERS)
def test_no_difference_is_measured_across_dimensions(unit, other, value):
    assume(unit.dimension != difference_unit(other).dimension)
    with pytest.raises(Refusal, match="unit-mismatch"):
        as_difference(Quantity(value, unit, None), other)


def test_zero_of_a_unit_that_begins_with_b_is_no_binary_number():
    assert str(quantity.read("0basis points", BUILT_IN)) == "0basis points"


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), st.sampled_from(sorted(UNIT_NAMES)), st.sampled_from(["", " "]))
def test_what_is_written_with_a_unit_is_read_again(digits, places, name, space):
    """read(str(q)) == q for every unit of the table."""
    shown = str(Quantity(F(digits, 10**places), None, None)) + space + name
    found = quantity.read(shown, BUILT_IN)
    assert (found.value, found.unit) == (F(digits, 10**places), BUILT_IN.find(name))


@pytest.mark.parametrize(
    ("text", "written", "exactly", "rounded"),
    [
        ("5.0%", "5.0%", "5%", "5.00%"), ("1.5e3家", "1500家", "1500家", "1500.00家"), ("-7", "-7", "-7", "-7.00"),
        ("三分之二", "三分之二", "200/3%", "66.67%"), ("-二十一分之十", "-二十一分之十", "-1000/21%", "-47.62%"), ("一半", "50%", "50%", "50.00%"),
    ],
)  # fmt: skip
def test_a_quantity_is_written_as_it_was_exactly_or_with_so_many_decimals(text, written, exactly, rounded):
    found = quantity.read(text, BUILT_IN)
    assert (found.written, str(found), quantity_text(found.value, found.unit, 2)) == (written, exactly, rounded)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["", "-"]))
def test_a_fraction_below_a_hundred_is_written_in_words_and_read_again(above, below, sign):
    """read(written(q)) == q."""
    value = F(above * 100, below) * (-1 if sign else 1)
    found = quantity.read(Quantity(value, PERCENT, None).written, BUILT_IN)
    assert (found.value, found.unit) == (value, PERCENT)


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,-+eE十百千万亿两成半分之元家%‰/*^m人 ", max_size=20))
def test_any_text_is_a_quantity_or_refused_within_itself(text):
    found = outcome(quantity.read, text, BUILT_IN)
    if isinstance(found, Refusal):
        assert found.code in {"bad-number", "unknown-unit", "long-unit"}
        assert 0 <= found.offset <= found.offset + found.width <= len(text)
    else:
        assert isinstance(found.value, F)
