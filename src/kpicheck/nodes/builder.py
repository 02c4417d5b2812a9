"""libyaml's events to nodes, noting on the way what is refused and what YAML does to people."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

import yaml
from yaml import MappingEndEvent, ScalarEvent, SequenceEndEvent

from kpicheck.files import MAX_FIELD, lines_of
from kpicheck.nodes.tree import MAX_DEPTH, Event, Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import Problem, problem
from kpicheck.text import FILLERS, name_key

if TYPE_CHECKING:
    from collections.abc import Generator

    from kpicheck.nodes.tree import Locate
    from kpicheck.problem import Argument

MAX_EVENTS: Final = 1_000_000
MAX_PROBLEMS: Final = 1_000

_CURIOUS: Final = FILLERS | frozenset("“”‘’：")
_CUT: Final = re.compile(" #[^ #\r\n]")
"""What sends the scalars of a line to be looked at closely, besides what is not printable."""

_BLOCKS: Final = frozenset("|>")
_TAGS: Final = "tag:yaml.org,2002:"
"""What `!!` is short for (YAML 1.1, section 5.6)."""

_Spot = tuple[int, int, bool]
"""Line and column, both from 1, and whether the text is there character for character."""


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


class Builder:
    """Reads one document; `problems` is all that is wrong with it.

    Nodes are read by recursion, all from the same events. Where these end early (a syntax error, too many problems), so
    do all open collections, and what has been read of them is kept. `looked_through` is set where libyaml gave up on
    too many brackets before the first of them was an event: how far it has looked.
    """

    def __init__(self, text: str, path: str, prose: frozenset[str]) -> None:
        self.text, self.path, self.prose = text, path, prose
        self.locate: Locate = lambda spot: Place(path, *spot)
        self.problems: list[Problem] = []
        self.curious = _curious_lines(text)
        self.events = self._events()
        self.stopped = False
        self.broken: Place | None = None  # where a syntax error begins
        self.depth = 0
        self.opened: int | None = None  # the index of the innermost bracket that is open
        self.looked_through: int | None = None

    def read(self) -> Node | None:
        """The root of the document; None where it has none that can be read."""
        root, documents = None, 0
        if self.curious:
            self._take_out_hidden_characters()
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._document(event, documents)
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event)
        return root

    def _events(self) -> Generator[Event, None, None]:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # noqa: PLC0415  not there without libyaml

        event = None
        try:
            for event in islice(iter(CParser(self.text).get_event, None), MAX_EVENTS):
                yield event
        except yaml.YAMLError as error:
            self._note_syntax_error(error, event)
        else:
            if not isinstance(event, yaml.StreamEndEvent):
                self.problems.append(problem("too-large", Place(self.path), limit=MAX_EVENTS, why="nodes"))

    def _note_syntax_error(self, error: yaml.YAMLError, last: Event | None) -> None:
        """Add what the user has to know of *error*; *last* is the event before it."""
        from kpicheck.nodes.mistakes import syntax_problem  # noqa: PLC0415  only a mistake pays for it

        if "nesting depth" in str(getattr(error, "problem", "")):
            self.looked_through = cast("Any", error).problem_mark.index
            return
        found = syntax_problem(error, self.text, self.path, last, self.opened)
        self.broken = found.place
        if (found.code, str(found.place)) not in [(each.code, str(each.place)) for each in self.problems[-1:]]:
            self.problems.append(found)

    def _refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        self._note(problem(code, place, width=width, **arguments))

    def _note(self, found: Problem) -> None:
        if not self.stopped:
            self.problems.append(found)
            if len(self.problems) >= MAX_PROBLEMS:
                self.problems.append(problem("too-many-problems", Place(self.path), limit=MAX_PROBLEMS))
                self._stop()

    def _stop(self) -> None:
        """Read nothing more."""
        self.stopped = True
        self.events.close()

    def _take_out_hidden_characters(self) -> None:
        from kpicheck.nodes.mistakes import without_hidden_characters  # noqa: PLC0415

        self.text, hidden = without_hidden_characters(self.text, self.path)
        for found in hidden:
            self._note(found)

    def _document(self, event: Event, number: int) -> None:
        if event.version or event.tags:
            self._refuse("directive", self.locate(_spot(event)))
        if number > 1:
            self._refuse("several-documents", self.locate(_spot(event)), 3)
            self._stop()

    def _node(self, event: Event, *, is_key: bool = False) -> Node | None:
        """The node that begins with *event*; None where it is refused."""
        if type(event) is ScalarEvent:
            return self._scalar(event, is_key=is_key)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("alias", self.locate(_spot(event)), len(event.anchor or "") + 1, text=f"*{event.anchor}")
            return None
        return self._collection(event, is_key=is_key)

    def _scalar(self, event: Event, key: Scalar | None = None, *, is_key: bool = False) -> Scalar | None:
        """A text: a key, or the value of *key*, if there is one; None where it is refused."""
        start, end, text, style = event.start_mark, event.end_mark, event.value, event.style
        line = start.line
        exact = end.index - start.index - (2 if style else 0) == len(text) and end.line == line
        spot = (line + 1, start.column + (2 if exact and style else 1), exact)
        node = Scalar(text, spot, self.locate, not style)
        if len(text) > MAX_FIELD:
            self._refuse("field-too-long", node.place, limit=MAX_FIELD)
            return None
        if event.tag or event.anchor or (self.curious and (self.curious[line] or end.line != line)) or (
            style == '"' and not exact
        ):
            node = self._look_closely(event, node, key, is_key=is_key)
        if (style in _BLOCKS if style else not text) and (key is None or key.text not in self.prose):
            self._refuse_blank_or_block(event, node, key)
            return None
        return node

    def _collection(self, event: Event, *, is_key: bool) -> Node | None:
        spot = _spot(event)
        if event.anchor or event.tag:
            self._refuse_marks(event)
        if is_key:
            self._refuse("complex-key", self.locate(spot))
        if self.depth == MAX_DEPTH:
            self._refuse("too-deep", self.locate(spot), limit=MAX_DEPTH)
            self._stop()
            return None
        outer, self.opened = self.opened, event.start_mark.index if event.flow_style else None
        self.depth += 1
        node = self._mapping(spot) if type(event) is yaml.MappingStartEvent else self._sequence(spot)
        self.opened = outer
        self.depth -= 1
        return node

    def _sequence(self, spot: _Spot) -> Sequence:
        items = []
        for event in self.events:
            if type(event) is SequenceEndEvent:
                break
            node = self._node(event)
            if node is not None:
                items.append(node)
        return Sequence(tuple(items), spot, self.locate)

    def _mapping(self, spot: _Spot) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        whole, before, in_braces = True, None, self.opened is not None
        for event in self.events:
            if type(event) is MappingEndEvent:
                break
            node = self._node(event, is_key=True)
            key = node if isinstance(node, Scalar) else None
            following = next(self.events, None)
            if following is None:
                continue  # the events have ended, and so does the loop
            if in_braces and following.start_mark.index == event.end_mark.index and self._is_lone(key, following):
                self._refuse_lone(cast("Scalar", key), entries, before, following)
                whole = False
                continue
            value = self._scalar(following, key) if type(following) is ScalarEvent else self._node(following)
            before = None
            if key is None or value is None or (key.text == "<<" and key.plain):
                whole = False
            if key is not None and self._is_kept(key, seen) and value is not None:
                entries.append((key, value))
                before = following
        else:
            whole = False
        return Mapping(tuple(entries), spot, self.locate, whole)

    def _is_kept(self, key: Scalar, seen: dict[str, Scalar]) -> bool:
        """Whether the entry of *key* is kept: it is here for the first time, and is no merge key."""
        first = seen.setdefault(name_key(key.text), key)
        if first is not key:
            self._refuse("duplicate-key", key.place, len(key.text), key=key.text, first=first.place)
        elif key.text == "<<" and key.plain:
            self._refuse("merge-key", key.place, 2)
        else:
            return True
        return False

    def _refuse_marks(self, event: Event) -> None:
        place = self.locate(_spot(event))
        if event.anchor:
            self._refuse("anchor", place, len(event.anchor) + 1, text=f"&{event.anchor}")
        if event.tag:
            text = event.tag.replace(_TAGS, "!!", 1)
            self._refuse("tag", place, len(text), text=text, why="comparator" if text.startswith("!=") else "")

    def _look_closely(self, event: Event, node: Scalar, key: Scalar | None, *, is_key: bool) -> Scalar:
        """Refuse an anchor or a tag, and report what a close look at the text finds; the node as it looks."""
        from kpicheck.nodes.mistakes import oddities, visible  # noqa: PLC0415

        self._refuse_marks(event)
        own_line = key is not None and key.text not in self.prose and key.spot[0] != node.spot[0]
        for found in oddities(self.text, event, node, is_key=is_key, alone=own_line or self.depth == 0):
            self._note(found)
        return node._replace(text=visible(node.text, is_key=is_key))

    def _refuse_blank_or_block(self, event: Event, node: Scalar, key: Scalar | None) -> None:
        """Nothing at all and block scalars are refused, but as the values of few keys."""
        name, at = key.text if key is not None else "", event.start_mark.index
        if event.style:
            found = self.text[at : at + 2].strip()
            why = "comparator" if found[0] == ">" and found[1:].isdigit() else ""
            self._refuse("block-scalar", node.place, len(found), key=name, found=found, why=why)
        else:
            rest = self.text[at : at + 20].lstrip(" ")
            why = "comment" if rest[:1] == "#" and rest[1:2].strip() not in {"", "#"} else ""
            self._refuse("empty-value", node.place, key=name, why=why)

    def _is_lone(self, key: Scalar | None, following: Event) -> bool:
        """Whether *key* has no value: what follows it at once is blank, and it is not one of the few that may be so."""
        is_blank = type(following) is ScalarEvent and not following.value and not following.style
        return is_blank and key is not None and key.text not in self.prose

    def _refuse_lone(
        self, key: Scalar, entries: list[tuple[Scalar, Node]], before: Event, following: Event
    ) -> None:
        """What is in braces without a value: most often the rest of a value that a comma has cut in two.

        The value *before* is made whole again, so that its halves are not reported.
        """
        value = entries[-1][1] if before is not None else None
        if why := "full-width-colon" if "：" in key.text else "colon-space" if ":" in key.text else "":
            self._refuse("yaml-syntax", key.place, len(key.text), found=key.text, why=why)
        elif not isinstance(value, Scalar) or not value.plain or not value.text:
            self._refuse("empty-value", key.place, len(key.text), key=key.text, why="")
        else:
            text = self.text[before.start_mark.index : following.start_mark.index]
            entries[-1] = (entries[-1][0], value._replace(text=text))
            if self.problems and self.problems[-1].code == "comma-in-braces" and self.problems[-1].place == value.place:
                self.problems.pop()
            self._refuse("comma-in-braces", value.place, len(text), text=text)
