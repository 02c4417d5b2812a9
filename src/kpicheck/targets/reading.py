"""How a schema is read: a mapping's keys become an entry's attributes, and every mistake is collected at its place."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, TypeVar, overload

from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.problem import ALREADY_REPORTED, Refusal, problem
from kpicheck.text import MAX_SUGGESTIONS, closest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kpicheck.place import Place
    from kpicheck.problem import Argument, Problem
    from kpicheck.unit import Units

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound="Entry")


class Shape(Enum):
    """What the value of a key may be."""

    SCALAR = (Scalar,)
    LIST = (Scalar, Sequence)  # a single value is a list of one
    MAPPING = (Mapping,)
    ANY = (Scalar, Sequence, Mapping)

    def __str__(self) -> str:
        """The word for it in problems."""
        return self.name.lower()


class SchemaKey(Generic[T]):
    """A key of a mapping, declared once, as an attribute of the entries that may have it.

    `read` makes the value of a node of the key's shape; it raises Refusal, or reports to the NodeReader and gives None.
    `about` is the line of the documentation. `kept` keys go into the model's field of the same name as they are;
    `declares` marks those that, in a target, declare its indicator; `idle` says for which indicators a key would have
    no effect.
    """

    def __init__(
        self,
        shape: Shape,
        read: Callable[[Any, NodeReader], T | None],
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

    def of(self, node: Node, reader: NodeReader) -> T | None:
        """The value that *node* is; None where it is not of the right shape, which is reported. Raises Refusal."""
        if isinstance(node, self.types):
            return self.read(node, reader)
        reader.refuse("wrong-shape", node.place, why=str(self.shape))
        return None

    def __set_name__(self, owner: type, name: str) -> None:
        self.attribute = name
        self.name = self.name or name

    @overload
    def __get__(self, entry: None, owner: type) -> SchemaKey[T]: ...
    @overload
    def __get__(self, entry: object, owner: type) -> T: ...
    def __get__(self, entry: object, owner: type) -> SchemaKey[T] | T:
        """The key itself of the class. An entry has a value of its own, which hides it."""
        return self if entry is None else self.default  # the latter for the type checker


class Entry:
    """A mapping as it was read: each key of the schema is an attribute, its default where it is absent or was refused.

    `refused` are the names of the keys that are there without a value, `meant` those that a misspelt one may mean; an
    entry is not `whole` where it may have had keys that could not be read at all.
    """

    __slots__ = ("__dict__", "meant", "node", "refused", "whole")

    where: ClassVar[str] = ""
    """What has these keys, for the documentation."""
    schema: ClassVar[dict[str, SchemaKey[Any]]] = {}
    """The keys by name, in the order of the documentation."""
    defaults: ClassVar[dict[str, Any]] = {}
    """The attributes of an entry without any key."""
    required: ClassVar[tuple[SchemaKey[Any], ...]] = ()
    _kept: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, where: str) -> None:
        own = {key.name: key for key in vars(cls).values() if isinstance(key, SchemaKey)}
        cls.where, cls.schema = where, {**cls.schema, **own}
        cls.defaults = {key.attribute: key.default for key in cls.schema.values()}
        cls.required = tuple(key for key in cls.schema.values() if key.required)
        cls._kept = tuple(key.attribute for key in cls.schema.values() if key.kept)

    def __init__(self, node: Node) -> None:
        self.node = node
        self.whole = True
        self.refused: tuple[str, ...] = ()
        self.meant: tuple[str, ...] = ()
        self.__dict__.update(self.defaults)

    @property
    def kept(self) -> dict[str, Any]:
        """The values that the model has as they are, by the names of its fields."""
        values = self.__dict__
        return {name: values[name] for name in self._kept}

    def may_have(self, key: SchemaKey[Any]) -> bool:
        """Whether *key* is there, readable or not, or may be meant."""
        return not self.whole or key.name in self.meant or self.key_of(key) is not None

    def is_refused(self, key: SchemaKey[Any]) -> bool:
        """Whether *key* is there without a value: that has been reported."""
        return key.name in self.refused

    def has(self, key: SchemaKey[Any]) -> bool:
        """Whether *key*, which by default is None, is there."""
        return getattr(self, key.attribute) is not None or self.is_refused(key)

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """The mapping's own keys and values, whatever they are."""
        return self.node.entries if isinstance(self.node, Mapping) else ()

    def key_of(self, key: SchemaKey[Any]) -> Scalar | None:
        """The node of *key* itself, where it is there."""
        return next((name for name, _ in self.entries if name.text == key.name), None)

    def value_of(self, key: SchemaKey[Any]) -> Node | None:
        """The node of the value of *key*, where it is there and of the right shape."""
        for name, value in self.entries:
            if name.text == key.name and isinstance(value, key.types):
                return value
        return None


class NodeReader:
    """Makes values of nodes, with the units of one file, and collects the file's problems."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.problems: list[Problem] = []
        self._suggestions = MAX_SUGGESTIONS

    def refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        """Report a problem at *place*."""
        self.problems.append(problem(code, place, width=width, **arguments))

    def report(self, refusal: Refusal, at: Node) -> None:
        """Make a problem of *refusal* at the node *at*, and of those with it, unless it was reported already."""
        for each in (refusal, *refusal.also):
            if each.code != ALREADY_REPORTED:
                self.problems.append(each.at(at.place))

    def attempt(self, at: Node, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What *make* makes; None after a refusal, which is reported at the node *at*."""
        try:
            return make(*args, **kwargs)
        except Refusal as refusal:
            self.report(refusal, at)
            return None

    def holds(self, at: Node, check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether *check* raises no Refusal, which is reported at the node *at*."""
        try:
            check(*args, **kwargs)
        except Refusal as refusal:
            self.report(refusal, at)
            return False
        return True

    def closest(self, word: str, known: Iterable[str]) -> str:
        """The known word that *word* was probably meant to be, or `""`; for the first few of a file."""
        self._suggestions -= 1
        return closest(word, known) if self._suggestions >= 0 else ""

    def entry(self, kind: type[E], node: Node) -> E:
        """The keys of a mapping by the schema of *kind*; unknown and missing keys and wrong shapes are reported."""
        entry = kind(node)
        if not isinstance(node, Mapping):
            self._refuse_shape(node)
            entry.whole = False
            return entry
        entry.whole = node.whole
        self._read_keys(entry, node)
        for key in kind.required:
            if not entry.may_have(key):
                self.refuse("missing-key", node.place, key=key.name)
        return entry

    def _refuse_shape(self, node: Node) -> None:
        """Report what is no mapping; `unit:家` was meant as one."""
        if isinstance(node, Scalar) and node.plain and ":" in node.text:
            self.refuse("yaml-syntax", node.place, len(node.text), found=node.text, why="colon-space")
        else:
            self.refuse("wrong-shape", node.place, why=str(Shape.MAPPING))

    def _read_keys(self, entry: Entry, node: Mapping) -> None:
        schema, values = entry.schema, vars(entry)
        for name, value in node.entries:
            key = schema.get(name.text)
            if key is None:
                self._unknown(entry, name)
                continue
            found = self.attempt(value, key.of, value, self)
            if found is None:
                entry.refused += (key.name,)
            else:
                values[key.attribute] = found

    def _unknown(self, entry: Entry, name: Scalar) -> None:
        if self._suggestions > 0:
            close = self.closest(name.text, entry.schema)
            entry.meant += (close,)
        else:
            entry.whole, close = False, ""
        self.refuse("unknown-key", name.place, len(name.text), key=name.text, close=close)
