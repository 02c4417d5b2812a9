"""What a YAML document is once it is read: texts, lists and mappings, each with its place."""

from typing import Any, NamedTuple

from kpicheck.place import Place
from kpicheck.problem import Problem

Event = Any
"""A yaml.Event; PyYAML's stubs allow for marks that are absent."""


class Scalar(NamedTuple):
    """A text; `plain` where it stands without quotes."""

    text: str
    place: Place
    plain: bool = True


class Sequence(NamedTuple):
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


class Mapping(NamedTuple):
    """Keys and values in their order; no key twice. It is not `whole` where an entry of it could not be read."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    place: Place
    whole: bool = True


Node = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """What was read of a file, all that is wrong with it as YAML, and its lines.

    `root` is None where nothing was read; after a syntax error it holds what stands before the error.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def with_excerpts(problems: tuple[Problem, ...], lines: tuple[str, ...]) -> tuple[Problem, ...]:
    """The *problems* of one file, each with the line it stands in."""
    return tuple(
        found._replace(excerpt=lines[found.place.line - 1])
        if found.place is not None and found.place.line is not None and found.place.line <= len(lines)
        else found
        for found in problems
    )
