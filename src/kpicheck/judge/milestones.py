"""A case whose value is a level or a day: what was reached by when."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from kpicheck.demand import Demand, Levels, Operator, decide, ends
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.judge.measure import margin_of
from kpicheck.judge.parts import Used
from kpicheck.notation import Day, Level
from kpicheck.plan import Case
from kpicheck.point import Key
from kpicheck.problem import Problem, problem
from kpicheck.report import Amount, LevelReached, Status, Verdict
from kpicheck.submission.figure import Figure
from kpicheck.targets.model import Scale, Versus
from kpicheck.unit import BUILT_IN


class Submitted(NamedTuple):
    """What was submitted at a key: a figure, or why the cell cannot be used."""

    key: Key
    found: Figure | Problem

    @property
    def end(self) -> date:
        """The last day of its period: a state is as it was then."""
        return self.key.period.last_day


_DUE_BY: Final = frozenset({Operator.LE, Operator.LT, Operator.EQ})
"""The comparators whose day is the last one that something may be submitted for."""


class MilestoneJudge:
    """The judging of one case; `keys` are those of the figures that it looks at, and all of them are its evidence.

    `inside` is what was submitted for the period, its parts and later periods, the oldest first; `by_end` what of it is
    over by the end; `before` the last figures from before the period, where nothing inside says more.
    """

    def __init__(self, case: Case, as_of: date, figures: Figures) -> None:
        self.case, self.as_of, self.figures = case, as_of, figures
        self.target, self.indicator = case.spec.target, case.spec.indicator
        requires = self.target.threshold.requires
        is_due = isinstance(requires, Day) and requires.operator in _DUE_BY
        self.end = requires.day if isinstance(requires, Day) and is_due else case.end
        everything, start = self._submitted(), case.point.period.first_day
        self.inside = [each for each in everything if each.end >= start]
        self.by_end = [each for each in self.inside if each.end <= self.end]
        says_more = self.inside if self.indicator.is_date else self.by_end
        earlier = [each for each in everything if each.end < start and each.end <= self.end]
        self.before = [] if says_more else _last([each for each in earlier if isinstance(each.found, Figure)])
        self.keys = self.evidence = tuple(each.key for each in (*self.before, *self.inside)) or (case.key,)

    def _submitted(self) -> list[Submitted]:
        """All that was submitted, the oldest first; of what ends together the longest first."""
        keys = (self.case.key._replace(period=when) for when in self.figures.periods(self.case.key))
        cells = ((key, self.figures.submission.at(key)) for key in keys)
        found = [Submitted(key, cell) for key, cell in cells if cell is not None]
        return sorted(found, key=lambda each: (each.end, each.key.period.first_day))

    def judge(self, start: Verdict) -> Verdict:
        """The verdict that *start* becomes."""
        demand = self.target.demand
        assert not isinstance(demand, Versus)  # a level and a day are always known
        if (wrong := next(_disagreements(_usable([*self.before, *self.inside])), None)) is not None:
            return start._replace(status=Status.INVALID, reason=wrong)
        return self._day(start, demand) if self.indicator.is_date else self._level(start, demand)

    def _day(self, start: Verdict, demand: Demand) -> Verdict:
        """The day that was submitted last."""
        last = _latest(self.inside)
        if last is None:
            return self._nothing(start, _usable(self.before))
        if isinstance(last, Problem):
            return start._replace(status=Status.INVALID, reason=last)
        start = start._replace(notes=(*start.notes, *_replaced(_usable(self.inside))))
        if last.figure.day > self.as_of:
            return self._day_to_come(start, demand, last.figure)
        day = last.figure.value
        is_close = _misses(self.target.warn_demand, day)
        return self._dated(start, demand, last.figure, is_met=decide(demand, day), is_close=is_close)

    def _day_to_come(self, start: Verdict, demand: Demand, figure: Figure) -> Verdict:
        """A day after as-of can still become any other one that is: what all of them would get is decided."""
        first = Fraction(self.as_of.toordinal() + 1)
        turns = (day for end in ends(demand) for day in (end, end + 1) if day > first)
        decided = {decide(demand, day) for day in (first, *turns)}
        cell = figure.readings[0]
        note = problem(
            "day-after-as-of", cell.value_place, text=cell.value.strip(), as_of=self.as_of.isoformat()
        )
        start = start._replace(notes=(*start.notes, note))
        if len(decided) > 1:
            return self._pending(start)
        return self._dated(start, demand, figure, is_met=decided.pop(), is_close=False)  # a later day would meet `warn`

    def _dated(self, start: Verdict, demand: Demand, figure: Figure, *, is_met: bool, is_close: bool) -> Verdict:
        """Pass or fail by the day that *figure* is."""
        return start._replace(
            status=Status.PASS if is_met else Status.FAIL,
            close=is_met and is_close,
            actual=figure.day,
            margin=Amount(margin_of(demand, figure.value), BUILT_IN.find("天"), 0),
        )

    def _level(self, start: Verdict, demand: Demand) -> Verdict:
        """By the last reading before the end; one from before the period only proves what is kept."""
        last = _latest(self.by_end or self.before)
        if isinstance(last, Problem):
            return start._replace(status=Status.INVALID, reason=last)
        if last is not None and decide(demand, last.figure.value) and (self.by_end or self._is_kept()):
            return self._reached(start, demand, last) if self.end <= self.as_of else self._early(start, demand, last)
        if self.end > self.as_of:
            return self._pending(start)
        return self._short(start, demand, last if self.by_end else None)

    def _early(self, start: Verdict, demand: Demand, last: Used) -> Verdict:
        """Before the end a level that is kept is reached for good; another may be lost again."""
        if not self._is_kept():
            return self._pending(start)
        verdict = self._reached(start, demand, last)
        early = problem("decided-early", as_of=self.as_of.isoformat(), end=self.end.isoformat(), why="")
        return verdict._replace(notes=(*verdict.notes, early))

    def _short(self, start: Verdict, demand: Demand, last: Used | None) -> Verdict:
        """By the end nothing, or a level that falls short, was submitted: what came later may say more."""
        submitted = self.inside[len(self.by_end) :]
        if last is not None and (last.end == self.end or not submitted):
            return self._reached(start, demand, last)
        later = _usable(submitted)
        if (proof := self._proof(demand, last, later)) is not None:
            return self._reached(start, demand, proof)
        if (reached := next((each for each in later if decide(demand, each.figure.value)), None)) is not None:
            cell, period = reached.figure.readings[0].value_place, str(reached.key.period)
            reason = problem("state-unknown-when-due", cell, end=self.end.isoformat(), period=period)
            return start._replace(status=Status.MISSING, reason=reason)
        if not later and (refused := _first_refused(submitted)) is not None:
            return start._replace(status=Status.INVALID, reason=refused)
        return self._nothing(start, later or _usable(self.before))

    def _proof(self, demand: Demand, last: Used | None, later: list[Used]) -> Used | None:
        """What proves that the level was not there at the end: what is kept and comes later had not come before.

        Any other level was short of it at the end where the readings on both sides of it are.
        """
        if self._is_kept():
            return next((each for each in later if not decide(demand, each.figure.value)), None)
        return last if later and not decide(demand, later[0].figure.value) else None

    def _is_kept(self) -> bool:
        """Whether what is demanded, once reached, stays reached: a level or any above it; figures may leave a band."""
        scale = self.indicator.scale
        return scale is not None and not scale.bands and self._side() is Operator.GE

    def _side(self) -> Operator | None:
        """`>=` where a level or any above it is demanded, `<=` for any below; None for a set."""
        requires = self.target.threshold.requires
        return requires.operator.side if isinstance(requires, Level) else None

    def _nothing(self, start: Verdict, others: list[Used]) -> Verdict:
        """Nothing was submitted that says it: pending before the end, else missing; *others* say nothing about it."""
        if self.end > self.as_of:
            return self._pending(start)
        if others:
            cell = others[0].figure.readings[0]
            reason = problem(
                "missing-in-period", cell.value_place, indicator=self.indicator.called, text=cell.value.strip(),
                period=str(self.case.point.period), other=str(others[0].key.period),
            )  # fmt: skip
            return start._replace(status=Status.MISSING, reason=reason)
        lack = self.figures.reported(self.case.key).value
        return start._replace(status=Status.MISSING, reason=lack.problems[0] if isinstance(lack, Lack) else None)

    def _pending(self, start: Verdict) -> Verdict:
        reason = problem("not-due", end=self.end.isoformat(), as_of=self.as_of.isoformat())
        return start._replace(status=Status.PENDING, reason=reason)

    def _reached(self, start: Verdict, demand: Demand, reached: Used) -> Verdict:
        """Pass or fail by the level that *reached* is."""
        rank, scale = reached.figure.value, self.indicator.scale
        assert scale is not None  # the caller judges a level
        is_met = decide(demand, rank)
        return start._replace(
            status=Status.PASS if is_met else Status.FAIL,
            close=is_met and _misses(self.target.warn_demand, rank),
            actual=_shown(scale, reached.figure),
            margin=self._margin(demand, rank),
            notes=(*start.notes, *reached.figure.notes),
        )

    def _margin(self, demand: Demand, rank: Fraction) -> int | None:
        """How many levels beyond what is demanded, negative where short of it; a set has no margin."""
        side = self._side()
        if not isinstance(demand, Levels) or not demand.ranks or side is None:
            return None
        return int(rank) - min(demand.ranks) if side is Operator.GE else max(demand.ranks) - int(rank)


def _usable(submitted: list[Submitted]) -> list[Used]:
    return [Used(each.key, each.found) for each in submitted if isinstance(each.found, Figure)]


def _first_refused(submitted: list[Submitted]) -> Problem | None:
    return next((each.found for each in submitted if isinstance(each.found, Problem)), None)


def _last(submitted: list[Submitted]) -> list[Submitted]:
    """Those that end last."""
    return [each for each in submitted if each.end == submitted[-1].end]


def _latest(submitted: list[Submitted]) -> Used | Problem | None:
    """The last of them; the problem where one that ends with it cannot be used."""
    last = _last(submitted)
    return _first_refused(last) or next(reversed(_usable(last)), None)


def _misses(warn: Demand | Versus | None, value: Fraction) -> bool:
    """Whether a level or a day does not meet `warn`, which is always known for these."""
    return warn is not None and not isinstance(warn, Versus) and not decide(warn, value)


def _disagreements(submitted: list[Used]) -> Iterator[Problem]:
    """Neighbours that end on the same day, and are not the same."""
    for one, other in pairwise(submitted):
        if one.end == other.end and one.figure.value != other.figure.value:
            here, there = one.figure.readings[0], other.figure.readings[0]
            yield problem(
                "states-disagree", here.value_place, indicator=one.key.indicator, text=here.value.strip(),
                period=str(one.key.period), other=there.value.strip(), other_period=str(other.key.period),
                first=there.value_place,
            )  # fmt: skip


def _replaced(submitted: list[Used]) -> Iterator[Problem]:
    """The note that an earlier period's day was another than the latest one's, which is judged."""
    latest = submitted[-1]
    before = next((each for each in reversed(submitted) if each.figure.value != latest.figure.value), None)
    if before is not None:
        here, there = latest.figure.readings[0], before.figure.readings[0]
        yield problem(
            "day-replaced", here.value_place, text=here.value.strip(), period=str(latest.key.period),
            other=there.value.strip(), other_period=str(before.key.period), first=there.value_place,
        )  # fmt: skip


def _shown(scale: Scale, figure: Figure) -> LevelReached:
    """The level's word, with the figure that fell into its band."""
    submitted = figure.quantity
    shown = None if submitted is None else Amount(submitted.value, submitted.unit, None)
    return LevelReached(scale.levels[int(figure.value)], shown)
