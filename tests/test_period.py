"""Periods: how they are written, what they contain, what is beside them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import outcome
from kpicheck import period
from kpicheck.period import HALF, MONTH, QUARTER, YEAR, Label, LabelSense, Period, read, year
from kpicheck.problem import Refusal

READ = [
    ("2023", "2023"), ("2023年", "2023"), ("2023年度", "2023"), ("２０２３", "2023"), ("2023年全年", "2023"),
    ("2023H1", "2023H1"), ("2023h2", "2023H2"), ("2023年上半年", "2023H1"), ("2023年下半年", "2023H2"),
    ("2023Q3", "2023Q3"), ("2023年三季度", "2023Q3"), ("2023年第三季度", "2023Q3"), ("2023年3季度", "2023Q3"),
    ("2023-06", "2023-06"), ("2023-6", "2023-06"), ("2023年6月", "2023-06"), ("2023年12月份", "2023-12"), ("202306", "2023-06"),
    ("2023-06-30", "2023-06-30"), ("2023年6月30日", "2023-06-30"), (" 2023 ", "2023"),
    ("2024-Q2", "2024Q2"), ("2024-q2", "2024Q2"), ("2024 Q2", "2024Q2"), ("Q2 2024", "2024Q2"), ("q2 2024", "2024Q2"), ("2023年Q1", "2023Q1"),
    ("2024-H1", "2024H1"), ("2024 h2", "2024H2"), ("H1 2024", "2024H1"), ("2023年H1", "2023H1"), ("２０２４－Ｑ２", "2024Q2"),
    ("2024/05", "2024-05"), ("2024/5", "2024-05"), ("May 2024", "2024-05"), ("MAY 2024", "2024-05"), ("Jan 2024", "2024-01"),
    ("December 2024", "2024-12"), ("Sept 2024", "2024-09"), ("sep 2024", "2024-09"),
    ("2023/12/31", "2023-12-31"), ("2023/1/2", "2023-01-02"),
]
LABELS = [
    ("2023年1-11月", "2023-11", LabelSense.CUMULATIVE), ("2023年1—11月", "2023-11", LabelSense.CUMULATIVE), ("2023年1至3月", "2023-03", LabelSense.CUMULATIVE),
    ("2023年前三季度", "2023Q3", LabelSense.CUMULATIVE), ("2023年前两季度", "2023Q2", LabelSense.CUMULATIVE), ("2023年末", "2023", LabelSense.END),
    ("2023年底", "2023", LabelSense.END), ("2023年年末", "2023", LabelSense.END),
    ("2023年6月末", "2023-06", LabelSense.END), ("2023年06月底", "2023-06", LabelSense.END), ("2023年一季度末", "2023Q1", LabelSense.END),
    ("2023年第3季度末", "2023Q3", LabelSense.END), ("2023年上半年末", "2023H1", LabelSense.END),
    ("2023年1月-6月", "2023-06", LabelSense.CUMULATIVE), ("2023年1月至11月", "2023-11", LabelSense.CUMULATIVE), ("2023年1-6月份", "2023-06", LabelSense.CUMULATIVE),
]
REFUSED = ["", "23", "0000", "2023年13月", "2023-00", "202313", "2023Q5", "2023H3", "2023/13", "2023/0", "2023/06/31", "2023/12-31", "2023-12/31", "20250102", "45659",
           "02-01-2025", "2023年2月30日", "去年", "2023-2025", "2023年1-13月", "9999999", "May", "Q2", "May 24", "Q5 2024", "Maybe 2024", "Mai 2024", "May  2024",
           "2024 May", "May-2024", "Q22024", "Q2 0000", "Q2 ２０2", "2023年2月-6月", "一季度末", "2024/Q2", "05/2024", "2011/12/"]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_a_period_is_read_as_written_in_chinese_or_digits(text, canonical):
    assert str(read(text)) == canonical


@pytest.mark.parametrize(("text", "canonical", "sense"), LABELS)
def test_a_label_may_say_more_than_its_period(text, canonical, sense):
    assert period.read_label(text) == Label(read(canonical), sense)
    with pytest.raises(Refusal, match="bad-period"):
        read(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_a_period_is_refused(text):
    with pytest.raises(Refusal) as caught:
        period.read_label(text)
    assert caught.value.code in {"bad-period", "bad-date"}


@pytest.mark.parametrize("text", ["2023-02-30", "2023/2/30", "2023年6月", "2023/12", "", "2023-12-31 10:00", "12/31/2023", "31/12/2023"])
def test_what_is_not_a_day_is_refused(text):
    with pytest.raises(Refusal, match="bad-date"):
        period.read_date(text)


def test_the_parts_of_a_year():
    assert [str(part) for part in year(2023).parts(QUARTER)] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert [str(part) for part in read("2023H2").parts(MONTH)] == [f"2023-{m:02d}" for m in range(7, 13)]
    assert [year(2023).parts(months) for months in (YEAR, 24, 0, -1)] == [()] * 4
    assert [str(part) for part in Period(2023 * 12, 8).parts(HALF)] == ["2023H1", "2023-07..2023-08"]
    assert read("2023-02").parts(QUARTER) == read("2023-02-01").parts(MONTH) == ()


def test_neighbours_and_other_years():
    assert str(read("2023Q1").earlier(1)) == "2022Q4"
    assert str(read("2023-03-01").earlier(1)) == "2023-02-28"
    assert str(read("2024-02-29").in_year(2023)) == "2023-02-28"
    assert str(read("2023Q2").shifted(-2)) == "2021Q2"
    with pytest.raises(Refusal, match="bad-period"):
        year(1).shifted(-1)


def any_period():
    """Of the calendar: what a label can say."""
    months = st.sampled_from([YEAR, HALF, QUARTER, MONTH])
    spans = st.builds(lambda months, index: Period(index // months * months, months), months, st.integers(12, 12 * 9999 - 1))
    return spans | st.dates(max_value=date(9998, 12, 31)).map(period.day)


@given(any_period())
def test_what_is_written_is_read_again(one):
    """read(str(p)) == p."""
    assert read(str(one)) == one


@given(any_period())
def test_a_period_follows_the_one_before_it_without_a_gap(one):
    if one.first_day > date(1, 1, 1):
        assert (one.first_day - one.earlier(1).last_day).days == 1


@given(any_period().filter(lambda one: one.year > 40), st.integers(0, 40))
def test_many_periods_back_is_one_back_as_many_times(one, count):
    """Law: earlier(n) is previous n times."""
    step = one
    for _ in range(count):
        step = step.earlier(1)
    assert one.earlier(count) == step


@pytest.mark.parametrize(
    ("label", "last", "part"),
    [
        ("2023", "2023-09-30", "2023-01..2023-09"), ("2023", "2023-06-30", "2023H1"), ("2023", "2023-06-29", "2023-01..2023-05"),
        ("2023", "2023-01-31", "2023-01"), ("2023", "2023-01-30", "None"), ("2023", "2022-12-31", "None"),
        ("2023", "2023-12-31", "2023"), ("2023", "2024-05-01", "2023"), ("2024Q1", "2024-02-29", "2024-01..2024-02"),
        ("2024Q1", "2024-02-28", "2024-01"), ("2023-06-30", "2023-06-30", "2023-06-30"), ("2023-06-30", "2023-06-29", "None"),
    ],
)  # fmt: skip
def test_a_part_of_a_period_is_its_whole_months_that_are_over_by_a_day(label, last, part):
    assert str(read(label).until(date.fromisoformat(last))) == part


@given(any_period(), st.dates())
def test_what_is_over_by_a_day_is_the_most_of_a_period_that_is(one, last):
    """until(d) begins with the period and ends by d, and the month after it would not."""
    part = one.until(last)
    if part is None:
        assert not one.months or Period(one.first, 1).last_day > last
        assert not one.day or one.first_day > last
    else:
        assert part.first_day == one.first_day
        assert part.last_day <= last
        assert part == one or part._replace(months=part.months + 1).last_day > last


@given(any_period(), st.sampled_from([HALF, QUARTER, MONTH]))
def test_parts_cover_their_period_once(one, months):
    parts = one.parts(months)
    if parts:
        assert parts[0].first_day == one.first_day
        assert parts[-1].last_day == one.last_day
        assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(parts))
        assert all(one.contains(part) for part in parts)


FIRST = [year(1), *(Period(12, months) for months in (HALF, QUARTER, MONTH)), period.day(date.min)]
LAST = [year(9999), *(Period(120_000 - months, months) for months in (HALF, QUARTER, MONTH)), period.day(date.max)]


def refused(move, *arguments):
    with pytest.raises(Refusal, match="bad-period"):
        move(*arguments)


@pytest.mark.parametrize("first", FIRST, ids=str)
def test_nothing_lies_before_year_1(first):
    assert (first.first_day, first.year) == (date.min, 1)
    assert first.in_year(9999).in_year(1) == first.shifted(9998).shifted(-9998) == first.earlier(0) == first
    for move, by in ((first.earlier, 1), (first.earlier, 10**30), (first.shifted, -1), (first.in_year, 0), (first.in_year, -(10**30))):
        refused(move, by)


@pytest.mark.parametrize("last", LAST, ids=str)
def test_nothing_lies_after_year_9999(last):
    assert (last.last_day, last.year) == (date.max, 9999)
    assert last.in_year(1).in_year(9999) == last.earlier(1).earlier(-1) == last
    for move, by in ((last.earlier, -1), (last.earlier, -(10**30)), (last.shifted, 1), (last.in_year, 10_000), (last.in_year, 10**5000)):
        refused(move, by)


def test_the_edges_of_the_calendar():
    assert str(read("0001Q2").earlier(1)) == "0001Q1"
    assert str(read("2023-01-01").earlier(1)) == "2022-12-31"
    assert str(year(9998).shifted(1)) == "9999"
    assert str(read("0004-02-29").in_year(1)) == "0001-02-28"
    refused(year, 0)
    refused(year, 10_000)


FISCAL, PLAN = Period(12 * 2023 + 3, YEAR), Period(12 * 2021, 5 * YEAR)


def test_a_year_may_begin_in_another_month_and_a_period_have_several_years():
    assert (str(FISCAL), str(PLAN)) == ("2023-04..2024-03", "2021-01..2025-12")
    assert (FISCAL.first_day, FISCAL.last_day, FISCAL.year) == (date(2023, 4, 1), date(2024, 3, 31), 2023)
    assert [str(part) for part in FISCAL.parts(HALF)] == ["2023-04..2023-09", "2023-10..2024-03"]
    assert [str(part) for part in FISCAL.parts(QUARTER)] == ["2023Q2", "2023Q3", "2023Q4", "2024Q1"]
    assert (str(FISCAL.earlier(1)), str(FISCAL.in_year(2020))) == ("2022-04..2023-03", "2020-04..2021-03")
    assert PLAN.parts(YEAR) == tuple(map(year, range(2021, 2026)))
    assert str(PLAN.earlier(1)) == "2016-01..2020-12"
    assert [PLAN.contains(FISCAL), FISCAL.contains(year(2023)), FISCAL.contains(read("2024-03-31"))] == [True, False, True]
    refused(FISCAL.in_year, 9999)
    refused(PLAN.shifted, 9999 - 2024)


@given(any_period(), any_period())
def test_what_is_contained_and_what_ends_later_follow_from_their_days(one, other):
    """`contains` and `by_end` say what the first and last days say."""
    other = other.in_year(one.year)
    assert one.contains(other) == (one.first_day <= other.first_day and other.last_day <= one.last_day)
    assert (one.by_end < other.by_end) == ((one.last_day, one.months) < (other.last_day, other.months))


@given(any_period(), st.integers(-50, 50))
def test_the_same_part_of_another_year_comes_back(one, years):
    """shifted(n).shifted(-n) == p, but for a leap day, which becomes the 28th."""
    if 1 <= one.year + years <= 9998 and (one.first_day.month, one.first_day.day) != (2, 29):
        there = one.shifted(years)
        assert there.months == one.months
        assert there.shifted(-years) == one


@given(st.text(max_size=20) | st.text(alphabet="0123456789年月日季度上半下前末底HQ-第一二三全", max_size=12))
def test_any_text_is_a_label_or_refused(text):
    found = outcome(period.read_label, text)
    if isinstance(found, Refusal):
        assert (found.code in {"bad-period", "bad-date"}, found.width) == (True, len(text))
    else:
        assert found.period.first_day <= found.period.last_day
