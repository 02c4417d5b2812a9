"""A formula outside a targets file: typed, computed, shown by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.formula import Lack, evaluate, infer, parse
from kpicheck.judge import latest
from kpicheck.judge.figures import Figures
from kpicheck.judge.shown import places_computed, quantity_value
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Refusal, problem
from kpicheck.quantity import PURE, unit_of
from kpicheck.targets.typing import Scope
from kpicheck.unit import BUILT_IN, dimension_text

if TYPE_CHECKING:
    from kpicheck.formula.syntax import Node
    from kpicheck.report import Value
    from kpicheck.submission import Submission
    from kpicheck.targets.model import TargetsFile
    from kpicheck.unit import Unit

ARGUMENT = "EXPR"
"""How places name the formula of the command line."""


def calculate(
    text: str,
    targets: TargetsFile | None,
    submission: Submission | None,
    *,
    period: Period | None = None,
    unit: str | None = None,
) -> Value:
    """The exact value of a formula, in *unit* where one is given.

    Raises KpiCheckError with what is wrong with the formula, the unit or the figures.
    """
    try:
        return _calculated(text, targets, submission, period, unit)
    except Refusal as refusal:
        found = refusal.at(Place(ARGUMENT, 1, 1))
        raise KpiCheckError((found._replace(excerpt=text),)) from None


def _calculated(
    text: str, targets: TargetsFile | None, submission: Submission | None, period: Period | None, unit: str | None
) -> Value:
    if targets is None or submission is None:
        units = BUILT_IN
        node = parse(text, units)
        dimension = infer(node, lambda _name: None)
        found = evaluate(node, period or Period(1), _nothing)
    else:
        units = targets.units
        scope = Scope(dict(targets.indicators), dict(targets.names), units)
        node, dimension = scope.formula(text)
        when = period or targets.period or latest(submission)
        if when is None:
            raise KpiCheckError((problem("no-period"),))
        figures = Figures(targets, submission.figures, submission.unplaced)
        found = evaluate(node, when, figures.look_up)
    if isinstance(found, Lack):
        raise KpiCheckError(found.problems)
    wanted = _unit(unit, node, dimension, units.find(unit) if unit else None)
    return quantity_value(found, wanted, places_computed(found, wanted, node))


def _nothing(name: str, period: Period) -> Lack:
    raise AssertionError(name, period)  # typing refused every name


def _unit(text: str | None, node: Node, dimension: object, asked: Unit | None) -> Unit:
    """The unit asked for, else the base of the dimension; a plain number stays one."""
    if asked is None:
        return PURE if dimension == () and not _is_ratio(node) else unit_of(dimension)  # type: ignore[arg-type]
    if asked.dimension != dimension:
        raise Refusal("unit-mismatch", text=str(text), have=asked.name, want=dimension_text(dimension))  # type: ignore[arg-type]
    return asked


def _is_ratio(node: Node) -> bool:
    """Whether a formula's value reads better as a percentage: a function of growth, or a ratio of quantities."""
    from kpicheck.formula import outermost  # noqa: PLC0415

    return outermost(node) in {"growth", "mom"}
