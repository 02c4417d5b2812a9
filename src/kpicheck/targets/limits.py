"""What a limit says at all: which way one without a comparator goes, and whether any figure can meet it or miss it."""

from datetime import date
from fractions import Fraction
from typing import Final

from kpicheck.demand import Demand, Excluded, Interval, Levels, Operator, excludes, implies
from kpicheck.notation import LastYear, Limit, Relative, Threshold
from kpicheck.place import Place
from kpicheck.problem import Problem, Refusal, problem
from kpicheck.quantity import Quantity, rounded, unit_of
from kpicheck.targets.checks import TargetDraft, written_unit
from kpicheck.targets.model import Better, Indicator, Rounding, TargetsFile, Versus
from kpicheck.unit import Unit, Units, is_rank
from kpicheck.unit.direction import undirected_group

_DAYS: Final = Interval(Fraction(1), Fraction(date.max.toordinal()))


def bare_operator(limit: Quantity, better: Better | None, units: Units, text: str) -> Operator:
    """The comparator of a limit that is written without one: what `better` says, else at least.

    Raises Refusal `no-direction` where nothing is said and more is not plainly more: of zero, and of the units that
    units.txt groups so (durations, rates per so many, concentrations, temperatures, ranks).
    """
    if better is not None:
        return better.side
    if why := _not_plainly_more(limit, units):
        raise Refusal("no-direction", width=len(text), text=text.strip(), why=why)
    return Operator.GE


def _not_plainly_more(limit: Quantity, units: Units) -> str:
    """Why more than *limit* is not plainly better; `""` where it is."""
    if limit.value == 0:
        return "zero"
    return "" if limit.unit is None else undirected_group(limit.unit, units)


def directed(threshold: Threshold, better: Better | None, own: Unit | None, units: Units) -> Threshold:
    """A threshold with the comparator of its bare limit, or turned where it goes the way of `better`: 优于, improve by.

    *own* is what the indicator is measured in. Raises Refusal `no-direction`.
    """
    if threshold.relative is not None:
        return _turned(threshold, threshold.relative, better, own, units)
    _refuse_place_from_below(threshold, better, own)
    if not threshold.bare or not isinstance(threshold.requires, Limit):
        return threshold
    return threshold.if_bare(bare_operator(threshold.requires.quantity, better, units, threshold.text))


def _refuse_place_from_below(threshold: Threshold, better: Better | None, own: Unit | None) -> None:
    """不低于3名次 may mean the place, where lower is better, or its number. Raises Refusal `no-direction`."""
    unit = own or written_unit(threshold)
    is_from_below = not threshold.bare and threshold.operator is not None and threshold.operator.side is Operator.GE
    if is_from_below and better is not Better.HIGHER and unit is not None and is_rank(unit.dimension):
        raise Refusal("no-direction", width=len(threshold.text), text=threshold.text.strip(), why="place")


def _turned(
    threshold: Threshold, relative: Relative, better: Better | None, own: Unit | None, units: Units
) -> Threshold:
    if better is None:
        limits = threshold.quantities or (Quantity(Fraction(1), own, 0),)
        is_plain = relative is Relative.COMPARATOR and not any(_not_plainly_more(limit, units) for limit in limits)
        if not is_plain:
            text = threshold.text
            raise Refusal("no-direction", width=len(text), text=text.strip(), why="relative")
    return threshold.towards(more=better is not Better.LOWER)


def of_trend(threshold: Threshold, draft: TargetDraft) -> Threshold:
    """A trend such as 持续增长 of a change: above zero; any other threshold unchanged."""
    requires = threshold.requires
    if isinstance(requires, LastYear) and requires.is_trend and draft.is_change:
        return threshold._replace(requires=Limit(requires.operator, Quantity(Fraction(0), draft.own, 0)))
    return threshold


def at_least_note(targets: TargetsFile) -> tuple[Problem, ...]:
    """The note, if there is anything to say, which limits of a file were read as at least for lack of a comparator."""
    bare = [target for target in targets.targets.values() if target.threshold.bare and target.better is None]
    limits = "; ".join(f"{target.id} {target.threshold.text.strip()}" for target in bare)
    return (problem("read-as-at-least", Place(targets.path), limits=limits),) if bare else ()


def check_possible(
    demand: Demand | Versus, threshold: Threshold, indicator: Indicator, compare: Rounding | None
) -> None:
    """Some figure can meet the limit, and some can miss it. Raises Refusal `vacuous-limit`.

    What is known only with the figures is not checked.
    """
    if isinstance(demand, Versus):
        return
    if isinstance(demand, Levels):
        levels = indicator.scale.levels if indicator.scale is not None else ()
        why = "level-always" if len(demand.ranks) == len(levels) else "level-never" if not demand.ranks else ""
        what = ", ".join(levels)
    else:
        why, what = _of_figures(demand, _as_compared(indicator, compare)), _range_text(indicator)
    if why:
        text = threshold.text.strip()
        raise Refusal("vacuous-limit", width=len(threshold.text), text=text, name=indicator.name, what=what, why=why)


def _of_figures(demand: Interval | Excluded, figures: Interval) -> str:
    """Whether all *figures* meet the demand, or none does; `floor` where it is the least of them that would be met."""
    if isinstance(demand, Excluded):
        is_only = figures == Interval(demand.value, demand.value)
        return "never" if is_only else "" if figures.holds(demand.value) else "always"
    if excludes(figures, demand):
        return "never"
    if not implies(figures, demand):
        return ""
    return "floor" if demand.high is None and demand.low == figures.low else "always"


def _as_compared(indicator: Indicator, compare: Rounding | None) -> Interval:
    """What is compared with the limit: rounded first, a value may lie where the ends of what is possible round to."""
    if indicator.is_date:
        return _DAYS
    whole = indicator.possible
    if compare is None:
        return whole
    low, high = (None if end is None else rounded(end, compare.step, compare.mode) for end in (whole.low, whole.high))
    return Interval(low, high)


def _range_text(indicator: Indicator) -> str:
    """What is possible, as it was declared."""
    if indicator.is_date:
        return f"{date.min.isoformat()}..{date.max.isoformat()}"
    return indicator.bounds_text or f"≥ 0{unit_of(indicator.dimension or ()).name}"
