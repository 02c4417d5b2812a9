"""A formula as text, with the fewest parentheses: it parses to the same nodes."""

from typing import Final, NamedTuple, assert_never

from kpicheck.formula.syntax import (
    At,
    Back,
    Binding,
    Call,
    InYear,
    Literal,
    Name,
    Negation,
    Node,
    Power,
    Product,
    Shift,
    Sum,
    When,
    YearsBack,
    parts_of,
)

BRIEF: Final = 60
"""How many characters of a formula a message shows."""


class Piece(NamedTuple):
    """A part of a formula as text, and how tightly it binds."""

    text: str
    binding: Binding = Binding.PRIMARY

    def within(self, binding: int) -> str:
        """The text where *binding* is needed at least."""
        return self.text if self.binding >= binding else f"({self.text})"


def written(node: Node) -> str:
    """The formula as text. It parses to the same nodes, unless it has a Shift that no text has."""
    return _written(node).text


def brief(node: Node) -> str:
    """The same for a message, cut where it is long."""
    text = written(node)
    return text if len(text) <= BRIEF else text[: BRIEF - 1] + "…"


def _written(node: Node) -> Piece:
    return text_of(node, tuple([_written(part) for part in parts_of(node)]))


def text_of(node: Node, parts: tuple[Piece, ...]) -> Piece:
    """The text of one node from those of its parts."""
    match node:
        case Literal():
            return Piece(node.text, quantity_binding(node.quantity.unit is None))
        case Name():
            return Piece(node.name, Binding.NAMED)
        case Negation():
            return Piece("-" + parts[0].within(Binding.SIGN), Binding.SIGN)
        case Sum():
            return _chain(parts, ["-" if operand.is_inverse else "+" for operand in node.operands], Binding.SUM)
        case Product():
            return _chain(parts, ["/" if operand.is_inverse else "*" for operand in node.operands], Binding.PRODUCT)
        case Power():
            return Piece(f"{parts[0].within(Binding.PRIMARY)}^{node.exponent}", Binding.POWER)
        case Shift():
            return Piece(f"{parts[0].within(Binding.NAMED)}[{_when_text(node.when)}]")
        case Call():
            inner = ", ".join([*(part.text for part in parts), *node.words])
            return Piece(f"{node.function}({inner})", Binding.NAMED)
        case _:
            assert_never(node)


def _chain(parts: tuple[Piece, ...], signs: list[str], binding: Binding) -> Piece:
    """Operands with their signs between them; only the first may bind no more tightly than the whole."""
    first, *others = parts
    rest = (f" {sign} {part.within(binding + 1)}" for sign, part in zip(signs[1:], others, strict=True))
    return Piece(first.within(binding) + "".join(rest), binding)


def _when_text(when: When) -> str:
    match when:
        case Back():
            return f"-{when.periods}"
        case YearsBack():
            return f"-{when.years}y"
        case InYear():
            return f"{when.year:04d}"
        case At():
            return str(when.period)
        case _:
            assert_never(when)


def quantity_binding(is_bare: bool) -> Binding:
    """5m^2 is 5 square metres to people, so only a number is raised to a power without parentheses."""
    return Binding.PRIMARY if is_bare else Binding.POWER
