"""Rounding by GB/T 8170-2008 and as practised, and decimal text."""

from fractions import Fraction as F

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from kpicheck.quantity import Mode, decimal_places, exact_text, fixed_text, rounded, terminates

ORACLES = {case["id"]: case for case in yaml.safe_load((DATA / "oracles.yaml").read_text(encoding="utf-8"))["cases"]}


@pytest.mark.parametrize("case", ORACLES["round-half-even-cn"]["cases"], ids=lambda case: f"{case['x']}-{case['interval']}")
def test_half_even_rounds_as_the_standard_lists(case):
    assert rounded(F(case["x"]), F(case["interval"]), Mode.HALF_EVEN) == F(case["y"])


@pytest.mark.parametrize("case", ORACLES["round-half-even-cn"]["cases"], ids=lambda case: f"{case['x']}-{case['interval']}")
def test_a_negative_number_rounds_as_its_absolute_value(case):
    assert rounded(-F(case["x"]), F(case["interval"]), Mode.HALF_EVEN) == -F(case["y"])


@pytest.mark.parametrize("case", ORACLES["round-half-up-practice"]["cases"], ids=lambda case: case["published"])
def test_completion_rates_are_published_half_up(case):
    places = len(case["published"].rstrip("%").partition(".")[2])
    assert fixed_text(100 * F(case["actual"]) / F(case["plan_inferred"]), places) + "%" == case["published"]


def test_the_two_modes_differ_at_a_half():
    assert rounded(F("101.25"), F("0.1"), Mode.HALF_UP) == F("101.3")
    assert rounded(F("101.25"), F("0.1"), Mode.HALF_EVEN) == F("101.2")


@pytest.mark.parametrize(
    ("value", "text"),
    [(F(1, 3), "1/3"), (F(-1, 3), "-1/3"), (F(1, 8), "0.125"), (F(-12), "-12"), (F(0), "0"), (F(200, 3), "200/3")],
)
def test_an_exact_value_is_a_decimal_where_it_ends_and_a_fraction_where_it_does_not(value, text):
    assert exact_text(value) == text
    assert F(text) == value
    assert terminates(value) is ("/" not in text)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(F("22.545"), 2, "22.55"), (F("-22.545"), 2, "-22.55"), (F("0.004"), 2, "0.00"), (F("-0.004"), 2, "0.00"), (F(5), 0, "5"), (F("0.5"), 0, "1")],
)
def test_fixed_text_rounds_half_up_and_zero_has_no_sign(value, places, text):
    assert fixed_text(value, places) == text


@given(st.fractions(), st.fractions(min_value="0.001", max_value=1000), st.sampled_from(Mode))
def test_a_rounded_value_is_a_multiple_and_no_farther_than_half_a_step(value, step, mode):
    result = rounded(value, step, mode)
    assert (result / step).denominator == 1
    assert abs(result - value) <= step / 2


@given(st.integers(-(10**20), 10**20), st.integers(0, 30))
def test_decimal_places_is_the_least_that_suffices(digits, places):
    value = F(digits, 10**places)
    least = decimal_places(value)
    assert (value * 10**least).denominator == 1
    assert least == 0 or (value * 10 ** (least - 1)).denominator != 1


@pytest.mark.parametrize("value", [F(10**5000), F(-(10**9001) - 7), F(10**8000 + 3, 8)])
def test_any_number_of_digits_is_written(value):
    """Python itself refuses to print more than 4,300 digits."""
    text = exact_text(value)
    whole, _, part = text.lstrip("-").partition(".")
    read = F(0)
    for start in range(0, len(whole), 1000):
        chunk = whole[start : start + 1000]
        read = read * 10 ** len(chunk) + int(chunk)
    read += F(int(part or "0"), 10 ** len(part))
    assert (-read if text.startswith("-") else read) == value
    assert not whole.startswith("0")


@given(st.fractions(), st.integers(0, 30))
def test_decimal_text_is_the_value_rounded_half_up(value, places):
    """Fraction(fixed_text(x, n)) == rounded(x, 10**-n)."""
    text = fixed_text(value, places)
    assert F(text) == rounded(value, F(1, 10**places))
    assert len(text.partition(".")[2]) == places
    assert not (F(text) == 0 and text.startswith("-"))


@given(st.fractions(), st.fractions(min_value="0.001", max_value=1000), st.sampled_from(Mode))
def test_rounding_is_done_once_keeps_order_and_mirrors_the_sign(value, step, mode):
    """rounded(rounded(x)) == rounded(x), rounded(-x) == -rounded(x), x <= y implies rounded(x) <= rounded(y)."""
    result = rounded(value, step, mode)
    assert rounded(result, step, mode) == result
    assert rounded(-value, step, mode) == -result
    assert rounded(value + step / 3, step, mode) >= result
