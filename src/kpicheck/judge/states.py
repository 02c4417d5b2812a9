"""Targets of states and days: what had been reached by when."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kpicheck.demand import Levels, Operator, decide
from kpicheck.formula.lack import Lack
from kpicheck.judge.checks import Check, check_of
from kpicheck.judge.figures import Figures, as_fraction
from kpicheck.judge.shown import as_written, signed
from kpicheck.matching import Figure, Key
from kpicheck.notation import Day
from kpicheck.period import Period
from kpicheck.problem import Problem, problem
from kpicheck.quantity import Quantity
from kpicheck.report import Status, Value, Verdict
from kpicheck.targets.model import Indicator, Target
from kpicheck.unit import BUILT_IN

_REACHED_FOR_GOOD = frozenset({Operator.GE, Operator.GT})


class _Seen(NamedTuple):
    """A state or a day as submitted for a period."""

    key: Key
    figure: Figure

    @property
    def end(self) -> date:
        return self.key[1].last_day


def judge_word(
    start: Verdict, target: Target, indicator: Indicator, period: Period, as_of: date, figures: Figures
) -> tuple[Verdict, tuple[Key, ...]]:
    """The verdict on a target of states or of a day, and the keys that it rests on."""
    check = check_of(target.demand, figures, period)
    assert not isinstance(check, Lack)  # a rung and a day are always known
    end = _end(target, period)
    seen, refused = _readings(indicator.id, period, end, figures)
    keys = tuple(each.key for each in seen) or ((indicator.id, period),)
    if refused is not None:
        return start._replace(status=Status.INVALID, reason=refused), keys
    if indicator.is_date:
        return _day(start, indicator, check, end, as_of, seen, figures), keys
    return _state(start, target, indicator, check, end, as_of, seen, figures), keys


def _end(target: Target, period: Period) -> date:
    """The day by which it must be reached: a day's own limit, `due`, else the period's end."""
    requires = target.threshold.requires
    return requires.day if isinstance(requires, Day) else target.due or period.last_day


def _readings(id_: str, period: Period, end: date, figures: Figures) -> tuple[list[_Seen], Problem | None]:
    """What was submitted for the period, its parts, and later up to as-of: oldest first; or a cell that spoils it."""
    found, refused = [], None
    for when in figures.periods(id_):
        if when.first_day < period.first_day:
            continue
        given = figures.given[id_, when]
        if isinstance(given, Problem):
            refused = refused or given
        else:
            found.append(_Seen((id_, when), given))
    found.sort(key=lambda each: (each.end, -(each.end - each.key[1].first_day).days))
    return found, None if [each for each in found if each.end >= end] else refused


def _day(
    start: Verdict,
    indicator: Indicator,
    check: Check,
    end: date,
    as_of: date,
    seen: list[_Seen],
    figures: Figures,
) -> Verdict:
    if not seen:
        return _nothing(start, indicator, end, as_of, figures)
    value = seen[-1].figure.value
    ordinal = as_fraction(seen[-1].figure)
    assert not isinstance(value, (int, Fraction))  # a date indicator has days
    met = decide(check, ordinal)
    late = Quantity(Fraction(end.toordinal()) - ordinal, BUILT_IN.find("天"), 0)
    margin = Value(late, f"{signed(late.value, 0, plus=True)}天")
    return start._replace(
        status=Status.PASS if met else Status.FAIL, actual=Value(value, value.isoformat()), margin=margin
    )


def _state(
    start: Verdict,
    target: Target,
    indicator: Indicator,
    check: Check,
    end: date,
    as_of: date,
    seen: list[_Seen],
    figures: Figures,
) -> Verdict:
    by_end = [each for each in seen if each.end <= end]
    if end > as_of:
        return _state_early(start, target, indicator, check, end, as_of, seen, figures)
    later = [each for each in seen if each.end > end]
    if not by_end and not later:
        return _nothing(start, indicator, end, as_of, figures)
    last = by_end[-1] if by_end else None
    if last is not None and (decide(check, as_fraction(last.figure)) or last.end == end or not later):
        return _reached(start, target, indicator, check, last, figures)
    proof = next((each for each in later if not decide(check, as_fraction(each.figure))), None)
    if proof is not None:
        return _reached(start, target, indicator, check, proof, figures)
    reason = problem(
        "state-unknown-when-due",
        later[0].figure.readings[0].value_place,
        end=end.isoformat(),
        period=str(later[0].key[1]),
    )
    return start._replace(status=Status.MISSING, reason=reason)


def _state_early(
    start: Verdict,
    target: Target,
    indicator: Indicator,
    check: Check,
    end: date,
    as_of: date,
    seen: list[_Seen],
    figures: Figures,
) -> Verdict:
    reached = [each for each in seen if decide(check, as_fraction(each.figure))]
    if reached and target.threshold.operator in _REACHED_FOR_GOOD:
        verdict = _reached(start, target, indicator, check, reached[-1], figures)
        return verdict._replace(
            notes=(*verdict.notes, problem("decided-early", as_of=as_of.isoformat(), end=end.isoformat()))
        )
    return start._replace(
        status=Status.PENDING, reason=problem("not-due", end=end.isoformat(), as_of=as_of.isoformat())
    )


def _nothing(start: Verdict, indicator: Indicator, end: date, as_of: date, figures: Figures) -> Verdict:
    """Nothing was submitted: pending before the end, else missing."""
    if end > as_of:
        return start._replace(
            status=Status.PENDING, reason=problem("not-due", end=end.isoformat(), as_of=as_of.isoformat())
        )
    assert start.period is not None  # every verdict has a period
    lack = figures.leaf(indicator.id, start.period).value
    reason = lack.problems[0] if isinstance(lack, Lack) else None
    return start._replace(status=Status.MISSING, reason=reason)


def _reached(
    start: Verdict, target: Target, indicator: Indicator, check: Check, seen: _Seen, figures: Figures
) -> Verdict:
    """Pass or fail by the state that *seen* shows."""
    rank = as_fraction(seen.figure)
    scale = indicator.scale
    assert scale is not None  # the caller judges a ladder
    met = decide(check, rank)
    warn = None if target.warn_demand is None else check_of(target.warn_demand, figures, seen.key[1])
    close = met and warn is not None and not isinstance(warn, Lack) and not decide(warn, rank)
    rung = scale.levels[int(rank)]
    text = rung if seen.figure.quantity is None else f"{rung} ({as_written(seen.figure.quantity).shown})"
    return start._replace(
        status=Status.PASS if met else Status.FAIL,
        close=close,
        actual=Value(rung, text),
        margin=_rungs(target, check, rank),
        notes=(*start.notes, *seen.figure.notes),
    )


def _rungs(target: Target, check: Check, rank: Fraction) -> Value | None:
    """How many rungs above (or below) what is demanded; a set has no margin."""
    if not isinstance(check, Levels) or target.threshold.operator not in _REACHED_FOR_GOOD or not check.ranks:
        return None
    distance = int(rank) - min(check.ranks)
    return Value(distance, signed(Fraction(distance), 0, plus=True))
