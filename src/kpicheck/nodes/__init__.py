"""Bytes to YAML nodes with places, strictly: every scalar is text until somebody knows what it should be.

libyaml's events are read and nothing is constructed: `0.10` keeps its digits, `NO` stays a word. What YAML can do that
nobody needs here (anchors, merge keys, tags, several documents, block scalars) is refused, as is what cannot be seen.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import yaml

from kpicheck.decode import decode
from kpicheck.nodes.tree import Document, Mapping, Node, Scalar, Sequence, with_excerpts
from kpicheck.place import Place, quick_place
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.text import name_key

if TYPE_CHECKING:
    from kpicheck.problem import Argument

__all__ = ["Document", "Mapping", "Node", "Scalar", "Sequence", "read", "read_text", "with_excerpts"]

MAX_BYTES: Final = 16 * 2**20
MAX_EVENTS: Final = 1_000_000
MAX_DEPTH: Final = 32
MAX_PROBLEMS: Final = 1_000

PROSE: Final = frozenset({"note"})
"""The keys whose values may be empty or block scalars."""

_CURIOUS: Final = "[“”‘’：\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffd\ufe00-\ufe0f]|[^\\s#] #[^\\s#]"
"""What sends every scalar of a file to be looked at closely, besides what is not printable."""

_TAGS: Final = "tag:yaml.org,2002:"
"""What `!!` is short for (YAML 1.1, section 5.6)."""


def read(data: bytes, path: str, prose: frozenset[str] = PROSE, encoding: str | None = None) -> Document:
    """The document that *data* is: UTF-8, or by its byte order mark, or in the *encoding* that was asked for.

    Values of the keys in *prose* may be empty or block scalars. Nothing is raised: every problem is in the document.
    """
    if len(data) > MAX_BYTES:
        return Document(None, (problem("too-large", Place(path), limit=MAX_BYTES // 2**20, why="bytes"),), ())
    try:
        return read_text(decode(data, path, encoding=encoding).text, path, prose)
    except KpiCheckError as error:
        return Document(None, error.problems, ())


def read_text(text: str, path: str, prose: frozenset[str] = PROSE) -> Document:
    """The document that *text* is. Raises KpiCheckError `libyaml-missing`."""
    if not yaml.__with_libyaml__:  # PyYAML's own parser reads some files differently
        raise KpiCheckError((problem("libyaml-missing"),))
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    curious = not "".join(lines).isprintable() or re.search(_CURIOUS, text) is not None
    builder = _Builder(text, path, prose, curious=curious)
    try:
        builder.read()
    except _Enough:
        pass
    except yaml.YAMLError as error:
        builder.note_syntax_error(error)
    found = sorted(builder.problems, key=lambda each: each.place[1:3] if each.place else ())
    return Document(builder.finished(), tuple(found), lines)


class _Enough(Exception):  # noqa: N818  no error of its own: what was wrong is among the problems
    """Nothing more is read."""


class _Open:
    """A collection whose end has not been read yet.

    `seen` has the keys of a mapping by what makes two equal, and is None for a list. `key` waits for its value, and
    `keep` says whether both are kept. `key_end` and `value_start` are where the texts of the last ones end and begin.
    """

    __slots__ = ("flow", "items", "keep", "key", "key_end", "place", "seen", "value_start")

    def __init__(self, place: Place, *, mapping: bool, flow: bool) -> None:
        self.place, self.flow, self.keep = place, flow, True
        self.items: list[Node | tuple[Scalar, Node]] = []
        self.seen: dict[str, Scalar] | None = {} if mapping else None
        self.key: Scalar | None = None
        self.key_end = self.value_start = -1

    def closed(self) -> Node:
        return (Sequence if self.seen is None else Mapping)(tuple(self.items), self.place)  # type: ignore[arg-type]


class _Builder:
    """Turns libyaml's events into nodes, and notes what is wrong on the way."""

    def __init__(self, text: str, path: str, prose: frozenset[str], *, curious: bool) -> None:
        self.text, self.path, self.prose, self.curious = text, path, prose, curious
        self.problems: list[Problem] = []
        self.stack = [_Open(Place(path, 1, 1), mapping=False, flow=False)]
        self.documents = 0
        self.last: yaml.Event | None = None
        self.mistakes = import_module("kpicheck.nodes.mistakes") if curious else None

    def read(self) -> None:
        """Drain the events. Raises _Enough, and yaml.YAMLError at a syntax error."""
        text = self._without_hidden_characters() if self.curious else self.text
        scalar, others = self._scalar, {
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in islice(iter(yaml.cyaml.CParser(text).get_event, None), MAX_EVENTS):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                scalar(event)
            elif kind in others:
                others[kind](event)
            self.last = event
        if not isinstance(self.last, yaml.StreamEndEvent):
            self._refuse("too-large", Place(self.path), limit=MAX_EVENTS, why="nodes")

    def finished(self) -> Node | None:
        """The root of what has been read, open collections closed where reading stopped."""
        while len(self.stack) > 1:
            self._end()
        return self.stack[0].items[0] if self.stack[0].items else None  # type: ignore[return-value]

    def note_syntax_error(self, error: yaml.YAMLError) -> None:
        """Add what the user has to know of *error*."""
        from kpicheck.nodes.mistakes import syntax_problem  # noqa: PLC0415  only a mistake pays for it

        opened = next((each.place for each in reversed(self.stack) if each.flow), None)
        self.problems.append(syntax_problem(error, self.text, self.path, self.last, opened))

    def _refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        self.problems.append(problem(code, place, width=width, **arguments))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(problem("too-many-problems", Place(self.path), limit=MAX_PROBLEMS))
            raise _Enough

    def _without_hidden_characters(self) -> str:
        from kpicheck.nodes.mistakes import hidden_characters  # noqa: PLC0415

        text, found = hidden_characters(self.text, self.path)
        for char, place in found:
            self._refuse("invisible-character", place, character=char)
        return text

    def _place(self, mark: yaml.Mark) -> Place:
        return quick_place(self.path, mark.line + 1, mark.column + 1, exact=True)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end, text, style = event.start_mark, event.end_mark, event.value, event.style
        line, at = start.line, start.index
        quotes = 2 if style else 0
        exact = end.index - at - quotes == len(text) and end.line == line
        column = start.column + 2 if exact and style else start.column + 1
        node = Scalar(text, quick_place(self.path, line + 1, column, exact), not style)
        if self.curious or event.tag or event.anchor:
            self._look_closely(event, node)
        top = self.stack[-1]
        if (not text and not style) or style in ("|", ">"):
            self._blank_or_block(event, node, top)
        elif top.seen is None:
            top.items.append(node)
        elif top.key is None:
            top.key, top.key_end, top.keep = node, end.index, True
        else:
            if self._is_kept(top):
                top.items.append((top.key, node))
            top.key, top.value_start = None, -1 if style else at

    def _is_kept(self, top: _Open) -> bool:
        """Whether the entry whose value begins now is kept: its key is one, and stands here for the first time."""
        if top.keep and top.key is not None and top.seen is not None:
            key = top.key
            first = top.seen.setdefault(name_key(key.text), key)
            if first is not key:
                self._refuse("duplicate-key", key.place, len(key.text), key=key.text, first=first.place)
            elif key.text == "<<" and key.plain:
                self._refuse("merge-key", key.place, 2)
            else:
                return True
        top.keep = False
        return False

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        place, top = self._place(event.start_mark), self.stack[-1]
        self._refuse_marks(event, place)
        if top.seen is not None and top.key is None:
            self._refuse("complex-key", place)
        else:
            self._is_kept(top)
        if len(self.stack) > MAX_DEPTH:
            self._refuse("too-deep", place, limit=MAX_DEPTH)
            raise _Enough
        self.stack.append(_Open(place, mapping=type(event) is yaml.MappingStartEvent, flow=event.flow_style))

    def _end(self, _event: yaml.Event | None = None) -> None:
        node = self.stack.pop().closed()
        top = self.stack[-1]
        if top.seen is None:
            top.items.append(node)
        elif top.key is None:
            self._no_key(top, node.place)
        else:
            if top.keep:
                top.items.append((top.key, node))
            top.key, top.value_start = None, -1

    def _alias(self, event: yaml.AliasEvent) -> None:
        place, top = self._place(event.start_mark), self.stack[-1]
        self._refuse("alias", place, len(event.anchor) + 1, text=f"*{event.anchor}")
        if top.seen is not None and top.key is None:
            self._no_key(top, place)
        else:
            self._is_kept(top)
            top.key = None

    def _no_key(self, top: _Open, place: Place) -> None:
        """Let what cannot be a key stand for one, so that its value finds its way and neither is kept."""
        top.key, top.keep = Scalar("", place), False

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._refuse("directive", self._place(event.start_mark))
        if self.documents > 1:
            self._refuse("several-documents", self._place(event.start_mark), 3)
            raise _Enough

    def _refuse_marks(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor:
            self._refuse("anchor", place, len(event.anchor) + 1, text=f"&{event.anchor}")
        if event.tag:
            tag = event.tag.replace(_TAGS, "!!", 1)
            self._refuse("tag", place, len(tag), text=tag, why="comparator" if tag.startswith("!=") else "")

    def _look_closely(self, event: yaml.ScalarEvent, node: Scalar) -> None:
        self._refuse_marks(event, self._place(event.start_mark))
        if self.mistakes is not None:
            top = self.stack[-1]
            is_key = top.seen is not None and top.key is None
            after = top.key.place.line if top.key is not None and top.key.text not in self.prose else None
            alone = len(self.stack) == 1 or (after is not None and after != node.place.line)
            for found in self.mistakes.oddities(self.text, event, node, is_key=is_key, alone=alone):
                self._note(found)

    def _blank_or_block(self, event: yaml.ScalarEvent, node: Scalar, top: _Open) -> None:
        """A value that may stand at few keys only: none at all, or a block scalar."""
        key, at = top.key, event.start_mark.index
        if key is not None and key.text in self.prose:
            if self._is_kept(top):
                top.items.append((key, node))
        elif event.style:
            found = self.text[at : at + 2]
            why = "comparator" if found[0] == ">" and found[1:].isdigit() else ""
            self._refuse("block-scalar", node.place, len(found.strip()), key=key.text if key else "", found=found, why=why)
        elif key is not None and top.flow and at == top.key_end:
            self._lone_key(event, top, key)
        else:
            why = "comment" if re.match(r" *#[^\s#]", self.text[at : at + 20]) else ""
            self._refuse("empty-value", node.place, key=key.text if key else "", why=why)
        if top.seen is not None and key is None:
            self._no_key(top, node.place)
        else:
            top.key = None

    def _lone_key(self, event: yaml.ScalarEvent, top: _Open, key: Scalar) -> None:
        """What stands in braces without a value: most often the rest of a value that a comma has cut in two."""
        if why := "full-width-colon" if "：" in key.text else "colon-space" if ":" in key.text else "":
            self._refuse("yaml-syntax", key.place, len(key.text), found=key.text, why=why)
        elif top.value_start < 0:
            self._refuse("empty-value", key.place, len(key.text), key=key.text, why="")
        else:
            owner, value = cast("tuple[Scalar, Scalar]", top.items.pop())
            whole = self.text[top.value_start : event.start_mark.index]
            top.items.append((owner, value._replace(text=whole)))
            if self.problems and self.problems[-1][0::2] == ("comma-in-braces", value.place):
