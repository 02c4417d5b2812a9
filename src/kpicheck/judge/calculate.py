"""A formula outside a targets file: typed, computed, shown by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck.formula import parse
from kpicheck.formula.evaluate import Lack, Lacking, evaluate, written
from kpicheck.formula.fold import ANY_PERIOD, outermost
from kpicheck.formula.syntax import Name
from kpicheck.formula.types import infer
from kpicheck.judge import latest
from kpicheck.judge.figures import Figures
from kpicheck.judge.shown import QUOTIENTS, places_computed, quantity_value
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Refusal, problem
from kpicheck.quantity import PURE, unit_of
from kpicheck.targets.typing import Scope
from kpicheck.text import name_key
from kpicheck.unit import BUILT_IN, dimension_text

if TYPE_CHECKING:
    from kpicheck.formula.evaluate import LookUp
    from kpicheck.formula.syntax import Node
    from kpicheck.period import Period
    from kpicheck.report import Value
    from kpicheck.submission import Submission
    from kpicheck.targets.model import TargetsFile
    from kpicheck.unit import Dimension, Unit

_NOTHING: Final[LookUp] = lambda _name, _period: Lack(Lacking.MISSING, ())  # noqa: E731  typing lets no name pass

ARGUMENT: Final = "EXPR"
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
        found = evaluate(node, period or ANY_PERIOD, _NOTHING)
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
    wanted = _unit(node, dimension, units.find(unit) if unit else None, targets)
    return quantity_value(found, wanted, places_computed(found, wanted, node))


def _unit(node: Node, dimension: Dimension, asked: Unit | None, targets: TargetsFile | None) -> Unit:
    """The unit asked for, else an indicator's own, else the base of the dimension; a plain number stays one.

    Raises Refusal `unit-mismatch`.
    """
    if asked is not None:
        if asked.dimension != dimension:
            raise Refusal("unit-mismatch", text=written(node), have=dimension_text(dimension), want=asked.name)
        return asked
    if isinstance(node, Name) and targets is not None:
        declared = targets.indicators[targets.names[name_key(node.name)]].unit
        return declared or unit_of(dimension)
    is_growth = outermost(node) in QUOTIENTS
    return PURE if dimension == () and not is_growth else unit_of(dimension)
