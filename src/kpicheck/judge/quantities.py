"""A case whose value is a quantity: the statuses in their order, the first that applies."""

from datetime import date
from fractions import Fraction
from typing import TypeGuard

from kpicheck.demand import Demand, Interval, decide
from kpicheck.formula.evaluate import leaves
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.judge.figures import Figures
from kpicheck.judge.measure import as_judged, measure, straddles
from kpicheck.judge.needed import needed
from kpicheck.judge.parts import Reported
from kpicheck.judge.precision import places_computed, places_of
from kpicheck.notation import About, Range
from kpicheck.plan import Case, settle
from kpicheck.point import Point
from kpicheck.problem import Problem, problem
from kpicheck.quantity import in_unit
from kpicheck.report import Amount, NamedValue, Status, Verdict, amount_of
from kpicheck.targets.model import Formula, WhenEmpty
from kpicheck.unit import Unit, is_count


class QuantityJudge:
    """The judging of one case; `keys` are those of the reported figures that it needs."""

    def __init__(self, case: Case, as_of: date, figures: Figures) -> None:
        self.case, self.as_of, self.figures = case, as_of, figures
        self.target, self.indicator = case.spec.target, case.spec.indicator
        unit = self.target.unit
        assert unit is not None  # the targets file was checked
        self.unit: Unit = unit
        self.keys = figures.plan.needs(case)

    def judge(self, start: Verdict) -> Verdict:
        """The verdict that *start* becomes."""
        found = self._judged(start)
        formula = self.indicator.formula
        if formula is None or found.status is Status.PENDING:
            return found
        return found._replace(named_values=self._named_values(formula))

    def _judged(self, start: Verdict) -> Verdict:
        actual = self.figures.value(self.case.key)
        demand = settle(self.target.demand, self.case.point, self.figures.look_up)
        if (invalid := self._invalid(actual, demand)) is not None:
            return start._replace(status=Status.INVALID, reason=invalid)
        end = self.target.due or self.case.point.period.last_day
        if end > self.as_of:
            return self._early(start, demand, end)
        for lack in (actual, demand):
            if isinstance(lack, Lack) and lack.status is Lacking.MISSING:
                return start._replace(status=Status.MISSING, reason=lack.problems[0], notes=lack.problems[1:])
        if isinstance(actual, Lack) or isinstance(demand, Lack):
            return self._empty(start, actual)
        reported = self.figures.reported(self.case.key) if self.indicator.formula is None else None
        return self._decided(start, actual, demand, reported)

    def _invalid(self, actual: Fraction | Lack, demand: Demand | Lack) -> Problem | None:
        for lack in (actual, demand):
            if isinstance(lack, Lack) and lack.status is Lacking.INVALID:
                return lack.problems[0]
        if isinstance(demand, Lack) and demand.status is Lacking.EMPTY:
            return demand.problems[0]
        if isinstance(actual, Lack) and actual.status is Lacking.EMPTY and self.target.when_empty is None:
            return actual.problems[0]
        return None

    def _empty(self, start: Verdict, actual: Fraction | Lack) -> Verdict:
        """0/0 where the target says what that means."""
        status = Status.PASS if self.target.when_empty is WhenEmpty.PASS else Status.NOT_APPLICABLE
        return start._replace(status=status, reason=actual.problems[0] if isinstance(actual, Lack) else None)

    def _early(self, start: Verdict, demand: Demand | Lack, end: date) -> Verdict:
        """Pending, unless what there is so far decides for good: only what cannot fall again can."""
        when, as_of = end.isoformat(), self.as_of.isoformat()
        pending = start._replace(status=Status.PENDING, reason=problem("not-due", end=when, as_of=as_of))
        if not isinstance(demand, Interval) or not self.indicator.cannot_fall:
            return pending
        so_far = self.figures.so_far(self.case.key)
        if so_far is None or isinstance(so_far.value, Lack):
            return pending
        value = as_judged(so_far.value, self.target)
        is_met = demand.high is None and demand.holds(value)
        if not is_met and (demand.high is None or demand.from_above().holds(value)):
            return pending
        decided = self._decided(start, so_far.value, demand, so_far)
        early = problem("decided-early", as_of=as_of, end=when)
        return decided._replace(needed=(), notes=(*decided.notes, early))  # what is needed is not known before the end

    def _is_count(self) -> bool:
        dimension = self.indicator.dimension
        return dimension is not None and is_count(dimension)

    def _decided(self, start: Verdict, full: Fraction, demand: Demand, reported: Reported | None) -> Verdict:
        """Pass or fail, with everything that explains it."""
        actual = as_judged(full, self.target)
        is_met, warn = decide(demand, actual), self._warn()
        seen = measure(actual, demand, warn, self.target, self._places(actual, reported))
        return start._replace(
            status=Status.PASS if is_met else Status.FAIL,
            close=is_met and warn is not None and not decide(warn, actual),
            actual=seen.actual, limit=seen.limit, margin=seen.margin, completion=seen.completion,
            needed=() if is_met else needed(self.case, self.figures),
            notes=(*start.notes, *self._notes(full, actual, demand, reported)),
        )  # fmt: skip

    def _places(self, actual: Fraction, reported: Reported | None) -> int:
        """The decimals to begin with: of the rounding step, of the digits that were submitted, of a computed value."""
        if self.target.compare is not None:
            return places_of(self.target.compare.step, self.unit)
        if reported is not None and reported.step:
            return places_of(reported.step, self.unit)
        formula = self.indicator.formula
        return places_computed(actual, self.unit, formula.node if formula else None)

    def _warn(self) -> Demand | None:
        if self.target.warn_demand is None:
            return None
        found = settle(self.target.warn_demand, self.case.point, self.figures.look_up)
        return None if isinstance(found, Lack) else found

    def _notes(self, full: Fraction, actual: Fraction, demand: Demand, reported: Reported | None) -> list[Problem]:
        target = self.target
        found = [note for key in self.keys for note in self.figures.reported(key).notes]
        if target.compare is not None:
            text, why = str(in_unit(full, self.unit)), target.compare.mode.value
            found.append(problem("value-rounded", full=text, step=target.compare.text, why=why))
        if self._may_straddle(reported) and straddles(actual, reported.step, demand):
            found.append(problem("straddles-limit", text=reported.figures[0].figure.readings[0].value.strip()))
        if target.better is not None and isinstance(target.threshold.requires, Range | About):
            found.append(problem("one-sided", better=target.better.value))
        return found

    def _may_straddle(self, reported: Reported | None) -> TypeGuard[Reported]:
        """Whether the value is one submitted figure, which may have been rounded; a count was not."""
        return reported is not None and len(reported.figures) == 1 and not self._is_count()

    def _named_values(self, formula: Formula) -> tuple[NamedValue, ...]:
        """What each name in the indicator's *formula* is at its point."""
        named = leaves(formula.node, self.case.point)
        return tuple(NamedValue(name, at, self._named_value(name, at)) for name, at in named)

    def _named_value(self, name: str, point: Point) -> Amount | None:
        """A figure in a formula: as it was submitted where one figure is all there is, else its value in its unit."""
        key = self.figures.plan.key(name, point)
        value, indicator = self.figures.value(key), self.figures.targets.indicators[key.indicator]
        if isinstance(value, Lack):
            return None
        used = self.figures.reported(key).figures if indicator.formula is None else ()
        if len(used) == 1 and used[0].figure.quantity is not None:
            return amount_of(used[0].figure.quantity)
        unit = indicator.unit or (self.unit if indicator.dimension == self.unit.dimension else indicator.own_unit)
        assert unit is not None  # quantities alone are in formulas
        return Amount(value / unit.factor, unit, None)
