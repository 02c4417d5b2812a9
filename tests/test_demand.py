"""What a value must be: intervals, excluded values and levels, and the one function that decides."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicheck.demand import Excluded, Interval, Levels, Operator, decide, demand_of, ends, gap_between, implies

HOLDS = {">=": (False, True, True), ">": (False, False, True), "<=": (True, True, False), "<": (True, False, False), "=": (False, True, False), "!=": (True, False, True)}


@pytest.mark.parametrize("operator", HOLDS)
def test_an_operator_decides_below_at_and_above_its_limit(operator):
    demand = demand_of(Operator(operator), F(5))
    assert tuple(decide(demand, F(value)) for value in (4, 5, 6)) == HOLDS[operator]
    assert ends(demand) == (5,)


def test_levels_are_met_by_their_ranks_and_have_no_ends():
    assert [decide(Levels(frozenset({1, 2})), F(rank)) for rank in range(4)] == [False, True, True, False]
    assert ends(Levels(frozenset({1}))) == ()


def test_a_range_has_two_ends_and_one_of_them_can_be_left():
    whole = Interval(F(1), F(2), low_open=True, high_open=True)
    assert (ends(whole), ends(whole.from_below()), ends(whole.from_above())) == ((1, 2), (1,), (2,))
    assert [decide(whole.from_below(), F(value)) for value in (1, 9)] == [False, True]
    assert [decide(whole.from_above(), F(value)) for value in (-9, 2)] == [True, False]


GAPS = [
    ("0..", [(0, None)], 0),  # nothing below
    ("..5", [(None, 5)], 5),  # nothing above
    ("..5 5..", [(None, 5), (5, None)], None),
    ("..5 6..", [(None, 5), (6, None)], 5),
    ("..5) (5..", [(None, 5, False, True), (5, None, True, False)], 5),
    ("..5) 5..", [(None, 5, False, True), (5, None)], None),
    ("..9 2..3 8..", [(None, 9), (2, 3), (8, None)], None),  # one within another
    ("..5) ..5 (5..", [(None, 5, False, True), (None, 5), (5, None, True, False)], None),
    (".. 2..3", [(None, None), (2, 3)], None),
]


@pytest.mark.parametrize(("written", "intervals", "gap"), GAPS, ids=[gap[0] for gap in GAPS])
def test_a_gap_between_intervals_is_found(written, intervals, gap):
    assert gap_between([Interval(*(F(end) if end is not None and not isinstance(end, bool) else end for end in each)) for each in intervals]) == gap


numbers = st.one_of(st.none(), st.integers(-3, 3).map(F))
intervals = st.builds(Interval, numbers, numbers, st.booleans(), st.booleans())
GRID = [F(step, 2) for step in range(-8, 9)]


@given(intervals, intervals)
def test_an_interval_implies_another_only_if_all_its_values_are_in_it(strong, weak):
    """Law: implies(strong, weak) only if strong.holds(x) means weak.holds(x); both ways where strong is not empty."""
    inside = [value for value in GRID if strong.holds(value)]
    if implies(strong, weak):
        assert all(weak.holds(value) for value in inside)
    elif inside:
        assert not all(weak.holds(value) for value in inside)


def test_what_is_excluded_is_everything_else():
    assert [decide(Excluded(F(0)), F(value)) for value in (-1, 0, 1)] == [True, False, True]
