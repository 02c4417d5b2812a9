"""A formula outside a targets file: typed, computed, shown by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.formula.syntax import Call, Literal, Name, Negation, Product, Shift, Sum, outermost
from kpicheck.formula.types import Known, infer
from kpicheck.formula.writing import written
from kpicheck.judge import latest
from kpicheck.judge.figures import Figures
from kpicheck.judge.shown import QUOTIENTS, places_computed, quantity_value
from kpicheck.period import year
from kpicheck.place import Place
from kpicheck.point import Point
from kpicheck.problem import KpiCheckError, Refusal, problem
from kpicheck.quantity import PURE, unit_of
from kpicheck.targets.formulas import Namespace
from kpicheck.unit import BUILT_IN, dimension_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpicheck.formula.evaluate import LookUp
    from kpicheck.formula.syntax import Node
    from kpicheck.period import Period
    from kpicheck.problem import Problem
    from kpicheck.report import Value
    from kpicheck.submission import Submission
    from kpicheck.targets.model import TargetsFile
    from kpicheck.unit import Dimension, Unit

_NOTHING: Final[LookUp] = lambda _name, _point: Lack(Lacking.MISSING, ())  # noqa: E731  typing lets no name pass

_ANY_PERIOD: Final = year(9999)
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
        dimension = infer(node, Known(lambda _name: None))
        found = evaluate(node, Point("", period or _ANY_PERIOD), _NOTHING)
    else:
        units = targets.units
        namespace = Namespace(dict(targets.indicators), dict(targets.names), units)
        node, dimension = namespace.formula(text)
        when = period or targets.period or latest(submission)
        if when is None:
            raise KpiCheckError((problem("no-period"),))
        figures = Figures(targets, submission.figures, submission.unplaced)
        found = evaluate(node, Point("", when), figures.look_up)
    if isinstance(found, Lack):
        raise KpiCheckError(tuple(_placed(each, text) for each in found.problems))
    asked = units.find(unit) if unit else None
    if asked is not None and asked.dimension != dimension:
        raise Refusal("unit-mismatch", text=written(node), have=dimension_text(dimension), want=asked.name)
    wanted = asked or _unit(node, dimension, targets)
    return quantity_value(found, wanted, places_computed(found, wanted, _behind(node, targets)))


def _placed(found: Problem, text: str) -> Problem:
    """A problem of the arithmetic stands at the whole formula, one of a figure where the figure does."""
    return found if found.place else found._replace(place=_START, excerpt=text, width=len(text))


def _unit(node: Node, dimension: Dimension, targets: TargetsFile | None) -> Unit:
    """The first unit of its dimension that the value is made of, else the base; a growth is a percentage."""
    if outermost(_behind(node, targets)) in QUOTIENTS:
        return unit_of(dimension)
    found = next((unit for unit in _units(node, targets) if unit.dimension == dimension), None)
    return found or (unit_of(dimension) if dimension else PURE)


def _units(node: Node, targets: TargetsFile | None) -> Iterator[Unit]:
    """The units of what is added up or multiplied, from left to right, and not of what is divided by."""
    waiting, seen = [node], set()
    while waiting:
        match waiting.pop():
            case Literal(quantity=found) if found.unit is not None:
                yield found.unit
            case Name(name=name) if targets is not None and name not in seen:
                seen.add(name)  # formulas that use one twice would be walked through twice, and so on below
                indicator = targets.named(name)
                if indicator.unit is not None:
                    yield indicator.unit
                else:
                    assert indicator.formula is not None  # it has been typed by the one or the other
                    waiting.append(indicator.formula.node)
            case Negation(operand=operand) | Shift(operand=operand):
                waiting.append(operand)
            case Sum(terms=terms):
                waiting += [term.operand for term in reversed(terms)]
            case Product(factors=factors):
                waiting += [factor.operand for factor in reversed(factors) if not factor.is_below]
            case Call(arguments=arguments):
                waiting.append(arguments[0])


def _behind(node: Node, targets: TargetsFile | None) -> Node:
    """The formula that a derived indicator's name stands for; any other node itself."""
    while targets is not None and isinstance(node, Name):
        formula = targets.named(node.name).formula
        if formula is None:
            break
        node = formula.node
    return node
