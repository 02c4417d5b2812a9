"""A case whose value is a quantity: the statuses in their order, the first that applies."""

from datetime import date
from fractions import Fraction

from kpicheck.demand import Demand, Interval, decide, decide_from, ends
from kpicheck.formula.evaluate import leaves
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.formula.syntax import Name, Shift
from kpicheck.judge.figures import Figures, out_of_bounds
from kpicheck.judge.measure import Held, as_judged, held, measure, measured, straddles
from kpicheck.judge.needed import needed
from kpicheck.judge.parts import Reported
from kpicheck.judge.precision import QUOTIENT_PLACES, places_computed, places_of, places_of_operand
from kpicheck.notation import About, Direction, Range, Threshold
from kpicheck.plan import Case, settle
from kpicheck.point import Point
from kpicheck.problem import Problem, Severity, problem
from kpicheck.report import Amount, NamedValue, Status, Verdict, amount_of
from kpicheck.targets.model import Formula, Versus, WhenEmpty


class QuantityJudge:
    """The judging of one case.

    `keys` are those of the reported figures that it looks at, `evidence` those of them that its verdict shows.
    """

    def __init__(self, case: Case, as_of: date, figures: Figures) -> None:
        self.case, self.as_of, self.figures = case, as_of, figures
        self.target, self.indicator = case.spec.target, case.spec.indicator
        unit = self.target.unit
        assert unit is not None  # the targets file was checked
        self.unit = unit
        self.keys = self.evidence = figures.plan.needs(case)

    def judge(self, start: Verdict) -> Verdict:
        """The verdict that *start* becomes."""
        due, whole = self.target.due, self.case.point.period
        if due is not None and (due > whole.last_day or whole.until(due) is None):  # the run judges another period
            reason = problem(
                "due-not-judged", self.target.place, due=due.isoformat(), text=str(whole), why="outside"
            )
            return start._replace(status=Status.INVALID, reason=reason)
        if (part := self.case.judged.period) != whole:
            note = problem("part-judged", part=str(part), period=str(whole), due=self.case.end.isoformat())
            start = start._replace(notes=(*start.notes, note))
        found = self._judged(self._with_known_limits(start))
        formula = self.indicator.formula
        if formula is None or found.status is Status.PENDING:
            return found
        return found._replace(named_values=self._named_values(formula))

    def _with_known_limits(self, start: Verdict) -> Verdict:
        """*start* with the limits that are known before any figure is."""
        limit = self._known(self.target.threshold, self.target.demand)
        return start._replace(limit=limit, warn_limit=self._known(self.target.warn, self.target.warn_demand))

    def _known(self, threshold: Threshold | None, demand: Demand | Versus | None) -> Amount | None:
        if threshold is None or demand is None or isinstance(demand, Versus):
            return None
        worked = held(demand, threshold, self.unit, QUOTIENT_PLACES).worked
        return worked and Amount(worked.end / self.unit.factor, self.unit, worked.places)

    def _judged(self, start: Verdict) -> Verdict:
        actual = self.figures.value(self.case.key)
        demand = settle(self.target.demand, self.case.judged, self.figures.look_up)
        if (invalid := self._invalid(actual, demand)) is not None:
            return start._replace(status=Status.INVALID, reason=invalid)
        is_due = self.case.end <= self.as_of
        if not (is_due and isinstance(actual, Fraction)) and (early := self._early(start, demand)) is not None:
            return early
        if not is_due:
            reason = problem("not-due", end=self.case.end.isoformat(), as_of=self.as_of.isoformat())
            return start._replace(status=Status.PENDING, reason=reason)
        for lack in (actual, demand):
            if isinstance(lack, Lack) and lack.status is Lacking.MISSING:
                return start._replace(
                    status=Status.MISSING, reason=lack.problems[0], notes=(*start.notes, *lack.problems[1:])
                )
        if isinstance(actual, Lack) or isinstance(demand, Lack):
            return self._empty(start, actual)
        reported = self.figures.reported(self.case.key) if self.indicator.formula is None else None
        return self._decided(start, actual, demand, reported)

    def _invalid(self, actual: Fraction | Lack, demand: Demand | Lack) -> Problem | None:
        for lack in (actual, demand):
            if isinstance(lack, Lack) and lack.status is Lacking.INVALID:
                return lack.problems[0]
        if isinstance(demand, Lack) and demand.status is Lacking.EMPTY:
            return _of_empty(demand.problems[0], "limit")
        if isinstance(actual, Lack) and actual.status is Lacking.EMPTY and self.target.when_empty is None:
            return actual.problems[0]
        return None

    def _empty(self, start: Verdict, actual: Fraction | Lack) -> Verdict:
        """0/0 where the target says what that means."""
        status = Status.PASS if self.target.when_empty is WhenEmpty.PASS else Status.NOT_APPLICABLE
        reason = _of_empty(actual.problems[0], "said") if isinstance(actual, Lack) else None
        return start._replace(status=status, reason=reason)

    def _early(self, start: Verdict, demand: Demand | Lack) -> Verdict | None:
        """What is decided for good, though not all of the period is there: only what cannot fall again can be.

        None where nothing is; what was looked at is used all the same.
        """
        if not isinstance(demand, Interval) or not self.indicator.cannot_fall:
            return None
        so_far = self.figures.so_far(self.case.key)
        if so_far is None:
            return None
        self.keys = tuple(dict.fromkeys((*self.keys, *so_far.keys)))
        invalid, value = self._invalid_so_far(so_far), so_far.value
        if invalid is None and (isinstance(value, Lack) or not self._is_for_good(demand, value)):
            return None
        self.evidence = self.keys
        if invalid is not None or isinstance(value, Lack):
            return start._replace(status=Status.INVALID, reason=invalid)
        decided = self._decided(start, value, demand, so_far, is_early=True)
        return decided._replace(notes=(*decided.notes, self._decided_early()))

    def _is_for_good(self, demand: Interval, so_far: Fraction) -> bool:
        """Whether every value from *so_far* up gets the same verdict, by a limit that does not move any more."""
        return self._is_final() and decide_from(demand, as_judged(so_far, self.target)) is not None

    def _decided_early(self) -> Problem:
        """The note that says so; the period may be over, and what came too late or never cannot change it."""
        why = "over" if self.case.end <= self.as_of else ""
        return problem("decided-early", as_of=self.as_of.isoformat(), end=self.case.end.isoformat(), why=why)

    def _invalid_so_far(self, so_far: Reported) -> Problem | None:
        """Why what there is so far cannot be used: one of its figures, or a sum that is already out of bounds."""
        parts = (self.figures.reported(used.key).value for used in so_far.figures)
        for value in (so_far.value, *parts):
            if isinstance(value, Lack) and value.status is Lacking.INVALID:
                return value.problems[0]
        bounds = self.indicator.bounds
        if bounds is None or isinstance(so_far.value, Lack) or bounds.from_above().holds(so_far.value):
            return None
        return out_of_bounds(so_far.value, self.indicator)

    def _is_final(self) -> bool:
        """Whether the limit is known for good: all that it is computed from is of periods that are over."""
        demand, plan = self.target.demand, self.figures.plan
        if not isinstance(demand, Versus):
            return True
        named = plan.keys_in(demand.expression, self.case.judged)
        return all(key.period.last_day <= self.as_of for key in plan.reported_keys(*named))

    def _decided(
        self, start: Verdict, full: Fraction, demand: Demand, reported: Reported | None, *, is_early: bool = False
    ) -> Verdict:
        """Pass or fail, with everything that explains it; what is needed is not known before the end."""
        actual, stricter = as_judged(full, self.target), self._warn()
        is_met, warn = decide(demand, actual), None if isinstance(stricter, Lack) else stricter
        unknown = self._close_unknown(stricter) if is_met and isinstance(stricter, Lack) else ()
        places = self._places(actual, reported)
        seen = measure(actual, self.target, self._held(demand, places), self._warning(warn, places), places)
        return start._replace(
            status=Status.PASS if is_met else Status.FAIL,
            close=is_met and warn is not None and not decide(warn, actual),
            **seen._asdict(),
            needed=() if is_met or is_early else needed(self.case, self.figures),
            notes=(*start.notes, *self._notes(full, demand, reported), *unknown),
        )  # fmt: skip

    def _places(self, actual: Fraction, reported: Reported | None) -> int:
        """The decimals to begin with: of the rounding step, of the digits that were submitted, of a computed value."""
        if self.target.compare is not None:
            return places_of(self.target.compare.step, self.unit)
        if reported is not None and reported.step:
            return places_of(reported.step, self.unit)
        formula = self.indicator.formula
        return places_computed(actual, self.unit, formula.node if formula else None)

    def _held(self, demand: Demand, places: int) -> Held:
        """What the value is held against."""
        return held(demand, self.target.threshold, self.unit, self._digits(self.target.demand, demand, places))

    def _warning(self, demand: Demand | None, places: int) -> Held | None:
        if demand is None or self.target.warn is None:
            return None
        return held(demand, self.target.warn, self.unit, self._digits(self.target.warn_demand, demand, places))

    def _digits(self, declared: Demand | Versus | None, demand: Demand, places: int) -> int:
        """The decimals of a limit: *places*, as many as the actual value has, or more where its own digits are more."""
        if not isinstance(declared, Versus):
            return places
        node, (end,) = declared.expression, ends(demand)
        if isinstance(node.operand if isinstance(node, Shift) else node, Name):
            ((name, point),) = leaves(node, self.case.judged)
            key = self.figures.plan.key(name, point)
            formula = self.figures.plan.formula(key)
            if formula is None:
                return max(places, places_of(self.figures.reported(key).step, self.unit))
            node = formula.node
        return max(places, places_computed(end, self.unit, node))

    def _warn(self) -> Demand | Lack | None:
        """What `warn` demands at the point, where the target has one."""
        if self.target.warn_demand is None:
            return None
        return settle(self.target.warn_demand, self.case.judged, self.figures.look_up)

    def _close_unknown(self, warn: Lack) -> tuple[Problem, ...]:
        """The notes that a pass may be close or not, for what `warn` demands has no value; and why."""
        text = self.target.warn.text if self.target.warn is not None else ""
        lacks = (_of_empty(each, "limit")._replace(severity=Severity.NOTE) for each in warn.problems)
        return (problem("close-unknown", text=text), *lacks)

    def _notes(self, full: Fraction, demand: Demand, reported: Reported | None) -> list[Problem]:
        target = self.target
        found = list(dict.fromkeys(note for key in self.evidence for note in self.figures.reported(key).notes))
        if target.compare is not None:
            text, why = measured(full, self.unit), target.compare.mode.value
            found.append(problem("value-rounded", full=text, step=target.compare.text, why=why))
        if reported is not None and straddles(full, self._slack(reported), demand, target):
            found.append(self._straddling(full, reported))
        if target.threshold.direction is Direction.DOWN and self.indicator.formula is None and full > 0:
            found.append(problem("rise-beside-fall", text=measured(full, self.unit)))
        if target.better is not None and isinstance(target.threshold.requires, Range | About):
            found.append(problem("one-sided", better=target.better.value))
        return found

    def _slack(self, reported: Reported) -> Fraction:
        """How far printed figures may be from what they were: half a last digit each. Whole counts were not rounded."""
        return sum((self.indicator.slack(used.figure.step) for used in reported.figures), Fraction(0))

    def _straddling(self, full: Fraction, reported: Reported) -> Problem:
        """The note that the last digit of the figure, or of the parts of a sum, decides."""
        if len(reported.figures) > 1:
            return problem("straddles-limit", text=measured(full, self.unit), why="sum")
        return problem("straddles-limit", text=reported.figures[0].figure.readings[0].value.strip(), why="")

    def _named_values(self, formula: Formula) -> tuple[NamedValue, ...]:
        """What each name in the indicator's *formula* is at its point."""
        named = leaves(formula.node, self.case.judged)
        return tuple(NamedValue(name, at, self._named_value(name, at)) for name, at in named)

    def _named_value(self, name: str, point: Point) -> Amount | None:
        """A figure in a formula: as it was submitted where one figure is all there is, else its value."""
        key = self.figures.plan.key(name, point)
        value, indicator = self.figures.value(key), self.figures.targets.indicators[key.indicator]
        if isinstance(value, Lack):
            return None
        used = self.figures.reported(key).figures if indicator.formula is None else ()
        if len(used) == 1 and used[0].figure.quantity is not None:
            return amount_of(used[0].figure.quantity)
        unit = indicator.own_unit
        assert unit is not None  # quantities alone are in formulas
        return Amount(value / unit.factor, unit, places_of_operand(value / unit.factor))


def _of_empty(found: Problem, why: str) -> Problem:
    """0/0 of a limit, or where the target has said what it means: then nobody is asked for `when_empty`."""
    return found._replace(arguments=(*found.arguments, ("why", why))) if found.code == "zero-over-zero" else found
