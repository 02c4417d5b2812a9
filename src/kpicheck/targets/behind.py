"""What an indicator has from the figures behind it: whether 0/0 can arise, how it counts time, whether it has parts."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import Call, Literal, Name, Negation, Node, Power, Product, Shift, nodes_in, parts_of
from kpicheck.targets.formulas import Namespace
from kpicheck.targets.model import SUMMED, Aggregation
from kpicheck.unit import Dimension

_IN_PARTS: Final = frozenset({*SUMMED, Aggregation.STOCK})
_ANY: Final[Dimension] = (("any", 1),)
"""A dimension of which a function makes a ratio only if it makes one of everything."""


def may_be_empty(namespace: Namespace, id_: str) -> bool:
    """Whether 0/0 can arise in the formula of an indicator, or in one that it uses."""
    nodes = (namespace.parsed.get(each) for each in namespace.behind(id_))
    return any(_divides_zero(each, namespace) for node in nodes if node is not None for each in nodes_in(node))


def _divides_zero(node: Node, namespace: Namespace) -> bool:
    """Whether both what is divided and what it is divided by may be zero; from left to right, as it is computed."""
    is_zero = False
    for operand in node.operands if isinstance(node, Product) else ():
        may_be_zero = _may_be_zero(operand.node, namespace)
        if operand.is_inverse and is_zero and may_be_zero:
            return True
        is_zero = is_zero or (may_be_zero and not operand.is_inverse)
    return False


def _may_be_zero(node: Node, namespace: Namespace) -> bool:
    match node:
        case Literal():
            return node.quantity.value == 0
        case Name():
            indicator = namespace.indicators.get(namespace.names.get(node.name, ""))
            return indicator is None or indicator.bounds is None or indicator.bounds.holds(Fraction(0))
        case Negation() | Shift():
            return _may_be_zero(node.operand, namespace)
        case Power():
            return _may_be_zero(node.base, namespace)
        case Product():
            return any(_may_be_zero(each.node, namespace) for each in node.operands if not each.is_inverse)
    return any(isinstance(each, Name) for each in nodes_in(node))


def sums_of(namespace: Namespace, id_: str) -> Aggregation | None:
    """How the value of an indicator counts time: FLOW, CUMULATIVE, or None where its size has nothing to do with it."""
    indicator = namespace.indicators[id_]
    if indicator.formula is None:
        return indicator.aggregation if indicator.aggregation in SUMMED else None
    behind = namespace.behind(id_)
    if not _power_of_time(indicator.formula.node, _powers_of_time(namespace, frozenset(behind))):
        return None
    kinds = {namespace.indicators[each].aggregation for each in behind}
    return Aggregation.FLOW if Aggregation.FLOW in kinds else Aggregation.CUMULATIVE


def _powers_of_time(namespace: Namespace, ids: frozenset[str]) -> Callable[[str], int]:
    """With which power the value of a name grows with the length of the period: 1 of a flow, 0 of a ratio of flows."""
    found: dict[str, int] = {}

    def power(name: str) -> int:
        id_ = namespace.names[name]
        return found[id_] if id_ in found else int(namespace.indicators[id_].aggregation in SUMMED)

    for id_, node in namespace.parsed.items():
        if id_ in ids:
            found[id_] = _power_of_time(node, power)
    return power


def _power_of_time(node: Node, of: Callable[[str], int]) -> int:
    match node:
        case Name():
            return of(node.name)
        case Product():
            powers = [(_power_of_time(each.node, of), each.is_inverse) for each in node.operands]
            return sum(-power if is_inverse else power for power, is_inverse in powers)
        case Power():
            return _power_of_time(node.base, of) * node.exponent
        case Call() if FUNCTIONS[node.function].dimension(_ANY) == ():
            return 0
    return max((_power_of_time(part, of) for part in parts_of(node)), default=0)


def without_parts(namespace: Namespace, *ids: str) -> str | None:
    """The first reported indicator at or behind *ids* of a kind without parts: it has no value for part of a period."""
    computed = namespace.parsed.keys() | namespace.failed
    reported = (namespace.indicators[each] for each in namespace.behind(*ids) if each not in computed)
    return next((each.id for each in reported if each.aggregation not in _IN_PARTS), None)
