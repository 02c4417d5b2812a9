"""What a warning threshold may demand beside its target: more, on the same side, and not what nothing could meet."""

from fractions import Fraction

from kpicheck.demand import Demand, Excluded, Interval, Levels, demand_of, excludes, implies
from kpicheck.formula.syntax import Literal
from kpicheck.formula.writing import written
from kpicheck.notation import Multiple, Threshold
from kpicheck.problem import Refusal
from kpicheck.targets.model import Better, Versus


def with_comparator(warn: Threshold, target: Threshold, better: Better | None) -> Threshold:
    """A bare `warn` with the direction of its target. Raises Refusal `warn-conflict` where that has none."""
    has_side = target.operator is not None and target.operator.side is not None
    operator = target.operator if has_side else better and better.side
    if operator is None:
        raise _conflict(warn, target, "bare")
    return warn.if_bare(operator)


def check_warn(warn: Threshold, found: Demand | Versus, target: Threshold, demand: Demand | Versus, count: int) -> None:
    """A warning threshold lies within its target; *count* is that of the levels of a scale.

    Raises Refusal `warn-implied` where whatever meets the target meets it, and `warn-conflict` where it limits another
    side, an end of it is looser, or nothing meets both. Between two limits that are known only with the figures, no
    more is known than their direction, unless they are limits of the same.
    """
    strict, weak = _known(warn, found, target, demand)
    if _is_implied(strict, weak):
        raise Refusal("warn-implied", width=len(warn.text), text=warn.text, target=target.text)
    if _is_another_side(_sides(strict, count), _sides(weak, count)):
        raise _conflict(warn, target, "direction")
    if _are_apart(strict, weak):
        raise _conflict(warn, target, "apart")
    if _is_looser(strict, weak):
        raise _conflict(warn, target, "looser")


def _conflict(warn: Threshold, target: Threshold, why: str) -> Refusal:
    return Refusal("warn-conflict", width=len(warn.text), text=warn.text, target=target.text, why=why)


def _known(
    warn: Threshold, found: Demand | Versus, target: Threshold, demand: Demand | Versus
) -> tuple[Demand | Versus, Demand | Versus]:
    """Both demands; of two that are limited by the same, what they demand beside it, which is above zero or zero."""
    own, other = warn.requires, target.requires
    if isinstance(own, Multiple) and isinstance(other, Multiple):
        return demand_of(own.operator, own.factor), demand_of(other.operator, other.factor)
    if isinstance(found, Versus) and isinstance(demand, Versus) and _limit(found) == _limit(demand):
        return demand_of(found.operator, Fraction(0)), demand_of(demand.operator, Fraction(0))
    return _settled(found), _settled(demand)


def _limit(demand: Versus) -> str:
    return written(demand.expression)


def _settled(demand: Demand | Versus) -> Demand | Versus:
    """A multiple of a declared value is known without any figure."""
    if isinstance(demand, Versus) and isinstance(demand.expression, Literal):
        return demand_of(demand.operator, demand.expression.quantity.base)
    return demand


def _is_implied(warn: Demand | Versus, target: Demand | Versus) -> bool:
    """Whether whatever meets the target meets `warn`."""
    match target, warn:
        case Interval(), Interval():
            return implies(target, warn)
        case Interval(), Excluded():
            return not target.holds(warn.value)
        case Excluded(), Excluded():
            return target == warn
        case Levels(), Levels():
            return target.ranks <= warn.ranks
    return False


def _sides(demand: Demand | Versus, count: int) -> tuple[bool, bool]:
    """Whether a value is limited below, and above."""
    match demand:
        case Interval():
            return demand.low is not None, demand.high is not None
        case Levels():
            ends = 0 not in demand.ranks, count - 1 not in demand.ranks
            return ends if any(ends) else (True, True)  # a set that leaves out a level in the middle has no direction
        case Versus():
            return _sides(demand_of(demand.operator, Fraction(0)), count)
    return False, False


def _is_another_side(warn: tuple[bool, bool], target: tuple[bool, bool]) -> bool:
    return any(is_limited and not may_be for is_limited, may_be in zip(warn, target, strict=True))


def _are_apart(warn: Demand | Versus, target: Demand | Versus) -> bool:
    """Whether nothing meets both."""
    match warn, target:
        case Interval(), Interval():
            return excludes(warn, target)
        case Excluded(), Interval():
            return target.low == target.high == warn.value
        case Levels(), Levels():
            return warn.ranks.isdisjoint(target.ranks)
    return False


def _is_looser(warn: Demand | Versus, target: Demand | Versus) -> bool:
    """Whether an end of `warn` is further out than that of the target on the same side."""
    match warn, target:
        case Interval(), Interval():
            is_looser_below = warn.low is not None and not implies(warn.from_below(), target.from_below())
            return is_looser_below or (warn.high is not None and not implies(warn.from_above(), target.from_above()))
        case Levels(), Levels():
            return not warn.ranks <= target.ranks
    return False
