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
    from kpicheck.problem import Problem
    from kpicheck.report import Value
    from kpicheck.submission import Submission
    from kpicheck.targets.model import TargetsFile
    from kpicheck.unit import Dimension, Unit

_NOTHING: Final[LookUp] = lambda _name, _period: Lack(Lacking.MISSING, ())  # noqa: E731  typing lets no name pass

ARGUMENT: Final = "EXPR"
"""How places name the formula of the command line."""

_START: Final = Place(ARGUMENT, 1, 1)


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
        raise KpiCheckError((refusal.at(_START)._replace(excerpt=text),)) from None


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
        raise KpiCheckError(tuple(_placed(each, text) for each in found.problems))
    asked = units.find(unit) if unit else None
    if asked is not None and asked.dimension != dimension:
        raise Refusal("unit-mismatch", text=written(node), have=dimension_text(dimension), want=asked.name)
    declared, node = (None, node) if targets is None else _behind(node, targets)
    wanted = asked or declared or _unit(node, dimension)
    return quantity_value(found, wanted, places_computed(found, wanted, node))


def _placed(found: Problem, text: str) -> Problem:
    """A problem of the arithmetic stands at the whole formula, one of a figure where the figure does."""
    return found if found.place else found._replace(place=_START, excerpt=text, width=len(text))


def _behind(node: Node, targets: TargetsFile) -> tuple[Unit | None, Node]:
    """Of an indicator's name the unit that it declares, or the formula that it stands for; else the node itself."""
    while isinstance(node, Name):
        indicator = targets.indicators[targets.names[name_key(node.name)]]
        if indicator.unit is not None:
            return indicator.unit, indicator.formula.node if indicator.formula else node
        assert indicator.formula is not None  # it has been typed by the one or the other
        node = indicator.formula.node
    return None, node


def _unit(node: Node, dimension: Dimension) -> Unit:
    """The base of the dimension; a plain number stays one."""
    is_growth = outermost(node) in QUOTIENTS
    return PURE if dimension == () and not is_growth else unit_of(dimension)
