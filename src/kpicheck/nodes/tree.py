"""What a document is once it is read: texts, lists and mappings, each knowing its place."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from kpicheck.place import Place
from kpicheck.problem import Problem

MAX_DEPTH: Final = 32
"""As deep as nodes may be; figures are four deep at most."""

Event = Any
"""A yaml.Event; PyYAML's stubs allow for marks that are absent."""


Spot = Any
"""Whatever a document's `locate` finds a node by: less than a place, which few nodes are ever asked for."""

Locate = Callable[[Spot], Place]


class Scalar(NamedTuple):
    """A text; `plain` where it has no quotes."""

    text: str
    spot: Spot
    locate: Locate
    plain: bool = True

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.locate(self.spot)


class Sequence(NamedTuple):
    """A list."""

    items: "tuple[Node, ...]"
    spot: Spot
    locate: Locate

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.locate(self.spot)


class Mapping(NamedTuple):
    """Keys and values in their order; no key twice. It is not `whole` where an entry of it could not be read."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    spot: Spot
    locate: Locate
    whole: bool = True

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.locate(self.spot)


Node = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """What was read of a file, all that is wrong with it as YAML, and its text.

    `root` is None where nothing was read; after a syntax error, which begins at `broken`, it holds what is before it.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    text: str
    broken: Place | None = None

    def is_whole(self, found: Problem) -> bool:
        """Whether a problem is of what was read before any syntax error: behind it no node is what was meant."""
        place = found.place
        return self.broken is None or place is None or place.position < self.broken.position
