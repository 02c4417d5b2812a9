"""Periods: how they are written, what they contain, what is beside them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import outcome
from kpicheck import period
from kpicheck.period import Label, Length, Period, Span
from kpicheck.problem import Refusal

READ = [
    ("2023", "2023"), ("2023年", "2023"), ("2023年度", "2023"), ("２０２３", "2023"), ("2023年全年", "2023"),
    ("2023H1", "2023H1"), ("2023h2", "2023H2"), ("2023年上半年", "2023H1"), ("2023年下半年", "2023H2"),
    ("2023Q3", "2023Q3"), ("2023年三季度", "2023Q3"), ("2023年第三季度", "2023Q3"), ("2023年3季度", "2023Q3"),
    ("2023-06", "2023-06"), ("2023-6", "2023-06"), ("2023年6月", "2023-06"), ("2023年12月份", "2023-12"), ("202306", "2023-06"),
    ("2023-06-30", "2023-06-30"), ("2023年6月30日", "2023-06-30"), (" 2023 ", "2023"),
]
LABELS = [
    ("2023年1-11月", "2023-11", Span.CUMULATIVE), ("2023年1—11月", "2023-11", Span.CUMULATIVE), ("2023年1至3月", "2023-03", Span.CUMULATIVE),
    ("2023年前三季度", "2023Q3", Span.CUMULATIVE), ("2023年前两季度", "2023Q2", Span.CUMULATIVE), ("2023年末", "2023", Span.YEAR_END),
    ("2023年底", "2023", Span.YEAR_END), ("2023年年末", "2023", Span.YEAR_END),
]
REFUSED = ["", "23", "0000", "2023年13月", "2023-00", "202313", "2023Q5", "2023H3", "2023/06", "2025/1/2", "20250102", "45659",
           "02-01-2025", "2023年2月30日", "去年", "2023-2025", "2023年1-13月", "9999999"]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_a_period_is_read_as_written_in_chinese_or_digits(text, canonical):
    assert str(period.read(text)) == canonical


@pytest.mark.parametrize(("text", "canonical", "span"), LABELS)
def test_a_label_may_say_more_than_its_period(text, canonical, span):
    assert period.read_label(text) == Label(period.read(canonical), span)
    with pytest.raises(Refusal, match="bad-period"):
        period.read(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_a_period_is_refused(text):
    with pytest.raises(Refusal) as caught:
        period.read_label(text)
    assert caught.value.code in {"bad-period", "bad-date"}


@pytest.mark.parametrize("text", ["2023-02-30", "2023年6月", "2025/1/2", "", "2023-12-31 10:00"])
def test_what_is_not_a_day_is_refused(text):
    with pytest.raises(Refusal, match="bad-date"):
        period.read_date(text)


def test_the_parts_of_a_year():
    year = Period(2023)
    assert [str(part) for part in year.parts(Length.QUARTER)] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert [str(part) for part in Period(2023, Length.HALF, 2).parts(Length.MONTH)] == [f"2023-{m:02d}" for m in range(7, 13)]
    assert year.parts(Length.DAY) == ()
    assert year.parts(Length.YEAR) == ()
    assert Period(2023, Length.MONTH, 2).parts(Length.QUARTER) == ()


def test_neighbours_and_other_years():
    assert str(Period(2023, Length.QUARTER, 1).previous()) == "2022Q4"
    assert str(period.read("2023-03-01").previous()) == "2023-02-28"
    assert str(period.read("2024-02-29").in_year(2023)) == "2023-02-28"
    assert str(period.read("2023Q2").shifted(-2)) == "2021Q2"
    with pytest.raises(Refusal, match="bad-period"):
        Period(1).shifted(-1)


def any_period():
    def of(length):
        return st.builds(Period, st.integers(1, 9998), st.just(length), st.integers(1, int(length)))

    return st.sampled_from(Length).flatmap(of)


@given(any_period())
def test_what_is_written_is_read_again(one):
    """read(str(p)) == p."""
    assert period.read(str(one)) == one


@given(any_period())
def test_a_period_follows_the_one_before_it_without_a_gap(one):
    if one.first_day > date(1, 1, 1):
        assert (one.first_day - one.previous().last_day).days == 1


@given(any_period().filter(lambda one: one.year > 40), st.integers(0, 40))
def test_many_periods_back_is_one_back_as_many_times(one, count):
    """Law: earlier(n) is previous n times."""
    step = one
    for _ in range(count):
        step = step.previous()
    assert one.earlier(count) == step


@given(any_period(), st.sampled_from([Length.HALF, Length.QUARTER, Length.MONTH]))
def test_parts_cover_their_period_once(one, length):
    parts = one.parts(length)
    if parts:
        assert parts[0].first_day == one.first_day
        assert parts[-1].last_day == one.last_day
        assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(parts))
        assert all(one.contains(part) for part in parts)


def test_the_edges_of_the_calendar():
    assert str(Period(1, Length.QUARTER, 2).previous()) == "0001Q1"
    assert str(period.read("2023-01-01").previous()) == "2022-12-31"
    assert str(Period(9998).shifted(1)) == "9999"
    for beyond in (lambda: Period(9999).shifted(1), lambda: Period(1, Length.MONTH, 1).previous(), lambda: period.read("0001-01-01").previous()):
        with pytest.raises(Refusal, match="bad-period"):
            beyond()


@given(any_period(), st.integers(-50, 50))
def test_the_same_part_of_another_year_comes_back(one, years):
    """shifted(n).shifted(-n) == p, but for a leap day, which becomes the 28th."""
    if 1 <= one.year + years <= 9998 and (one.first_day.month, one.first_day.day) != (2, 29):
        there = one.shifted(years)
        assert there.length is one.length
        assert there.shifted(-years) == one


@given(st.text(max_size=20) | st.text(alphabet="0123456789年月日季度上半下前末底HQ-第一二三全", max_size=12))
def test_any_text_is_a_label_or_refused(text):
    found = outcome(period.read_label, text)
    if isinstance(found, Refusal):
        assert (found.code in {"bad-period", "bad-date"}, found.width) == (True, len(text))
    else:
        assert found.period.first_day <= found.period.last_day
