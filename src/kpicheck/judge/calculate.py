"""A formula outside a targets file: typed, computed, shown by the same rules."""

from fractions import Fraction
from typing import Final

from kpicheck.formula import parse
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.lack import Lack, Lacking
from kpicheck.formula.syntax import Name, Node, outermost
from kpicheck.formula.types import KnownNames, Typed, carried_unit, infer, worded_unit
from kpicheck.formula.writing import written
from kpicheck.judge.figures import Figures
from kpicheck.judge.precision import places_computed
from kpicheck.period import Period, year
from kpicheck.place import Place
from kpicheck.plan import Plan
from kpicheck.point import Point
from kpicheck.problem import KpiCheckError, Problem, Refusal, problem
from kpicheck.quantity import PURE, unit_of
from kpicheck.report import Amount
from kpicheck.submission import Submission
from kpicheck.targets.formulas import Namespace
from kpicheck.targets.model import TargetsFile
from kpicheck.unit import BUILT_IN, Dimension, Unit, Units, dimension_text

_ANY_PERIOD: Final = year(9999)
ARGUMENT: Final = "EXPR"
"""The path in places of the formula on the command line."""

_START: Final = Place(ARGUMENT, 1, 1)
_MISSING: Final = frozenset({"missing-figure", "missing-parts"})
"""What is said in other words here: there is no as-of date that could be moved."""


def calculate(
    text: str,
    targets: TargetsFile | None,
    submission: Submission | None,
    *,
    period: Period | None = None,
    unit: str | None = None,
) -> Amount:
    """The exact value of a formula over the figures of *submission*, in *unit* where one is given.

    Raises KpiCheckError with what is wrong with the formula, the unit or the figures.
    """
    try:
        node, typed = _typed(text, targets)
        found = _value(node, targets, submission, period)
        if isinstance(found, Lack):
            raise KpiCheckError(tuple(_placed(each, text) for each in found.problems))
        shown_in = _unit_named(unit, node, typed, targets) if unit else _usual_unit(node, typed.dimension, targets)
    except Refusal as refusal:
        raise KpiCheckError((refusal.at(_START)._replace(excerpt=text),)) from None
    return Amount(found / shown_in.factor, shown_in, places_computed(found, shown_in, _formula_of(node, targets)))


def _typed(text: str, targets: TargetsFile | None) -> tuple[Node, Typed]:
    if targets is not None:
        return Namespace(dict(targets.indicators), dict(targets.names), targets.units).formula(text)
    node = parse(text, BUILT_IN)
    return node, infer(node, KnownNames(lambda _name: None))


def _value(
    node: Node, targets: TargetsFile | None, submission: Submission | None, period: Period | None
) -> Fraction | Lack:
    """The value in *period*, else in that of the submission; without figures the period does not matter."""
    if targets is None or submission is None:
        return evaluate(node, Point("", period or _ANY_PERIOD), lambda _name, _point: Lack(Lacking.MISSING, ()))
    when = period or submission.period
    if when is None:
        raise KpiCheckError((problem("no-period"),))
    return evaluate(node, Point("", when), Figures(Plan(targets), submission).look_up)


def _unit_named(unit: str, node: Node, typed: Typed, targets: TargetsFile | None) -> Unit:
    """The unit that was asked for. Raises Refusal `unknown-unit`, `long-unit`, `unit-mismatch`."""
    units: Units = BUILT_IN if targets is None else targets.units
    found = units.find(unit)
    if not typed.measures(found.dimension):
        raise Refusal("unit-mismatch", text=written(node), have=dimension_text(typed.dimension), want=found.name)
    return found


def _placed(found: Problem, text: str) -> Problem:
    """A problem of the arithmetic is at the whole formula, one of a figure where the figure is."""
    if found.code in _MISSING:
        found = found._replace(arguments=(*found.arguments, ("why", "calculated")))
    return found if found.place else found._replace(place=_START, excerpt=text, width=len(text))


def _usual_unit(node: Node, dimension: Dimension, targets: TargetsFile | None) -> Unit:
    """The first unit of its dimension that the value is made of, else the base; a growth is a percentage."""
    function = outermost(_formula_of(node, targets))
    if function is not None and FUNCTIONS[function].is_relative:
        return unit_of(dimension)

    def named(name: str) -> Unit | Node | None:
        indicator = None if targets is None else targets.named(name)
        return indicator and (indicator.unit or (indicator.formula and indicator.formula.node))

    found = carried_unit(node, dimension, named)
    return found or (worded_unit(node, dimension, named) if dimension else PURE)


def _formula_of(node: Node, targets: TargetsFile | None) -> Node:
    """The formula of a computed indicator, where *node* is its name; any other node itself."""
    while targets is not None and isinstance(node, Name):
        formula = targets.named(node.name).formula
        if formula is None:
            break
        node = formula.node
    return node
