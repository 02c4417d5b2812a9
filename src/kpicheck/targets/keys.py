"""Keys of a schema by what their value is: a text, a word of a few, a quantity, a list, nodes that are read later."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.problem import Refusal
from kpicheck.targets.reading import NodeReader, SchemaKey, Shape
from kpicheck.unit import Units

T = TypeVar("T")
D = TypeVar("D", bound=Enum)


def text(about: str, **marks: Any) -> SchemaKey[str]:
    """A text without its outer spaces; one that is required is not blank."""
    return SchemaKey(Shape.SCALAR, _said if marks.get("required") else _stripped, about, "", **marks)


def written(about: str, **marks: Any) -> SchemaKey[Scalar | None]:
    """A text that is read when more of the file is known."""
    return SchemaKey(Shape.SCALAR, itself, about, None, **marks)


def read(make: Callable[[str], T], about: str, **marks: Any) -> SchemaKey[T | None]:
    """What *make* makes of the text."""
    return SchemaKey(Shape.SCALAR, lambda node, _reader: make(node.text), about, None, **marks)


def measured(make: Callable[[str, Units], T], about: str, **marks: Any) -> SchemaKey[T | None]:
    """What *make* makes of the text with the units of the file."""
    return SchemaKey(Shape.SCALAR, lambda node, reader: make(node.text, reader.units), about, None, **marks)


def listed(of: Callable[[Scalar], T], about: str, **marks: Any) -> SchemaKey[tuple[T, ...]]:
    """What *of* makes of each scalar; a single value is a list of one."""

    def items_of(node: Scalar | Sequence, reader: NodeReader) -> tuple[T, ...]:
        return tuple(of(item) for item in scalars(node, reader))

    return SchemaKey(Shape.LIST, items_of, about, (), **marks)


def nodes(shape: Shape, of: Callable[[Any, NodeReader], Any], about: str, **marks: Any) -> SchemaKey[tuple[Any, ...]]:
    """What *of* makes of the node, which is read when more of the file is known."""
    return SchemaKey(shape, of, about, (), **marks)


class Choice(SchemaKey[T | None]):
    """A key whose value is one of a few words, each with what it means."""

    def __init__(self, allowed: dict[str, T], about: str, default: T | None = None, **marks: Any) -> None:
        super().__init__(Shape.SCALAR, self._member, about, default, **marks)
        self.allowed = allowed

    def _member(self, node: Scalar, _reader: NodeReader) -> T:
        return member(node.text.strip(), self.name, self.allowed)


def member(text: str, key: str, allowed: dict[str, T]) -> T:
    """What *text* means, one of the words *allowed* of *key*. Raises Refusal `bad-choice`."""
    if text not in allowed:
        raise Refusal("bad-choice", width=len(text), key=key, text=text, allowed=", ".join(allowed))
    return allowed[text]


def words(*members: D) -> dict[str, D]:
    """Enum members by the words for them."""
    return {str(each.value): each for each in members}


def _stripped(node: Scalar, _reader: NodeReader) -> str:
    return node.text.strip()


def _said(node: Scalar, _reader: NodeReader) -> str:
    if not node.text.strip():
        raise Refusal("empty-value", key="", why="")
    return node.text.strip()


def itself(node: Any, _reader: NodeReader) -> Any:
    """The node as it is."""
    return node


def scalars(node: Scalar | Sequence, reader: NodeReader) -> tuple[Scalar, ...]:
    """The scalars of a list; a single value is a list of one."""
    if isinstance(node, Scalar):
        return (node,)
    for item in node.items:
        if not isinstance(item, Scalar):
            reader.refuse("wrong-shape", item.place, why=str(Shape.SCALAR))
    return tuple(item for item in node.items if isinstance(item, Scalar))


def items(node: Scalar | Sequence, _reader: NodeReader) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one."""
    return node.items if isinstance(node, Sequence) else (node,)


def entries(node: Mapping, _reader: NodeReader) -> tuple[tuple[Scalar, Node], ...]:
    """The entries of a mapping."""
    return node.entries
