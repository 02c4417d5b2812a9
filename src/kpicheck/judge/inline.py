"""A derived indicator's formula with the formulas of the derived indicators that it names put in their place."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from kpicheck.formula.fold import ANY_PERIOD, fold, operands, unfold
from kpicheck.formula.functions import FUNCTIONS, Slot
from kpicheck.formula.syntax import Call, Name, Negation, Operation, Power, Shift
from kpicheck.problem import Refusal
from kpicheck.text import name_key

if TYPE_CHECKING:
    from kpicheck.formula.fold import Parts
    from kpicheck.formula.syntax import Node
    from kpicheck.period import Period
    from kpicheck.targets.model import Indicator, TargetsFile

MAX_STEPS: Final = 1_000


def inlined(node: Node, targets: TargetsFile) -> Node | None:
    """*node* over reported indicators alone; None where that would take more than MAX_STEPS, or leave the calendar.

    Without recursion: the formulas of a file may stand in one another many hundred levels deep.
    """
    parts = partial(_parts, targets)
    if len(list(islice(unfold(node, ANY_PERIOD, parts), MAX_STEPS + 1))) > MAX_STEPS:
        return None
    whole: Node = fold(node, ANY_PERIOD, partial(_rebuilt, targets), parts)
    try:
        return whole if len(list(islice(unfold(whole, ANY_PERIOD), MAX_STEPS + 1))) <= MAX_STEPS else None
    except Refusal:
        return None


def _parts(targets: TargetsFile, node: Node, period: Period) -> Parts:
    """What a node is rebuilt from, each part once: of a derived indicator its formula, of a call no words and years."""
    match node:
        case Name():
            formula = _indicator(targets, node).formula
            return () if formula is None else ((formula.node, period),)
        case Shift():
            return ((node.operand, period),)
        case Call():
            parameters = map(FUNCTIONS[node.function].parameter, range(len(node.arguments)))
            values = sum(parameter is not None and parameter.slot is Slot.VALUE for parameter in parameters)
            return tuple((argument, period) for argument in node.arguments[:values])
        case _:
            return operands(node, period)


def _rebuilt(targets: TargetsFile, node: Node, _period: Period, parts: tuple[Node, ...]) -> Node:
    match node:
        case Name():
            return parts[0] if parts else node._replace(name=_indicator(targets, node).id)
        case Negation() | Shift():
            return node._replace(operand=parts[0])
        case Power():
            return node._replace(base=parts[0])
        case Operation():
            return node._replace(left=parts[0], right=parts[1])
        case Call():
            return node._replace(arguments=(*parts, *node.arguments[len(parts) :]))
        case _:
            return node


def _indicator(targets: TargetsFile, node: Name) -> Indicator:
    return targets.indicators[targets.names[name_key(node.name)]]
