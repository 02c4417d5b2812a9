"""What a threshold has besides its text, its own or the file's default: the tolerance of an about, a rounding step."""

from kpicheck import quantity
from kpicheck.notation import About, Multiple, Threshold
from kpicheck.problem import ALREADY_REPORTED, Refusal
from kpicheck.quantity import PURE, Quantity, as_difference, difference_unit
from kpicheck.targets.checks import TargetDraft
from kpicheck.targets.model import Rounding
from kpicheck.targets.reading import NodeReader
from kpicheck.targets.schema import Compare, DefaultsEntry, TargetEntry
from kpicheck.unit import Dimension, Unit


class Defaults:
    """The `defaults:` of a file, and which of them have had an effect."""

    def __init__(self, entry: DefaultsEntry | None) -> None:
        self.entry = entry
        self.tolerances = {} if entry is None else entry.tolerance
        self.used: set[Dimension | str] = set()

    def fill(self, entry: TargetEntry) -> None:
        """Give a target the severity that it does not say."""
        if self.entry is not None and self.entry.severity is not None and not entry.may_have(TargetEntry.severity):
            entry.severity = self.entry.severity
            self.used.add(DefaultsEntry.severity.name)

    def tolerance(self, unit: Unit | None) -> Quantity | None:
        """The tolerance of a limit in *unit*. Raises Refusal where it can't be known: that has been reported."""
        if self.entry is not None and self.entry.is_refused(DefaultsEntry.tolerance):
            raise Refusal(ALREADY_REPORTED)
        if not self.tolerances:
            return None
        if unit is None:
            raise Refusal(ALREADY_REPORTED)
        dimension = difference_unit(unit).dimension
        if dimension not in self.tolerances:
            return None
        self.used.add(dimension)
        return self.tolerances[dimension][1]

    def compare(self, draft: TargetDraft) -> Compare | None:
        """The rounding of a target that says nothing of it: its limit has a last digit, or the step's dimension."""
        compare, unit = None if self.entry is None else self.entry.compare, draft.unit
        if compare is None or unit is None or draft.entry.may_have(TargetEntry.compare):
            return None
        step = compare.step or last_digit(draft.threshold, unit)
        if step is None or (step.dimension or ()) != unit.dimension:
            return None
        self.used.add(DefaultsEntry.compare.name)
        return compare

    def report_unused(self, reader: NodeReader) -> None:
        """Warn of the defaults that no target has used."""
        if self.entry is None:
            return
        for key in (DefaultsEntry.compare, DefaultsEntry.severity):
            name = self.entry.key_of(key)
            if name is not None and key.name not in self.used:
                reader.refuse("unused-default", name.place, len(name.text), text=name.text)
        for dimension, (text, _) in self.tolerances.items():
            if dimension not in self.used:
                reader.refuse("unused-default", text.place, len(text.text), text=text.text)


def complete(threshold: Threshold, draft: TargetDraft, defaults: Defaults) -> Threshold:
    """The target's threshold or its `warn` with the tolerance that it says, its target or the file, of a difference.

    Without a unit of the target the tolerance is left as it is. Raises Refusal `needs-baseline`, `tolerance-twice`,
    `needs-tolerance`, `unit-mismatch`.
    """
    requires, declared, unit = threshold.requires, draft.entry.tolerance, draft.unit
    if isinstance(requires, Multiple) and draft.entry.baseline is None:
        raise _incomplete("needs-baseline", threshold, draft.entry.is_refused(TargetEntry.baseline))
    if not isinstance(requires, About):
        return threshold
    if declared is not None and requires.tolerance is not None and threshold is draft.threshold:
        raise Refusal("tolerance-twice", text=threshold.text)
    is_refused = draft.entry.is_refused(TargetEntry.tolerance)
    tolerance = requires.tolerance or declared or (None if is_refused else defaults.tolerance(unit))
    if tolerance is None:
        raise _incomplete("needs-tolerance", threshold, is_refused)
    if unit is None:
        return threshold
    return threshold._replace(requires=requires._replace(tolerance=as_difference(tolerance, unit)))


def _incomplete(code: str, threshold: Threshold, is_reported: bool) -> Refusal:
    return Refusal(ALREADY_REPORTED if is_reported else code, text=threshold.text)


def rounding(compare: Compare, draft: TargetDraft) -> Rounding:
    """The step in base units; without one, the limit's last digit (GB/T 8170-2008, 4.3.3).

    Raises Refusal `needs-step`, `limit-without-unit`, `unit-mismatch`.
    """
    unit = draft.unit
    step = compare.step or last_digit(draft.threshold, unit)
    if step is None:
        raise Refusal("needs-step", text=draft.threshold.text)
    if unit is None or (step.unit is None and unit != PURE):
        raise Refusal("limit-without-unit", text=str(step), unit=unit.name if unit else "")
    if (step.dimension or ()) != unit.dimension:
        raise quantity.mismatch(str(step), step.unit, unit)
    return Rounding(step.base, compare.mode, str(step))


def last_digit(threshold: Threshold, unit: Unit | None) -> Quantity | None:
    """One of the last digit that a limit is written with; of a range, the finer end's; None where there is none."""
    steps = [
        Quantity(limit.step, limit.unit, None)
        for limit in threshold.quantities
        if limit.exponent is not None and (limit.unit is not None or unit == PURE)
    ]
    return min(steps, key=lambda step: step.base, default=None)
