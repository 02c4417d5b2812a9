"""A case whose value is a level or a day: what was reached by when."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from kpicheck.demand import Demand, Levels, Operator, decide, ends
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.judge.parts import Used
from kpicheck.notation import Day, Level
from kpicheck.plan import Case
from kpicheck.problem import Problem, problem
from kpicheck.report import Amount, LevelReached, Status, Verdict
from kpicheck.submission.figure import Figure
from kpicheck.targets.model import Scale, Versus
from kpicheck.unit import BUILT_IN


class MilestoneJudge:
    """The judging of one case; `keys` are those of the figures that it looked at."""

    def __init__(self, case: Case, as_of: date, figures: Figures) -> None:
        self.case, self.as_of, self.figures = case, as_of, figures
        self.target, self.indicator = case.spec.target, case.spec.indicator
        self.end = self._end()
        self.submitted, self.refused = self._submitted()
        self.keys = tuple(each.key for each in self.submitted) or (case.key,)

    def _end(self) -> date:
        """The day by which it must be reached: a day's own limit, `due`, else the period's end."""
        requires = self.target.threshold.requires
        return requires.day if isinstance(requires, Day) else self.target.due or self.case.point.period.last_day

    def _submitted(self) -> tuple[list[Used], Problem | None]:
        """What was submitted for the period, its parts and later ones, oldest first; or why it cannot be used."""
        found, refused, wanted = [], None, self.case.key
        for when in self.figures.periods(wanted):
            if when.first_day < wanted.period.first_day:
                continue
            key = wanted._replace(period=when)
            submitted = self.figures.submission.at(key)
            if isinstance(submitted, Figure):
                found.append(Used(key, submitted))
            else:
                refused = refused or submitted
        found.sort(key=lambda each: (each.end, -(each.end - each.key.period.first_day).days))
        if any(each.end >= self.end for each in found):
            refused = None
        return found, refused or next(_disagreements(found), None)

    def judge(self, start: Verdict) -> Verdict:
        """The verdict that *start* becomes."""
        if self.refused is not None:
            return start._replace(status=Status.INVALID, reason=self.refused)
        demand = self.target.demand
        assert not isinstance(demand, Versus)  # a level and a day are always known
        if self.indicator.is_date:
            return self._day(start, demand)
        return self._level(start, demand) if self.end <= self.as_of else self._level_early(start, demand)

    def _day(self, start: Verdict, demand: Demand) -> Verdict:
        if not self.submitted:
            return self._nothing(start)
        figure = self.submitted[-1].figure
        start = start._replace(notes=(*start.notes, *_replaced(self.submitted)))
        if figure.day > self.as_of:
            return self._day_to_come(start, demand, figure)
        return self._dated(start, figure, is_met=decide(demand, figure.value))

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
        return self._pending(start) if len(decided) > 1 else self._dated(start, figure, is_met=decided.pop())

    def _dated(self, start: Verdict, figure: Figure, *, is_met: bool) -> Verdict:
        """Pass or fail by the day that *figure* is."""
        left = Amount(self.end.toordinal() - figure.value, BUILT_IN.find("天"), 0)
        return start._replace(status=Status.PASS if is_met else Status.FAIL, actual=figure.day, margin=left)

    def _level(self, start: Verdict, demand: Demand) -> Verdict:
        """The latest by the end; where that is short of it and earlier, a later one may prove that it was missed."""
        by_end = [each for each in self.submitted if each.end <= self.end]
        later = self.submitted[len(by_end) :]
        if not self.submitted:
            return self._nothing(start)
        if by_end and (decide(demand, by_end[-1].figure.value) or by_end[-1].end == self.end or not later):
            return self._reached(start, demand, by_end[-1])
        proof = next((each for each in later if not decide(demand, each.figure.value)), None)
        if proof is not None:
            return self._reached(start, demand, proof)
        cell, period = later[0].figure.readings[0].value_place, str(later[0].key.period)
        reason = problem("state-unknown-when-due", cell, end=self.end.isoformat(), period=period)
        return start._replace(status=Status.MISSING, reason=reason)

    def _level_early(self, start: Verdict, demand: Demand) -> Verdict:
        reached = [each for each in self.submitted if decide(demand, each.figure.value)]
        if not reached or not self._is_kept():
            return self._pending(start)
        verdict = self._reached(start, demand, reached[-1])
        early = problem("decided-early", as_of=self.as_of.isoformat(), end=self.end.isoformat())
        return verdict._replace(notes=(*verdict.notes, early))

    def _is_kept(self) -> bool:
        """Whether what is demanded, once reached, stays reached: a level or any above it."""
        requires = self.target.threshold.requires
        return isinstance(requires, Level) and requires.operator in {Operator.GE, Operator.GT}

    def _nothing(self, start: Verdict) -> Verdict:
        """Nothing was submitted: pending before the end, else missing."""
        if self.end > self.as_of:
            return self._pending(start)
        lack = self.figures.reported(self.case.key).value
        return start._replace(status=Status.MISSING, reason=lack.problems[0] if isinstance(lack, Lack) else None)

    def _pending(self, start: Verdict) -> Verdict:
        reason = problem("not-due", end=self.end.isoformat(), as_of=self.as_of.isoformat())
        return start._replace(status=Status.PENDING, reason=reason)

    def _reached(self, start: Verdict, demand: Demand, reached: Used) -> Verdict:
        """Pass or fail by the level that *reached* is."""
        rank, scale, warn = reached.figure.value, self.indicator.scale, self.target.warn_demand
        assert scale is not None  # the caller judges a level
        is_met = decide(demand, rank)
        is_close = is_met and warn is not None and not isinstance(warn, Versus) and not decide(warn, rank)
        return start._replace(
            status=Status.PASS if is_met else Status.FAIL,
            close=is_close,
            actual=_shown(scale, reached.figure),
            margin=self._margin(demand, rank),
            notes=(*start.notes, *reached.figure.notes),
        )

    def _margin(self, demand: Demand, rank: Fraction) -> int | None:
        """How many levels above (or below) what is demanded; a set has no margin."""
        if not isinstance(demand, Levels) or not demand.ranks or not self._is_kept():
            return None
        return int(rank) - min(demand.ranks)


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
