"""How a schema is read: a mapping's keys become an entry's attributes, and every mistake is collected at its place."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, ParamSpec, TypeVar, overload

from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.problem import TOLD, Refusal, problem
from kpicheck.text import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kpicheck.place import Place
    from kpicheck.problem import Argument, Problem
    from kpicheck.unit import Units

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound="Entry")

MAX_SUGGESTIONS: Final = 20
"""How many mistakes of a file are answered with "did you mean": each costs a look at every known word."""


class Shape(Enum):
    """What the value of a key may be."""

    SCALAR = (Scalar,)
    LIST = (Scalar, Sequence)  # a single value is a list of one
    MAPPING = (Mapping,)
    ANY = (Scalar, Sequence, Mapping)

    def __str__(self) -> str:
        """The word for it in problems."""
        return self.name.lower()


class Key(Generic[T]):
    """A key of a mapping, declared once, as an attribute of the entries that may have it.

    `read` makes the value of a node of the key's shape; it raises Refusal, or reports to the Reader and gives None.
    `about` is the line of the documentation. `kept` keys go into the model's field of the same name as they are;
    `declares` marks those that, in a target, declare its indicator; `idle` says for which indicators a key would have
    no effect.
    """

    def __init__(
        self,
        shape: Shape,
        read: Callable[[Any, Reader], T | None],
        about: str,
        default: T,
        *,
        name: str = "",
        required: bool = False,
        kept: bool = False,
        declares: bool = False,
        idle: Collection[Enum] = (),
    ) -> None:
        self.shape, self.read, self.about, self.default, self.name = shape, read, about, default, name
        self.required, self.kept, self.declares, self.idle = required, kept, declares, idle
        self.types: tuple[type, ...] = shape.value

    def __set_name__(self, owner: type, name: str) -> None:
        self.attribute = name
        self.name = self.name or name

    @overload
    def __get__(self, entry: None, owner: type) -> Key[T]: ...
    @overload
    def __get__(self, entry: object, owner: type) -> T: ...
    def __get__(self, entry: object, owner: type) -> Key[T] | T:
        """The key itself of the class; of an entry the default: a value that was read hides it."""
        return self if entry is None else self.default


class Entry:
    """A mapping as it was read: each key of the schema is an attribute, its default where it is absent or was refused.

    `refused` are the names of the keys that are there without a value, `meant` those that a misspelt one may mean; an
    entry is not `whole` where it may have had keys that could not be read at all.
    """

    __slots__ = ("__dict__", "meant", "node", "refused", "whole")

    level: ClassVar[str] = ""
    schema: ClassVar[dict[str, Key[Any]]] = {}
    """The keys by name, in the order of the documentation."""
    required: ClassVar[tuple[Key[Any], ...]] = ()
    kept_names: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, level: str) -> None:
        own = {key.name: key for key in vars(cls).values() if isinstance(key, Key)}
        cls.level, cls.schema = level, {**cls.schema, **own}
        cls.required = tuple(key for key in cls.schema.values() if key.required)
        cls.kept_names = frozenset(key.attribute for key in cls.schema.values() if key.kept)

    def __init__(self, node: Node) -> None:
        self.node, self.whole, self.refused, self.meant = node, True, set[str](), set[str]()

    @property
    def kept(self) -> dict[str, Any]:
        """The values that the model has as they are, by the names of its fields."""
        return {name: value for name, value in vars(self).items() if name in self.kept_names}

    def has(self, key: Key[Any]) -> bool:
        """Whether *key* is there with a value."""
        return key.attribute in self.__dict__

    def is_refused(self, key: Key[Any]) -> bool:
        """Whether *key* is there without a value: it has been reported."""
        return key.name in self.refused

    def may_have(self, key: Key[Any]) -> bool:
        """Whether *key* is there, readable or not, or may be meant."""
        return self.has(key) or self.is_refused(key) or not self.whole or key.name in self.meant

    def key_of(self, key: Key[Any]) -> Scalar | None:
        """The node of *key* itself, where it is there."""
        return next((name for name, _ in self._entries() if name.text == key.name), None)

    def value_of(self, key: Key[Any]) -> Node | None:
        """The node of the value of *key*, where it is there and of the right shape."""
        found = (value for name, value in self._entries() if name.text == key.name)
        return next((value for value in found if isinstance(value, key.types)), None)

    def _entries(self) -> tuple[tuple[Scalar, Node], ...]:
        return self.node.entries if isinstance(self.node, Mapping) else ()


class Reader:
    """Makes values of nodes, with the units of one file, and collects the file's problems."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.problems: list[Problem] = []
        self._suggestions = MAX_SUGGESTIONS

    def refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        """Report a problem at *place*."""
        self.problems.append(problem(code, place, width=width, **arguments))

    def attempt(self, at: Node, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What *make* makes; a refusal becomes a problem at the node *at*, unless it was reported already."""
        try:
            return make(*args, **kwargs)
        except Refusal as refusal:
            if refusal.code != TOLD:
                self.problems.append(refusal.at(at.place))
            return None

    def accepts(self, at: Node, check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether *check* refuses nothing; what it refuses becomes a problem at the node *at*."""
        before = len(self.problems)
        self.attempt(at, check, *args, **kwargs)
        return len(self.problems) == before

    def closest(self, word: str, known: Collection[str]) -> str:
        """The known word that *word* was probably meant to be, or `""`; for the first few of a file."""
        self._suggestions -= 1
        return closest(word, list(known)) if self._suggestions >= 0 else ""

    def entry(self, level: type[E], node: Node) -> E:
        """The keys of a mapping by the schema of *level*; unknown and missing keys and wrong shapes are reported."""
        entry = level(node)
        if not isinstance(node, Mapping):
            self.refuse("wrong-shape", node.place, why=str(Shape.MAPPING))
            entry.whole = False
            return entry
        entry.whole = node.whole
        values = vars(entry)
        for name, value in node.entries:
            key = level.schema.get(name.text)
            if key is None:
                self._unknown(entry, name)
            elif (found := self._value(key, value)) is None:
                entry.refused.add(key.name)
            else:
                values[key.attribute] = found
        for key in level.required:
            if not entry.may_have(key):
                self.refuse("missing-key", node.place, key=key.name)
        return entry

    def _value(self, key: Key[T], node: Node) -> T | None:
        if isinstance(node, key.types):
            return self.attempt(node, key.read, node, self)
        self.refuse("wrong-shape", node.place, why=str(key.shape))
        return None

    def _unknown(self, entry: Entry, name: Scalar) -> None:
        if self._suggestions > 0:
            entry.meant.add(close := self.closest(name.text, entry.schema))
        else:
            entry.whole, close = False, ""
        self.refuse("unknown-key", name.place, len(name.text), key=name.text, close=close)
