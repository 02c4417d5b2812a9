"""Terms of a target beside its threshold: the baseline of a multiple, a waiver, the rounding before it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck import quantity
from kpicheck.nodes import Mapping
from kpicheck.problem import Refusal
from kpicheck.rounding import Mode
from kpicheck.targets.intake import BASELINE, COMPARE, WAIVER, Fields, Intake
from kpicheck.targets.model import Baseline, Indicator, Rounding, Target, Waiver
from kpicheck.targets.thresholds import unit_for

if TYPE_CHECKING:
    from kpicheck.unit import Units


def read_baseline(intake: Intake, fields: Fields, units: Units) -> Baseline | None:
    """`baseline: 2020` or `{period, value, source}`."""
    node = fields.nodes.get("baseline")
    if isinstance(node, Mapping):
        inner = intake.fields(node, BASELINE, ("period",))
        value = inner.read("value", quantity.read, units)
        period = inner.period()
        return None if period is None else Baseline(period, value, inner.text("source"), node.place)
    period = fields.period("baseline")
    return None if period is None else Baseline(period, None, "", fields.keys["baseline"])


def read_waiver(intake: Intake, fields: Fields) -> Waiver | None:
    """`waive: {reason, by, until}`; one that says neither why nor who is an error."""
    node = fields.nodes.get("waive")
    if node is None:
        return None
    inner = intake.fields(node, WAIVER, ("reason", "by"))
    return Waiver(inner.text("reason"), inner.text("by"), inner.date("until"), node.place)


def read_rounding(
    intake: Intake, fields: Fields, units: Units, target: Target, indicator: Indicator
) -> Rounding | None:
    """`compare: rounded` or `{rounded: STEP, mode}`; without a step, the limit's last digit (GB/T 8170-2008, 4.3.3)."""
    node = fields.nodes.get("compare")
    if isinstance(node, Mapping):
        inner = intake.fields(node, COMPARE, ("rounded",))
        mode = inner.choice("mode", Mode) or Mode.HALF_EVEN
        return inner.read("rounded", _declared_step, mode, units, target, indicator)
    return fields.read("compare", _rounding, target, indicator)


def _rounding(text: str, target: Target, indicator: Indicator) -> Rounding | None:
    if text.strip() == "exact":
        return None
    if text.strip() != "rounded":
        raise Refusal("bad-choice", width=len(text), key="compare", text=text, allowed="exact, rounded")
    ends = [
        end
        for end in (target.threshold.limit, target.threshold.low, target.threshold.high)
        if isinstance(end, quantity.Quantity) and end.unit is not None and end.exponent is not None
    ]
    if not ends:
        raise Refusal("needs-step", text=target.threshold.text)
    finest = min(ends, key=lambda end: end.step * (end.unit.factor if end.unit else 1))
    return _step(quantity.Quantity(finest.step, finest.unit, None), Mode.HALF_EVEN, indicator, target)


def _declared_step(text: str, mode: Mode, units: Units, target: Target, indicator: Indicator) -> Rounding:
    return _step(quantity.read(text, units), mode, indicator, target)


def _step(step: quantity.Quantity, mode: Mode, indicator: Indicator, target: Target) -> Rounding:
    unit = unit_for(indicator, target.threshold)
    if step.value <= 0:
        raise Refusal("bad-step", text=str(step))
    if unit is None or step.unit is None:
        raise Refusal("limit-without-unit", text=str(step), unit=unit.name if unit else "")
    if step.unit.dimension != unit.dimension:
        raise quantity.mismatch(str(step), step.unit, unit)
    return Rounding(step.base, mode, str(step))
