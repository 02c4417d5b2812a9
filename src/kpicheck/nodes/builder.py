"""libyaml's events to nodes, noting on the way what is refused and what YAML does to people."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from kpicheck.files import MAX_FIELD, lines_of
from kpicheck.nodes.tree import Event, Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import Problem, problem
from kpicheck.text import FILLERS, name_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpicheck.problem import Argument

MAX_EVENTS: Final = 1_000_000
MAX_DEPTH: Final = 32
MAX_PROBLEMS: Final = 1_000

_CURIOUS: Final = FILLERS | frozenset("“”‘’：")
_CUT: Final = re.compile(" #[^ #\r\n]")
"""What sends the scalars of a line to be looked at closely, besides what is not printable."""

_BLOCKS: Final = frozenset("|>")
_TAGS: Final = "tag:yaml.org,2002:"
"""What `!!` is short for (YAML 1.1, section 5.6)."""

_Spot = tuple[int, int, bool]
"""Line and column, both from 1, and whether the text is there character for character."""


def _place(path: str, spot: _Spot) -> Place:
    line, column, exact = spot
    return Place(path, line, column, exact=exact)


def _spot(event: Event) -> _Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1, True


def _curious_lines(text: str) -> bytes:
    """A byte for each line of *text*, not 0 where its scalars are to be looked at closely; no bytes if all are 0."""
    printable = text.replace("\n", "").replace("\r", "").isprintable()
    if printable and not any(char in text for char in _CURIOUS) and not _CUT.search(text):
        return b""
    lines = (line.rstrip("\r\n") for line in lines_of(text))
    curious = (not line.isprintable() or not _CURIOUS.isdisjoint(line) or bool(_CUT.search(line)) for line in lines)
    return bytes(curious) + bytes(2)  # libyaml puts what is missing at the end of a file into a line below


class Enough(Exception):  # noqa: N818  no error of its own: what was wrong is among the problems
    """Nothing more is read."""


class _Open:
    """A collection whose end has not been read yet.

    `opened` is the index of its bracket, if it has one. `seen` has the keys of a mapping by what makes two equal, and
    is None for a list. `key` waits for its value, and `keep` says whether both are kept, `whole` whether all were.
    Their texts end at `key_end`, begin at `value_start`.
    """

    __slots__ = ("items", "keep", "key", "key_end", "opened", "seen", "spot", "value_start", "whole")

    def __init__(self, spot: _Spot, seen: dict[str, Scalar] | None, opened: int | None) -> None:
        self.spot, self.seen, self.opened, self.keep, self.whole = spot, seen, opened, True, True
        self.items: list[Any] = []  # nodes of a list, (key, node) of a mapping
        self.key: Scalar | None = None
        self.key_end = self.value_start = -1

    def wants_key(self) -> bool:
        """Whether what comes next is a key."""
        return self.seen is not None and self.key is None


class Builder:
    """Reads one document; `problems` is all that is wrong with it."""

    def __init__(self, text: str, path: str, prose: frozenset[str]) -> None:
        self.text, self.path, self.prose = text, path, prose
        self.locate = partial(_place, path)
        self.problems: list[Problem] = []
        self.stack = [_Open((1, 1, True), None, None)]
        self.documents = 0
        self.last: Event | None = None
        self.curious = _curious_lines(text)

    def read(self) -> None:
        """Drain the events. Raises Enough, and yaml.YAMLError at a syntax error."""
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # noqa: PLC0415  not there without libyaml

        others: dict[type, Callable[[Event], None]] = {
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        if self.curious:
            self._take_out_hidden_characters()
        scalar, scalar_event, event = self._scalar, yaml.ScalarEvent, None
        try:
            for event in islice(iter(CParser(self.text).get_event, None), MAX_EVENTS):
                kind = type(event)
                if kind is scalar_event:
                    scalar(event)
                elif kind in others:
                    others[kind](event)
        finally:
            self.last = event
        if not isinstance(self.last, yaml.StreamEndEvent):
            self._refuse("too-large", Place(self.path), limit=MAX_EVENTS, why="nodes")

    def finished(self) -> Node | None:
        """The root of what has been read, open collections closed where reading stopped."""
        while len(self.stack) > 1:
            self._end(whole=False)
        return cast("Node", self.stack[0].items[0]) if self.stack[0].items else None

    def note_syntax_error(self, error: yaml.YAMLError) -> None:
        """Add what the user has to know of *error*."""
        from kpicheck.nodes.mistakes import syntax_problem  # noqa: PLC0415  only a mistake pays for it

        opened = next((each.opened for each in reversed(self.stack) if each.opened is not None), None)
        found = syntax_problem(error, self.text, self.path, self.last, opened)
        told = self.problems and self.problems[-1]
        if not (told and told.code == found.code and told.place and found.place and told.place[:3] == found.place[:3]):
            self.problems.append(found)

    def _note(self, found: Problem) -> None:
        self.problems.append(found)
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(problem("too-many-problems", Place(self.path), limit=MAX_PROBLEMS))
            raise Enough

    def _refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        self._note(problem(code, place, width=width, **arguments))

    def _take_out_hidden_characters(self) -> None:
        from kpicheck.nodes.mistakes import without_hidden_characters  # noqa: PLC0415

        self.text, hidden = without_hidden_characters(self.text, self.path)
        for found in hidden:
            self._note(found)

    def _scalar(self, event: Event) -> None:
        start, end, text, style = event.start_mark, event.end_mark, event.value, event.style
        line, at = start.line, start.index
        exact = end.index - at - (2 if style else 0) == len(text) and end.line == line
        spot = (line + 1, start.column + (2 if exact and style else 1), exact)
        node, top = Scalar(text, spot, self.locate, not style), self.stack[-1]
        if len(text) > MAX_FIELD:
            self._leave_out("field-too-long", spot, limit=MAX_FIELD)
            return
        if event.tag or event.anchor or (self.curious and (self.curious[line] or end.line != line)) or (
            style == '"' and not exact
        ):
            node = self._look_closely(event, node, top)
        if style in _BLOCKS if style else not text:
            self._blank_or_block(event, node, top)
        elif top.seen is None:
            top.items.append(node)
        elif top.key is None:
            top.key, top.key_end, top.keep = node, end.index, True
        else:
            top.value_start = -1
            if self._is_kept(top):
                top.items.append((top.key, node))
                top.value_start = -1 if style else at
            top.key = None

    def _is_kept(self, top: _Open) -> bool:
        """Whether the entry whose value begins now is kept: its key is one, and stands here for the first time."""
        key = top.key
        if top.keep and key is not None and top.seen is not None:
            text = key.text
            first = top.seen.setdefault(name_key(text), key)
            if first is key and (text != "<<" or not key.plain):
                return True
            top.keep = False
            if first is key:
                top.whole = False
                self._refuse("merge-key", key.place, 2)
            else:
                self._refuse("duplicate-key", key.place, len(text), key=text, first=first.place)
        return False

    def _start(self, event: Event) -> None:
        spot, top = _spot(event), self.stack[-1]
        if event.anchor or event.tag:
            self._refuse_marks(event)
        if top.wants_key():
            self._refuse("complex-key", self.locate(spot))
        else:
            self._is_kept(top)
        if len(self.stack) > MAX_DEPTH:
            self._refuse("too-deep", self.locate(spot), limit=MAX_DEPTH)
            raise Enough
        opened = event.start_mark.index if event.flow_style else None
        self.stack.append(_Open(spot, {} if type(event) is yaml.MappingStartEvent else None, opened))

    def _end(self, _event: Event | None = None, *, whole: bool = True) -> None:
        done = self.stack.pop()
        top, items, spot = self.stack[-1], tuple(done.items), done.spot
        if done.seen is None:
            node: Node = Sequence(items, spot, self.locate)
        else:
            node = Mapping(items, spot, self.locate, done.whole and whole)
        if top.seen is None:
            top.items.append(node)
        elif top.key is None:
            self._skip_key(top, done.spot)
        else:
            if top.keep:
                top.items.append((top.key, node))
            top.key, top.value_start = None, -1

    def _skip_key(self, top: _Open, spot: _Spot) -> None:
        """Let what cannot be a key stand for one, so that its value finds its way and neither is kept."""
        top.key, top.keep, top.whole = Scalar("", spot, self.locate), False, False

    def _leave_out(self, code: str, spot: _Spot, width: int = 1, **arguments: Argument) -> None:
        """Refuse what cannot be read: it is not kept, nor is the key that it is the value of."""
        top = self.stack[-1]
        self._refuse(code, self.locate(spot), width, **arguments)
        if top.wants_key():
            self._skip_key(top, spot)
        else:
            self._is_kept(top)
            top.key, top.value_start, top.whole = None, -1, False

    def _alias(self, event: Event) -> None:
        self._leave_out("alias", _spot(event), len(event.anchor) + 1, text=f"*{event.anchor}")

    def _document(self, event: Event) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._refuse("directive", self.locate(_spot(event)))
        if self.documents > 1:
            self._refuse("several-documents", self.locate(_spot(event)), 3)
            raise Enough

    def _refuse_marks(self, event: Event) -> None:
        place = self.locate(_spot(event))
        if event.anchor:
            self._refuse("anchor", place, len(event.anchor) + 1, text=f"&{event.anchor}")
        if tag := getattr(event, "tag", None):
            text = tag.replace(_TAGS, "!!", 1)
            self._refuse("tag", place, len(text), text=text, why="comparator" if text.startswith("!=") else "")

    def _look_closely(self, event: Event, node: Scalar, top: _Open) -> Scalar:
        """Refuse an anchor or a tag, and tell what a close look at the text finds; the node as it looks."""
        from kpicheck.nodes.mistakes import oddities, visible  # noqa: PLC0415

        self._refuse_marks(event)
        key = top.key
        own_line = key is not None and key.text not in self.prose and key.spot[0] != node.spot[0]
        alone = own_line or len(self.stack) == 1
        is_key = top.wants_key()
        for found in oddities(self.text, event, node, is_key=is_key, alone=alone):
            self._note(found)
        return node._replace(text=visible(node.text, is_key=is_key))

    def _blank_or_block(self, event: Event, node: Scalar, top: _Open) -> None:
        """What may stand as the value of few keys only: nothing at all, or a block scalar."""
        key, at = top.key, event.start_mark.index
        name = key.text if key is not None else ""
        follows = top.opened is not None and not event.style and at == top.key_end
        if key is not None and name not in self.prose and follows:
            self._lone_key(key, self.text[top.value_start : at], top)
        else:
            self._value_of_few(event, node, top, name)
        if top.wants_key():
            self._skip_key(top, node.spot)
        else:
            top.key = None

    def _value_of_few(self, event: Event, node: Scalar, top: _Open, name: str) -> None:
        kept, at, top.value_start = self._is_kept(top), event.start_mark.index, -1
        if name in self.prose:
            if kept:
                top.items.append((top.key, node))
            return
        top.whole = False
        if event.style:
            found = self.text[at : at + 2].strip()
            why = "comparator" if found[0] == ">" and found[1:].isdigit() else ""
            self._refuse("block-scalar", node.place, len(found), key=name, found=found, why=why)
        else:
            found = self.text[at : at + 20].lstrip(" ")
            why = "comment" if found[:1] == "#" and found[1:2].strip() not in {"", "#"} else ""
            self._refuse("empty-value", node.place, key=name, why=why)

    def _lone_key(self, key: Scalar, whole: str, top: _Open) -> None:
        """What stands in braces without a value: most often the rest of a value that a comma has cut in two.

        The value is made whole again, so that nobody complains of its halves.
        """
        top.whole = False
        if why := "full-width-colon" if "：" in key.text else "colon-space" if ":" in key.text else "":
            self._refuse("yaml-syntax", key.place, len(key.text), found=key.text, why=why)
        elif top.value_start < 0:
            self._refuse("empty-value", key.place, len(key.text), key=key.text, why="")
        else:
            owner, value = top.items[-1]
            top.items[-1] = (owner, value._replace(text=whole))
            if self.problems and self.problems[-1].code == "comma-in-braces" and self.problems[-1].place == value.place:
                self.problems.pop()
            self._refuse("comma-in-braces", value.place, len(whole), text=whole)
