"""What is demanded as text in a language: a threshold as it is written, a demand as it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from kpicheck.demand import Interval, Operator
from kpicheck.formats.values import RANK, amount_text, number_text, quantity_text
from kpicheck.notation import (
    About,
    AnyOf,
    Day,
    LastYear,
    Level,
    Limit,
    Multiple,
    NoneOf,
    Range,
    Reference,
    Threshold,
)
from kpicheck.wording import number_sign, phrase

if TYPE_CHECKING:
    from kpicheck.demand import Demand
    from kpicheck.quantity import Quantity
    from kpicheck.report import Amount, Verdict
    from kpicheck.targets.model import Versus


def demand_text(verdict: Verdict, language: str) -> str:
    """What the verdict's target demands: `≥ 23%`, `≤ 1.99% (region_npl_ratio)`."""
    return _as_judged(verdict.threshold, verdict.demand, verdict.limit, language)


def warn_text(verdict: Verdict, language: str) -> str:
    """What `warn` demands of it; `""` without one."""
    if verdict.warn is None:
        return ""
    return _as_judged(verdict.warn, verdict.warn_demand, verdict.warn_limit, language)


def _as_judged(threshold: Threshold, demand: Demand | Versus | None, limit: Amount | None, language: str) -> str:
    """The limit that was worked out, with what was written behind it; else what was written."""
    if limit is None:
        return threshold_text(threshold, language)
    shown = f"{_operator(threshold, demand).sign} {amount_text(limit, language)}"
    return phrase("demand", language, demand=shown, written=_behind(threshold, demand, language))


def _operator(threshold: Threshold, demand: Demand | Versus | None) -> Operator:
    """How the value is compared with the one end that there is."""
    if threshold.operator is not None:
        return threshold.operator
    assert isinstance(demand, Interval)  # the end that `better` leaves of two
    if demand.low is not None:
        return Operator.GT if demand.low_open else Operator.GE
    return Operator.LT if demand.high_open else Operator.LE


def _behind(threshold: Threshold, demand: Demand | Versus | None, language: str) -> str:
    """What was written of a limit: the words of a reference, a fraction, and the two ends of which one counts."""
    match threshold.requires:
        case Limit():
            return threshold.text
        case LastYear():
            return phrase("previous-year", language)
        case Multiple(_, factor):
            return phrase("multiple", language, factor=number_text(factor, None, language))
        case Reference(_, against):
            return against
        case _:
            which = "better-lower" if isinstance(demand, Interval) and demand.low is None else "better-higher"
            return phrase(which, language, written=threshold_text(threshold, language))


def threshold_text(threshold: Threshold, language: str) -> str:
    """A threshold as it is written, without its verbs: `≥ 23%`, `6% ~ 6.5%`, `3% ± 0.5 pp`, `not 红`."""
    match threshold.requires:
        case Limit(operator, quantity):
            return limit_text(operator, quantity, language)
        case Range(low, high, low_open, high_open):
            return _range_text(quantity_text(low, language), quantity_text(high, language), low_open, high_open)
        case About(quantity, tolerance):
            limit = quantity_text(quantity, language)
            if tolerance is None:
                return phrase("about", language, limit=limit)
            return f"{limit} ± {quantity_text(tolerance, language)}"
        case AnyOf(levels):
            return phrase("any-of", language, levels=number_sign("list", language).join(levels))
        case NoneOf(levels):
            return phrase("none-of", language, levels=number_sign("list", language).join(levels))
        case Level(operator, other) | Reference(operator, other):
            return f"{operator.sign} {other}"
        case Day(operator, day):
            return f"{operator.sign} {day.isoformat()}"
        case LastYear(operator):
            return f"{operator.sign} {phrase('previous-year', language)}"
        case Multiple(operator, factor):
            return f"{operator.sign} {phrase('multiple', language, factor=number_text(factor, None, language))}"
        case _:
            assert_never(threshold.requires)


def limit_text(operator: Operator, quantity: Quantity, language: str) -> str:
    """`≥ 23%`; of the places in an order, the first four are the `top 4`."""
    if operator is Operator.LE and quantity.unit is not None and quantity.unit.name == RANK:
        return phrase("rank-top", language, number=number_text(quantity.value, quantity.places, language))
    return f"{operator.sign} {quantity_text(quantity, language)}"


def _range_text(low: str, high: str, low_open: bool, high_open: bool) -> str:
    if not (low_open or high_open):
        return f"{low} ~ {high}"
    return f"{'(' if low_open else '['}{low}, {high}{')' if high_open else ']'}"
