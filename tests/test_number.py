"""Text to number: one strict grammar, nothing guessed."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import outcome
from kpicheck import number
from kpicheck.problem import Refusal

READ = [
    ("5", F(5), 0),
    ("+5", F(5), 0),
    ("-5", F(-5), 0),
    ("−5", F(-5), 0),
    (".5", F(1, 2), -1),
    ("0.10", F(1, 10), -2),
    ("5.0", F(5), -1),
    ("1,234", F(1234), 0),
    ("1,234,567.80", F(123456780, 100), -2),
    ("1e3", F(1000), 3),
    ("1.5E-3", F(15, 10000), -4),
    ("1.0e3", F(1000), 2),
    ("１２", F(12), 0),
    ("２３．５", F(47, 2), -1),
    ("23　", F(23), 0),
    ("23\n", F(23), 0),
    ("001", F(1), 0),
    ("-0", F(0), 0),
    ("0.30000000000000004", F(30000000000000004, 10**17), -17),
    ("12345678901234567890123456789012345678901", F(12345678901234567890123456789012345678901), 0),
    ("十", F(10), 0),
    ("十七", F(17), 0),
    ("二十", F(20), 0),
    ("三百二十", F(320), 0),
    ("三百零二", F(302), 0),
    ("一千二百三十四", F(1234), 0),
    ("一千零二十", F(1020), 0),
    ("一万", F(10000), 4),
    ("一万零五", F(10005), 0),
    ("两千万", F(20000000), 4),
    ("一亿二千万", F(120000000), 4),
    ("一万亿", F(10**12), 12),
    ("二十三点五", F(47, 2), -1),
    ("零", F(0), 0),
    ("〇", F(0), 0),
    ("两", F(2), 0),
    ("十二", F(12), 0),
    ("一百一十", F(110), 0),
    ("九千九百九十九", F(9999), 0),
    ("两千零二", F(2002), 0),
    ("一千零二十", F(1020), 0),
    ("一万两千", F(12000), 0),
    ("一万三百", F(10300), 0),
    ("十万", F(100000), 4),
    ("一百二十万", F(1200000), 4),
    ("一亿零五百", F(100000500), 0),
    ("一亿零三万", F(100030000), 4),
    ("二十亿", F(2 * 10**9), 8),
    ("-五百万", F(-5000000), 4),
    ("五百", F(500), 0),
    ("三亿二千万零五", F(320000005), 0),
    ("一万亿零五", F(10**12 + 5), 0),
    ("一千二百三十四万五千六百七十八", F(12345678), 0),
    ("零点五", F(1, 2), -1),
    ("三点一四", F(157, 50), -2),
    ("三点五〇", F(7, 2), -2),
    ("-十七", F(-17), 0),
    ("+三点五", F(7, 2), -1),
    ("1e400", F(10**400), 400),
    ("1e-400", F(1, 10**400), -400),
    ("9" * 400, F(10**400 - 1), 0),
    ("1" + "0" * 35 + ".5", F(2 * 10**35 + 1, 2), -1),
    ("+.5e1", F(5), 0),
    ("1e00400", F(10**400), 400),
    ("零点" + "一" * 38, F(int("1" * 38), 10**38), -38),
]

REFUSED = [
    ("1,5", "thousands"),
    ("1.234,5", "thousands"),
    ("1,23,4", "thousands"),
    ("1 234", "space"),
    ("1\u00a0234", "space"),
    ("1_000", "underscore"),
    ("0x10", "hexadecimal"),
    ("12:30", "grammar"),
    ("(5)", "grammar"),
    ("5-", "grammar"),
    ("- 5", "grammar"),
    ("1.2.3", "grammar"),
    ("5.", "grammar"),
    ("٢٣", "foreign-digit"),
    ("①", "foreign-digit"),
    ("𝟐𝟑", "foreign-digit"),
    ("2³", "foreign-digit"),
    ("23¹", "foreign-digit"),
    ("约23", "grammar"),
    ("23+", "grammar"),
    ("23*", "grammar"),
    ("2\u200b3", "grammar"),
    ("nan", "grammar"),
    ("Infinity", "grammar"),
    ("1e999", "exponent"),
    ("1e999999999", "exponent"),
    ("9" * 401, "digits"),
    ("三万五", "short"),
    ("三百二", "short"),
    ("13万2", "short"),
    ("二三", "grammar"),
    ("百", "grammar"),
    ("三十百", "grammar"),
    ("十十", "grammar"),
    ("亿", "grammar"),
    ("一亿" * 30, "digits"),
    ("一亿五千", "short"),
    ("三百零二五", "grammar"),
    ("一万零", "grammar"),
    ("一万零零五", "grammar"),
    ("一亿一亿", "short"),
    ("二万三千万", "grammar"),
    ("一亿三千万亿", "grammar"),
    ("零五", "grammar"),
    ("零三百", "grammar"),
    ("二十两", "grammar"),
    ("一百二十零", "grammar"),
    ("三百零", "grammar"),
    ("万", "grammar"),
    ("万一", "grammar"),
    ("点五", "grammar"),
    ("五点", "grammar"),
    ("五点十", "grammar"),
    ("--五", "sign"),
    ("+-5", "sign"),
    ("-+5", "sign"),
    ("--5", "sign"),
    ("…", "below-smallest"),
    ("……", "below-smallest"),
    ("#DIV/0!", "spreadsheet"),
    ("#REF!", "spreadsheet"),
    ("#REF", "grammar"),
    ("1’000", "grammar"),
    ("1'000", "grammar"),
    ("1,000,00", "thousands"),
    (",5", "grammar"),
    ("5,", "grammar"),
    ("1e5.5", "grammar"),
    ("e5", "grammar"),
    ("1e000400", "exponent"),
    ("零点" + "一" * 39, "digits"),
    ("1e", "grammar"),
    ("0b1", "hexadecimal"),
    ("0o7", "hexadecimal"),
    ("1\u2009234", "space"),
    ("1\u202f234", "space"),
    ("5 x", "grammar"),
    ("½", "foreign-digit"),
    ("-½", "foreign-digit"),
    ("0.1.2", "grammar"),
    ("..5", "grammar"),
    ("十½", "grammar"),
    ("", "grammar"),
    ("+", "grammar"),
]


@pytest.mark.parametrize(("text", "value", "exponent"), READ)
def test_a_number_is_read_exactly_with_its_last_digit(text, value, exponent):
    assert number.read(text) == (value, exponent)


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_not_exactly_one_number_is_refused_with_the_reason(text, why):
    with pytest.raises(Refusal) as caught:
        number.read(text)
    assert (caught.value.code, caught.value.arguments["why"]) == ("bad-number", why)


@pytest.mark.parametrize(("text", "offset", "width"), [("  1,5", 2, 3), (" x ", 1, 1), (" 5-", 1, 2), ("　三万五", 1, 3), ("", 0, 0)])
def test_a_refusal_points_at_the_number(text, offset, width):
    with pytest.raises(Refusal) as caught:
        number.read(text)
    assert (caught.value.offset, caught.value.width) == (offset, width)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "--", "/", "N/A", "NA", "null", "n/a", "N/a", "na", "NULL", "ｎ／ａ", "无", "暂无", "未公布", "－", "　"])
def test_these_marks_say_that_there_is_no_figure(text):
    assert number.is_missing(text)


@pytest.mark.parametrize("text", ["0", "…", "#DIV/0!", "#REF!", "nan", "没有", "n / a", "none"])
def test_nothing_else_is_missing(text):
    assert not number.is_missing(text)


def test_in_a_formula_a_comma_ends_the_number():
    assert number.scan("1,234", 0, separators=False) == ((F(1), 0), 1)
    assert number.scan("1,234", 0) == ((F(1234), 0), 5)


def test_two_dots_separate_a_range():
    assert number.scan("6..6.5", 0) == ((F(6), 0), 1)


@given(st.integers(-(10**30), 10**30), st.integers(0, 40))
def test_every_decimal_is_read_as_what_it_says(digits, places):
    """read(print(x)) == x."""
    text = str(abs(digits)).rjust(places + 1, "0")
    text = ("-" if digits < 0 else "") + (f"{text[:-places]}.{text[-places:]}" if places else text)
    assert number.read(text) == (F(digits, 10**places), -places)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    found = outcome(number.read, text)
    assert isinstance(found.value, F) if isinstance(found, number.Number) else found.code == "bad-number"


CHINESE = "零一二三四五六七八九"


def chinese(value):
    """A numeral written the long way, by a rule of its own."""
    if value < 10:
        return CHINESE[value]
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            high, low = divmod(value, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return chinese(high) + name + (gap + chinese(low) if low else "")
    raise AssertionError(value)


@given(st.integers(0, 10**12 - 1))
def test_a_numeral_written_in_full_is_read(value):
    assert number.read(chinese(value)).value == value


@pytest.mark.parametrize(("text", "starts"), [("5", True), ("-.5", True), ("--5", True), ("十", True), ("-②", True), ("½", True), ("", False), ("-", False), ("百", False), (".", False), ("x5", False)])
def test_a_number_or_what_tries_to_be_one_is_known_by_its_beginning(text, starts):
    assert number.starts_number(text) is starts
    assert number.starts_number(f"x{text}", 1) is starts
