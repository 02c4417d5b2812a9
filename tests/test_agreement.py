"""All figures of one submission are held against each other: at every level, by a slow and plain recomputation."""

from fractions import Fraction as F
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging import report, verdict
from kpicheck.judge.agreement import (
    ANYTHING,
    NOT_NEGATIVE,
    Contradiction,
    Possible,
    Printed,
    contradiction,
    printed,
    total,
)
from kpicheck.quantity import Mode, fixed_text, rounded
from kpicheck.wording import message

MONEY = "unit: 万元, kind: flow, target: 10万元"
COUNT = "unit: 家, kind: flow, target: 10家"
STOCK = "unit: 家, kind: stock, target: 10家"
SO_FAR = "unit: 家, kind: cumulative, target: 10家"
FALLING = "unit: 万元, kind: cumulative, target: 10万元"
LEVELS = "states: [差, 中, 好], target: 中"
DAY = "type: date, due: 2023-06-30"

DISAGREE = [
    # one level down, two, and three
    (MONEY, ["2023,12", "2023H1,4", "2023H2,9"]),
    (MONEY, ["2023,12", "2023Q1,3", "2023Q2,3", "2023Q3,3", "2023Q4,5"]),
    (MONEY, ["2023,24", *(f"2023-{month:02d},3" for month in range(1, 13))]),
    (MONEY, ["2023,12", "2023H1,6", "2023H2,6", "2023Q1,3", "2023Q2,9"]),
    (MONEY, ["2023H1,6", "2023H2,6", "2023Q1,3", "2023Q2,9"]),
    (MONEY, ["2023Q1,3", "2023Q2,3", "2023Q3,3", "2023Q4,3", "2023-04,1", "2023-05,1", "2023-06,9"]),
    (MONEY, ["2023,12", "2023Q1,3", "2023-01,1", "2023-02,1", "2023-03,9"]),
    # levels between are absent
    (MONEY, ["2023,12", "2023H2,6", "2023Q1,3", "2023-04,1", "2023-05,1", "2023-06,9"]),
    # a whole and more than that in its part
    (COUNT, ["2023,12", "2023Q1,13"]),
    (COUNT, ["2023,12", "2023-05,13"]),
    (COUNT, ["2023,12", "2023-05,7", "2023-11,6"]),
    (COUNT, ["2023,12", "2023H1,6", "2023-05,7"]),
    ('unit: 万元, kind: flow, bounds: ">= 0万元", target: 10万元', ["2023,12", "2023-05,13"]),
    # the last part, down to the last day
    (STOCK, ["2023,12", "2023H2,13"]),
    (STOCK, ["2023,12", "2023-12,13"]),
    (STOCK, ["2023年末,12", "2023-12-31,13"]),
    (STOCK, ["2023-12,12", "2023-12-31,13"]),
    (STOCK, ["2023Q4,12", "2023-12,12", "2023-12-31,13"]),
    (SO_FAR, ["2023Q4,12", "2023-12,13"]),
    (SO_FAR, ["2023,12", "2023年1-12月,13"]),
    (SO_FAR, ["2023年1-12月,12", "2023-12-31,13"]),
    (FALLING, ["2023,12", "2023年1-12月,13"]),
    # what counts from the year's start, and cannot fall
    (SO_FAR, ["2023,12", "2023年1-11月,13"]),
    (SO_FAR, ["2023,12", "2023年前三季度,13"]),
    (SO_FAR, ["2023-12,12", "2023-05-31,13"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows"), DISAGREE, ids=str)
@pytest.mark.parametrize("backwards", [False, True])
def test_figures_that_contradict_each_other_at_any_level_are_not_judged(body, rows, backwards):
    found = verdict(body, [f"a,{row}.0" for row in (rows[::-1] if backwards else rows)])
    assert (found.status.value, found.reason and found.reason.code) == ("invalid", "parts-disagree")


@pytest.mark.parametrize(("bounds", "status"), [(', bounds: ">= 0万元"', "invalid"), ("", "pass")])
def test_what_cannot_fall_is_not_rounded_up_to_zero(bounds, status):
    rows = ["a,2023H1,0.5", "a,2023Q1,0.7", "a,2023Q2,0", "a,2023H2,20"]  # the second quarter would have to be −0.1
    assert verdict(f"{MONEY}{bounds}", rows).status.value == status


AGREE = [
    (MONEY, ["2023,12", "2023-05,13"], "12"),  # the other months may be negative
    (MONEY, ["2023H1,6", "2023H2,6", "2023-05,13"], "12"),
    (COUNT, ["2023,12", "2023Q1,12"], "12"),
    (COUNT, ["2023,12", "2022Q1,13", "2024Q1,13"], "12"),  # other years
    (STOCK, ["2023,12", "2023H1,13", "2023-11,13", "2022,99"], "12"),
    (SO_FAR, ["2023,12", "2023年1-11月,12", "2022,99"], "12"),
    (FALLING, ["2023,12", "2023年1-11月,13"], "12"),
    ('unit: "%", target: 10%', ["2023,12", "2023Q4,13"], "12"),  # without kind nothing is made of parts
]


@pytest.mark.parametrize(("body", "rows", "actual"), AGREE, ids=str)
def test_figures_that_can_all_be_right_are_judged(body, rows, actual):
    found = verdict(body, [f"a,{row}" for row in rows])
    assert (found.status.value, str(found.actual.value), [note.code for note in found.notes if "parts" in note.code]) == ("pass", actual, [])


SAID = [
    (MONEY, ["2023,12.0", "2023H1,4.0", "2023H2,9.0"], "a for 2023 and the sum of its parts differ by 1万元, more than rounding explains (0.15万元)"),
    (MONEY, ["2023,12", "2023H1,6", "2023H2,6", "2023Q1,3", "2023Q2,9"], "a for 2023H1 and the sum of its parts differ by 6万元, more than rounding explains (1.5万元)"),
    (COUNT, ["2023,12", "2023-05,15"], "the submitted parts of a for 2023 come to 3家 more than the whole, more than rounding explains (0家)"),
    (STOCK, ["2023,12", "2023-12,14"], "a for 2023 and its last part differ by 2家, more than rounding explains (0家)"),
    (SO_FAR, ["2023,12", "2023-11,14"], "a for 2023 is 2家 below an earlier figure of the same year, more than rounding explains (0家), though it cannot fall"),
]


@pytest.mark.parametrize(("body", "rows", "text"), SAID, ids=str)
def test_the_contradiction_is_said_at_its_level(body, rows, text):
    assert message(verdict(body, [f"a,{row}" for row in rows]).reason, "en") == text


def test_the_evidence_of_a_contradiction_has_all_figures_of_the_period():
    found = verdict(COUNT, ["a,2023,12", "a,2023Q1,13", "a,2023-05,2"])
    assert [(str(each.key.period), each.text) for each in found.inputs] == [("2023", "12"), ("2023Q1", "13"), ("2023-05", "2")]


def test_differences_that_rounding_explains_are_noted_at_every_level():
    rows = ["2023,12.0", "2023H1,6.1", "2023H2,6.0", "2023Q1,3.0", "2023Q2,3.0"]
    notes = [message(note, "en") for note in verdict(MONEY, [f"a,{row}" for row in rows]).notes if note.code == "parts-differ-by-rounding"]
    assert notes == [
        "a for 2023H1 and the sum of its parts differ by 0.1万元, as rounding explains",
        "a for 2023 and the sum of its parts differ by 0.1万元, as rounding explains",
    ]


@pytest.mark.parametrize(("second", "code"), [("1003人", "parts-differ-by-rounding"), ("1049人", "parts-disagree")])
def test_rounding_explains_as_much_in_a_note_as_in_a_refusal(second, code):
    """2.0千人 was rounded to hundreds; whole numbers of persons were not rounded."""
    found = verdict("unit: 人, kind: flow, target: 10人", ["a,2023,2.0千人", "a,2023H1,1002人", f"a,2023H2,{second}"])
    [said] = [each for each in (*found.notes, found.reason) if each is not None and each.code == code]
    assert str(dict(said.arguments)["allowed"]) == "50人"


def test_a_contradiction_in_a_period_that_is_not_complete_is_told_before_what_is_missing():
    assert verdict(MONEY, ["a,2023H1,6", "a,2023Q1,3", "a,2023Q2,9"]).reason.code == "parts-disagree"
    assert verdict(COUNT, ["a,2023Q1,3", "a,2023-02,9"], as_of="2023-06-30").reason.code == "parts-disagree"


STATES = [
    (LEVELS, ["2023,好", "2023-12,差"]),
    (LEVELS, ["2023-12,好", "2023-12-31,差"]),
    (LEVELS, ["2023Q2,差", "2023-06,好", "2023,好"]),
    (DAY, ["2023,2023-06-30", "2023-12,2023-07-01"]),
]


@pytest.mark.parametrize(("body", "rows"), STATES, ids=str)
@pytest.mark.parametrize("backwards", [False, True])
def test_two_states_or_days_for_the_same_end_are_not_judged(body, rows, backwards):
    found = verdict(body, [f"a,{row}" for row in (rows[::-1] if backwards else rows)])
    assert (found.status.value, found.reason.code) == ("invalid", "states-disagree")


def test_two_states_for_the_same_end_are_both_named():
    found = verdict(LEVELS, ["a,2023,好", "a,2023Q4,差"])
    assert message(found.reason, "en") == "a is 好 for 2023, but 差 for 2023Q4, which ends on the same day"
    assert message(found.reason, "zh") == "a 在 2023 为“好”，而在同日结束的 2023Q4 为“差”"
    assert verdict(LEVELS, ["a,2023,好", "a,2023Q4,好", "a,2023-11,差"]).status.value == "pass"


FALLS = [
    (SO_FAR, ["2023-01,5", "2023-02,4"], [("a falls from 5 (2023-01) to 4 (2023-02)", "s.csv:3:3")]),
    (SO_FAR, ["2023-02,4", "2023-01,5"], [("a falls from 5 (2023-01) to 4 (2023-02)", "s.csv:2:3")]),
    (FALLING, ["2023-01,5.0", "2023Q1,4.0", "2023-04,4.5", "2023,3.0"], [("a falls from 5.0 (2023-01) to 4.0 (2023Q1)", "s.csv:3:3"), ("a falls from 4.5 (2023-04) to 3.0 (2023)", "s.csv:5:3")]),
    (FALLING, ["2023-05-30,5.0", "2023-05-31,4.0"], [("a falls from 5.0 (2023-05-30) to 4.0 (2023-05-31)", "s.csv:3:3")]),
    (FALLING, ["2022,9", "2023-01,5", "2023-02,5"], []),  # another year, and no fall
    (FALLING, ["2023-01,1.2", "2023-02,12000元", "2023-03,1.20"], []),  # the same
    (FALLING, ["2023-01,5", "2023-02,x", "2023-03,5"], []),
    (FALLING, ["2023-12,5.0", "2023,4.0"], []),  # of one day: a contradiction
    (FALLING, ["2023-12,5.0", "2024-01,6.0", "2024-02,5.0"], []),  # after as-of
    (MONEY, ["2023-01,5", "2023-02,4"], []),
    (STOCK, ["2023-01,5", "2023-02,4"], []),
    (LEVELS, ["2022,好", "2023-02,差", "2023,中"], [("a falls from 好 (2022) to 差 (2023-02)", "s.csv:3:3")]),
    ("states: {差: '< 60%', 好: '>= 60%'}, target: 好", ["2022,70%", "2023,50%"], []),
]


@pytest.mark.parametrize(("body", "rows", "said"), FALLS, ids=str)
def test_what_counts_up_and_falls_is_warned_of(body, rows, said):
    found = report(f"period: 2023\ntargets: {{a: {{{body}}}}}", [f"a,{row}" for row in rows])
    falls = [each for each in found.warnings if each.code == "figure-falls"]
    assert [(message(each, "en"), str(each.place)) for each in falls] == said


def test_the_year_before_is_looked_at_where_it_is_used_and_its_end_is_no_fall():
    declared = "period: 2023\nindicators: {x: {unit: 万元, kind: cumulative}}\ntargets: {a: {formula: growth(x), target: 1%}}"
    rows = ["x,2022-05,6", "x,2022-06,5", "x,2022,9", "x,2023-05,4", "x,2023,8", "x,2021-05,6", "x,2021-06,5"]
    falls = [each for each in report(declared, rows).warnings if each.code == "figure-falls"]
    assert [str(each.place) for each in falls] == ["s.csv:3:3"]


def test_a_fall_is_a_warning_and_not_an_error():
    rows = ["a,2023-01,5", "a,2023-02,4", "a,2023,12"]
    declared = "period: 2023\ntargets: {a: {unit: 万元, kind: cumulative, target: 10万元}}"
    assert [report(declared, rows, strict=strict).exit_code for strict in (False, True)] == [0, 4]


# The law: against every reading, one by one.

TREE = {
    "2023": ["2023H1", "2023H2"], "2023H1": ["2023Q1", "2023Q2"], "2023H2": ["2023Q3", "2023Q4"],
    **{f"2023Q{quarter}": [f"2023-{month:02d}" for month in range(3 * quarter - 2, 3 * quarter + 1)] for quarter in range(1, 5)},
}  # fmt: skip


def readings(period, figures, *, partly):
    """Every way to make the value of *period* of figures, none counted twice; with *partly* also incomplete ones."""
    own = [(period,)] if period in figures else []
    parts = TREE.get(period)
    if parts is None:
        return own + ([()] if partly else [])
    return own + [sum(found, ()) for found in product(*(readings(part, figures, partly=partly) for part in parts))]


def come_to(reading, figures):
    return sum((F(figures[each]) for each in reading), F(0))


def slack(reading, figures):
    return sum((F(1, 10 ** len(figures[each].partition(".")[2])) / 2 for each in reading), F(0))


MONTHS = [month for months in TREE.values() for month in months if month not in TREE]
PERIODS = [*TREE, *MONTHS]


def contradicted(figures, *, falls):
    """Whether two readings of one period differ by more than half the last digits of all the figures compared."""
    for period in PERIODS:
        whole = readings(period, figures, partly=False)
        for one, other in combinations(whole, 2):
            if abs(come_to(one, figures) - come_to(other, figures)) > slack(one, figures) + slack(other, figures):
                return True
        if not falls:
            for one, other in product(whole, readings(period, figures, partly=True)):
                if come_to(other, figures) - come_to(one, figures) > slack(one, figures) + slack(other, figures):
                    return True
    return False


@st.composite
def printed_figures(draw, wrong):
    """Figures of some periods as they are printed of one truth, each with its own number of decimals; some changed."""
    months = {f"2023-{month:02d}": F(draw(st.integers(0, 300)), 100) for month in range(1, 13)}

    def true(period):
        return months[period] if period in months else sum(map(true, TREE[period]))

    figures = {}
    for period in draw(st.lists(st.sampled_from(PERIODS), unique=True, max_size=9)):
        places = draw(st.integers(0, 2))
        change = draw(st.sampled_from([0, 0, 0, 1, -1, 2])) if wrong else 0
        value = rounded(true(period), F(1, 10**places), draw(st.sampled_from(Mode))) + F(change, 10**places)
        figures[period] = fixed_text(max(value, F(0)), places)
    return figures


NOT_FALLING = ', bounds: ">= 0万元"'


def judged(figures, *, falls):
    body = f'unit: 万元, kind: flow, target: ">= 0.001万元"{"" if falls else NOT_FALLING}'
    return verdict(body, [f"a,{period},{value}" for period, value in figures.items()])


@pytest.mark.no_cover
@given(printed_figures(wrong=False), st.booleans())
def test_figures_that_are_printed_of_one_truth_never_contradict_each_other(figures, falls):
    """invalid only if there are no true values of which all figures are the rounded ones."""
    assert judged(figures, falls=falls).status.value != "invalid"


@pytest.mark.no_cover
@settings(max_examples=300)
@given(printed_figures(wrong=True), st.booleans(), st.randoms(use_true_random=False))
def test_all_readings_of_a_submission_agree_or_it_is_not_judged(figures, falls, rng):
    """invalid iff two readings of one period contradict each other; else the value is the coarsest reading's."""
    found = judged(dict(rng.sample(list(figures.items()), len(figures))), falls=falls)
    if contradicted(figures, falls=falls):
        assert found.status.value == "invalid"
        return
    whole = readings("2023", figures, partly=False)
    is_so_far = "decided-early" in [note.code for note in found.notes]  # what cannot fall is decided without all parts
    assert (found.status.value == "missing" or is_so_far) == (not whole)
    if whole:
        assert found.actual.value == come_to(whole[0], figures)
        differs = any(len({come_to(one, figures) for one in readings(period, figures, partly=False)}) > 1 for period in TREE)
        assert differs == ("parts-differ-by-rounding" in [note.code for note in found.notes])


LAST = ["2023", "2023H2", "2023Q4", "2023-12", "2023-12-31"]
EARLIER = ["2023-11-30", "2023Q2", "2023-03"]


@pytest.mark.no_cover
@given(
    st.dictionaries(st.sampled_from([*LAST, *EARLIER]), st.integers(80, 84).map(lambda digits: str(digits // 10) if digits % 10 == 0 else fixed_text(F(digits, 10), 1))),
    st.sampled_from(["stock", "cumulative"]),
    st.booleans(),
)  # fmt: skip
def test_all_labels_of_one_last_day_agree_or_it_is_not_judged(figures, kind, falls):
    """invalid iff two of the same end differ too much, or an earlier one of what cannot fall is larger."""
    body = f'unit: 万元, kind: {kind}, target: ">= 0.001万元"{"" if falls else NOT_FALLING}'
    found = verdict(body, [f"a,{period},{value}" for period, value in figures.items()])
    ends, before = [[each for each in group if each in figures] for group in (LAST, EARLIER)]

    def above(one, other):
        return F(figures[one]) - F(figures[other]) > slack((one,), figures) + slack((other,), figures)

    wrong = any(above(one, other) or above(other, one) for one, other in combinations(ends, 2))
    if kind == "cumulative" and not falls:
        wrong = wrong or any(above(one, other) for one, other in product(before, ends))
        if before and not ends:  # decided by the last one there is
            ends, wrong = before[:1], any(above(one, before[0]) for one in before)
    assert found.status.value == ("invalid" if wrong else "pass" if ends else "missing")
    if found.status.value == "pass":
        assert found.actual.value == F(figures[ends[0]])


def test_what_values_can_be_is_narrowed_down_by_every_figure():
    ten, eleven = printed(F(10), F(1, 2)), printed(F(11), F(1, 2))
    assert ten.narrowed(eleven) == Possible(Printed(F(11), F(1, 2)), Printed(F(10), F(1, 2)))
    assert ten.narrowed(ANYTHING) == ANYTHING.narrowed(ten) == ten
    assert total([ten, eleven]) == Possible(Printed(F(21), F(1)), Printed(F(21), F(1)))
    assert total([ten, NOT_NEGATIVE]) == Possible(Printed(F(10), F(1, 2)), None)
    assert total([]) == printed(F(0), F(0))


@pytest.mark.parametrize("slack", [F(1, 2), F(0)])
def test_a_contradiction_says_how_far_apart_and_how_much_is_allowed(slack):
    one, other = printed(F(10), slack), printed(F(12), slack)
    assert contradiction(one, other) == contradiction(other, one) == Contradiction(F(2), 2 * slack)
    assert contradiction(one, printed(F(10) + 2 * slack, slack)) is None
    assert contradiction(one, NOT_NEGATIVE) is contradiction(one, ANYTHING) is None
