"""A derived indicator's formula with the formulas of the derived indicators that it names put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from kpicheck.formula.syntax import Call, Literal, Name, Negation, Operation, Power, Shift
from kpicheck.text import name_key

if TYPE_CHECKING:
    from kpicheck.formula.syntax import Node
    from kpicheck.targets.model import TargetsFile

MAX_NODES: Final = 1_000


class _TooLarge(Exception):  # noqa: N818  caught below
    """The formulas put together are too large to be solved."""


def inlined(node: Node, targets: TargetsFile) -> Node | None:
    """*node* over reported indicators alone; None where that would be more than MAX_NODES nodes."""
    try:
        return _Inliner(targets).inline(node)
    except _TooLarge:
        return None


class _Inliner:
    def __init__(self, targets: TargetsFile) -> None:
        self.targets, self.left = targets, MAX_NODES

    def inline(self, node: Node) -> Node:
        self.left -= 1
        if self.left < 0:
            raise _TooLarge
        match node:
            case Literal():
                return node
            case Name():
                indicator = self.targets.indicators[self.targets.names[name_key(node.name)]]
                return (
                    node._replace(name=indicator.id)
                    if indicator.formula is None
                    else self.inline(indicator.formula.node)
                )
            case Negation() | Shift():
                return node._replace(operand=self.inline(node.operand))
            case Power():
                return node._replace(base=self.inline(node.base))
            case Operation():
                return node._replace(left=self.inline(node.left), right=self.inline(node.right))
            case Call():
                return node._replace(arguments=tuple(self._argument(part) for part in node.arguments))
            case _:
                assert_never(node)

    def _argument(self, part: Node) -> Node:
        """An argument; a word such as half_up is not a name of the file."""
        is_word = isinstance(part, Name) and name_key(part.name) not in self.targets.names
        return part if is_word else self.inline(part)
