"""One target judged in one period: the statuses in their order, the first that applies."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from kpicheck.demand import decide
from kpicheck.formula.evaluate import substituted
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.judge.checks import Check, breaks_above, check_of, is_lower_bound
from kpicheck.judge.figures import Figures, Leaf
from kpicheck.judge.measure import compared, needed, shown, straddles
from kpicheck.judge.shown import as_submitted, as_written, distinct, places_computed, places_of, quantity_value
from kpicheck.judge.states import judge_word
from kpicheck.matching import Key
from kpicheck.notation import About, Range
from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.problem import Problem, problem
from kpicheck.quantity import in_unit
from kpicheck.report import Input, Status, Verdict
from kpicheck.targets.checks import written_unit
from kpicheck.targets.model import Aggregation, Indicator, Target, Versus, WhenEmpty

if TYPE_CHECKING:
    from kpicheck.unit import Unit


class Judged(NamedTuple):
    """A verdict and the keys of the figures that its plan names."""

    verdict: Verdict
    keys: tuple[Key, ...]


def judge(target: Target, period: Period, as_of: date, figures: Figures) -> Judged:
    """The verdict on *target* in *period*, seen from the end of day *as_of*."""
    indicator = figures.targets.indicators[target.indicator]
    start = Verdict(
        id=f"{target.id}/-/{period}", target=target.id, period=period, status=Status.PASS, severity=target.severity,
        place=target.limit_place, threshold=target.threshold, warn=target.warn, compare=target.compare,
        formula=indicator.formula.text if indicator.formula else None,
    )  # fmt: skip
    if indicator.scale is not None or indicator.is_date:
        found, keys = judge_word(start, target, indicator, period, as_of, figures)
    else:
        found, keys = (
            _Quantity(target, indicator, period, as_of, figures).judge(start),
            _plan(target, indicator, period, figures),
        )
    found = _waived(found, target, as_of)
    return Judged(found._replace(inputs=inputs_of(keys, figures)), _figure_keys(keys, figures))


def _plan(target: Target, indicator: Indicator, period: Period, figures: Figures) -> tuple[Key, ...]:
    """The reported (indicator, period) pairs that a verdict rests on, known before anything is evaluated."""
    found = list(figures.reported(indicator.id, period))
    for demand in (target.demand, target.warn_demand):
        if isinstance(demand, Versus):
            found += figures.behind(demand.expression, period)
    return tuple(dict.fromkeys(found))


def _figure_keys(keys: tuple[Key, ...], figures: Figures) -> tuple[Key, ...]:
    """The figures themselves: a year's sum rests on its months."""
    return tuple(dict.fromkeys(key for wanted in keys for key in (wanted, *figures.behind_leaf(*wanted))))


def inputs_of(keys: tuple[Key, ...], figures: Figures) -> tuple[Input, ...]:
    """The submitted figures behind a verdict, as they were written."""
    found: dict[Key, Input] = {}
    for wanted in keys:
        for key, figure in figures.used(*wanted):
            for reading in figure.readings:
                text = reading.value.strip() + (reading.unit.strip() if figure.quantity is not None else "")
                shown_ = as_submitted(figure.quantity) if figure.quantity is not None else None
                at = (key[0], key[1], reading.value_place)
                found[at] = Input(key[0], key[1], text, shown_, reading.value_place, reading.note)  # type: ignore[index]
    return tuple(found.values())


def _waived(verdict: Verdict, target: Target, as_of: date) -> Verdict:
    """A waiver in force covers a fail; one that has expired is told."""
    if verdict.status is not Status.FAIL or target.waive is None:
        return verdict
    if target.waive.until is not None and target.waive.until < as_of:
        note = problem("waiver-expired", target.waive.place, until=target.waive.until.isoformat(), by=target.waive.by)
        return verdict._replace(notes=(*verdict.notes, note))
    return verdict._replace(status=Status.WAIVED, waiver=target.waive)


class _Quantity:
    """The judging of a target of quantities."""

    def __init__(self, target: Target, indicator: Indicator, period: Period, as_of: date, figures: Figures) -> None:
        self.target, self.indicator, self.period, self.as_of, self.figures = target, indicator, period, as_of, figures
        unit = target.unit
        assert unit is not None  # the targets file was checked
        self.unit: Unit = unit

    def judge(self, start: Verdict) -> Verdict:
        """The first status that applies."""
        actual = self.figures.value(self.indicator.id, self.period)
        check = check_of(self.target.demand, self.figures, self.period)
        if (invalid := self._invalid(actual, check)) is not None:
            return self._with_formula(start._replace(status=Status.INVALID, reason=invalid))
        end = self.target.due or self.period.last_day
        if end > self.as_of:
            return self._early(start, check, end)
        for lack in (actual, check):
            if isinstance(lack, Lack) and lack.status is Lacking.MISSING:
                return self._with_formula(
                    start._replace(status=Status.MISSING, reason=lack.problems[0], notes=lack.problems[1:])
                )
        if isinstance(actual, Lack) or isinstance(check, Lack):
            return self._empty(start, actual)
        leaf = self.figures.leaf(self.indicator.id, self.period) if self.indicator.formula is None else None
        return self._with_formula(self._decided(start, actual, check, leaf))

    def _invalid(self, actual: Fraction | Lack, check: Check | Lack) -> Problem | None:
        for lack in (actual, check):
            if isinstance(lack, Lack) and lack.status is Lacking.INVALID:
                return lack.problems[0]
        if isinstance(check, Lack) and check.status is Lacking.EMPTY:
            return check.problems[0]
        if isinstance(actual, Lack) and actual.status is Lacking.EMPTY and self.target.when_empty is None:
            return actual.problems[0]
        bounds = self.indicator.bounds
        if bounds is not None and isinstance(actual, Fraction) and not bounds.holds(actual):
            ends = [end / self.unit.factor for end in (bounds.low, bounds.high) if end is not None]
            places = distinct(actual / self.unit.factor, ends, self._places(actual, None))
            text = quantity_value(actual, self.unit, places).shown
            return problem("out-of-bounds", self.indicator.place, text=text, bounds=self.indicator.bounds_text)
        return None

    def _empty(self, start: Verdict, actual: Fraction | Lack) -> Verdict:
        """0/0 where the target says what that means."""
        status = Status.PASS if self.target.when_empty is WhenEmpty.PASS else Status.NOT_APPLICABLE
        reason = actual.problems[0] if isinstance(actual, Lack) else None
        return self._with_formula(start._replace(status=status, reason=reason))

    def _early(self, start: Verdict, check: Check | Lack, end: date) -> Verdict:
        """Pending, unless what there is so far decides for good: only what cannot fall again can."""
        pending = start._replace(
            status=Status.PENDING, reason=problem("not-due", end=end.isoformat(), as_of=self.as_of.isoformat())
        )
        if isinstance(check, Lack) or not self._cannot_fall():
            return pending
        leaf = self.figures.so_far(self.indicator, self.period)
        if leaf is None or isinstance(leaf.value, Lack):
            return pending
        met = is_lower_bound(check) and decide(check, compared(leaf.value, self.target))
        if not met and not breaks_above(check, compared(leaf.value, self.target)):
            return pending
        decided = self._decided(start, leaf.value, check, leaf)
        return decided._replace(
            notes=(*decided.notes, problem("decided-early", as_of=self.as_of.isoformat(), end=end.isoformat()))
        )

    def _cannot_fall(self) -> bool:
        indicator = self.indicator
        if indicator.formula is not None or indicator.aggregation not in {Aggregation.FLOW, Aggregation.CUMULATIVE}:
            return False
        never_negative = (
            indicator.bounds is not None and indicator.bounds.low is not None and indicator.bounds.low >= 0
        )
        return never_negative or (
            indicator.dimension is not None and self.figures.targets.units.is_count(indicator.dimension)
        )

    def _decided(self, start: Verdict, full: Fraction, check: Check, leaf: Leaf | None) -> Verdict:
        """Judged: pass or fail, with everything that explains it."""
        actual = compared(full, self.target)
        met = decide(check, actual)
        warn = self._warn()
        seen = shown(actual, check, warn, self.target, self.unit, self._places(actual, leaf))
        verdict = start._replace(
            status=Status.PASS if met else Status.FAIL,
            close=met and warn is not None and not decide(warn, actual),
            actual=seen.actual, limit=seen.limit, margin=seen.margin, completion=seen.completion,
            needed=() if met else needed(self.target, self.indicator, check, self.figures, self.period),
        )  # fmt: skip
        return verdict._replace(notes=(*verdict.notes, *self._notes(full, actual, check, leaf)))

    def _places(self, actual: Fraction, leaf: Leaf | None) -> int:
        """The decimals to begin with: of the rounding step, of the digits that were submitted, of a computed value."""
        if self.target.compare is not None:
            return places_of(self.target.compare.step, self.unit)
        if leaf is not None and leaf.step:
            return places_of(leaf.step, self.unit)
        formula = self.indicator.formula
        return places_computed(actual, self.unit, formula.node if formula else None)

    def _warn(self) -> Check | None:
        if self.target.warn_demand is None:
            return None
        found = check_of(self.target.warn_demand, self.figures, self.period)
        return None if isinstance(found, Lack) else found

    def _notes(self, full: Fraction, actual: Fraction, check: Check, leaf: Leaf | None) -> tuple[Problem, ...]:
        found = [
            note
            for key in _plan(self.target, self.indicator, self.period, self.figures)
            for note in self.figures.leaf(*key).notes
        ]
        if self.target.compare is not None:
            found.append(
                problem(
                    "value-rounded",
                    full=str(in_unit(full, self.unit)),
                    step=self.target.compare.text,
                    why=self.target.compare.mode.value,
                )
            )
        is_count = self.indicator.dimension is not None and self.figures.targets.units.is_count(
            self.indicator.dimension
        )
        if leaf is not None and len(leaf.figures) == 1 and not is_count and straddles(actual, leaf.step, check):
            found.append(problem("straddles-limit", text=leaf.figures[0][1].readings[0].value.strip()))
        if self.target.better is not None and isinstance(self.target.threshold.requires, Range | About):
            found.append(problem("one-sided", better=self.target.better.value))
        return tuple(found)

    def _with_formula(self, verdict: Verdict) -> Verdict:
        formula = self.indicator.formula
        if formula is None:
            return verdict
        return verdict._replace(substituted=substituted(formula.node, Point("", self.period), self._figure_text))

    def _figure_text(self, name: str, point: Point) -> str:
        """A figure in a formula: as it was submitted where one figure stands there, else its value in its unit."""
        id_, period = self.figures.targets.id_of(name), point.period
        value = self.figures.value(id_, period)
        indicator = self.figures.targets.indicators[id_]
        used = self.figures.used(id_, period) if indicator.formula is None else ()
        if isinstance(value, Lack):
            return "?"
        if len(used) == 1 and used[0][1].quantity is not None:
            return as_submitted(used[0][1].quantity).shown
        unit = indicator.unit or written_unit(self.target.threshold) or indicator.own_unit
        assert unit is not None  # quantities alone stand in formulas
        return as_written(in_unit(value, unit)).shown
