"""What libyaml's complaints and YAML's surprises mean to a person: which mistake it was, and where it begins."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple, cast

import yaml

from kpicheck.files import position
from kpicheck.nodes.tree import Event, Scalar
from kpicheck.place import Place
from kpicheck.problem import Problem, problem
from kpicheck.text import code_point, is_invisible, is_plain

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters, and what only YAML takes for a line's end: refused in comments too, where text could hide."""

_CUT: Final = re.compile(r" (#[^\s#][^\r\n]*)")
_ESCAPE: Final = re.compile(r"\\?.")
_VALUE: Final = re.compile(r"(?:(?! #)[^\n\r])*+")
_VALUE_IN_BRACKETS: Final = re.compile(r"(?:(?! #)[^\n\r,}])*+")
_COLON_IN_WORD: Final = re.compile(r"[^\s:]:[^\s:/]")
_KEY_WITHOUT_SPACE: Final = re.compile(r"^[ ]*([^\s:{\[,]+:[^\s:/])", re.MULTILINE)
_OPENED_WITHOUT_SPACE: Final = re.compile(r"[^\s:{\[,]+:[{\[\"']")
MAX_HIDDEN: Final = 100
_SHOWN: Final = 40

_SENTENCES: Final = {
    "found a tab character that violates indentation": "tab",
    "found a tab character where an indentation space is expected": "tab",
    "found unexpected end of stream": "quote",
    "found unexpected document indicator": "quote",
    "block sequence entries are not allowed in this context": "dash",
    "mapping keys are not allowed in this context": "reserved",
    "did not find expected '-' indicator": "list",
    "did not find expected <document start>": "after-end",
    "did not find expected alphabetic or numeric character": "reserved",
    "found an indentation indicator equal to 0": "comparator",
    "found unexpected ':'": "colon-space",
}
"""libyaml's own sentences, and which mistake each means whatever is around it."""

_WHERE_IT_BEGAN: Final = frozenset({"quote", "comparator", "colon-space"})
"""The mistakes that are shown where the broken thing began, not where libyaml noticed."""


class _Stumble(NamedTuple):
    """Where libyaml stopped: `at` is the index it noticed, `began` where the thing it was reading began.

    `last` is the event before, where that was a scalar; `opened` is the index of the innermost open bracket or brace.
    """

    text: str
    at: int
    began: int
    last: Event | None
    opened: int | None

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    def line_of(self, index: int) -> tuple[int, str]:
        """The index at which the text of that line begins, and the text."""
        start = max(self.text.rfind(end, 0, index) for end in "\n\r") + 1
        line = self.text[start : start + 1000].replace("\r", "\n").partition("\n")[0]
        return start + len(line) - len(line.lstrip()), line.strip()


def without_hidden_characters(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """*text* without the characters that may be nowhere, and a problem for each of them (the first hundred).

    libyaml would read nothing at all of a file that has one.
    """
    found = tuple(
        problem("invisible-character", Place(path, *position(text, each.start())), character=code_point(each.group()))
        for each in islice(_FORBIDDEN.finditer(text), MAX_HIDDEN)
    )
    return (_FORBIDDEN.sub("?", text) if found else text), found


def oddities(text: str, event: Event, node: Scalar, *, is_key: bool, alone: bool) -> Iterator[Problem]:
    """What a scalar hides, and what in it was meant otherwise; *alone*: where a key and a value were to be expected."""
    end = event.end_mark
    yield from _invisible(text[event.start_mark.index : end.index], event.start_mark, node, is_key=is_key)
    if not node.plain or not node.text:
        return
    if cut := _CUT.match(text, end.index):
        place = Place(node.place.path, end.line + 1, end.column + 2)
        yield problem("cut-by-comment", place, text=cut[1].strip(), width=len(cut[1]))
    if len(node.text) > 1 and node.text[0] in "“”‘" and node.text[-1] in "“”’":
        yield problem("curly-quotes", node.place, text=node.text, width=len(node.text))
    if alone and "：" in node.text:
        yield problem("yaml-syntax", node.place, found=_short(node.text), why="full-width-colon", width=len(node.text))


def _invisible(raw: str, start: Any, node: Scalar, *, is_key: bool) -> Iterator[Problem]:
    if is_plain(raw) and is_plain(node.text):
        return

    seen = [i for i, char in enumerate(raw) if _is_hidden(char, is_key=is_key)]
    for index in seen:
        line, column = position(raw, index)
        place = Place(node.place.path, start.line + line, column + (start.column if line == 1 else 0))
        yield problem("invisible-character", place, character=code_point(raw[index]))
    if not seen and (escaped := [char for char in node.text if _is_hidden(char, is_key=is_key)]):
        yield problem("invisible-character", node.place, character=code_point(escaped[0]))


def visible(text: str, *, is_key: bool) -> str:
    """*text* as it looks: what is refused as hidden is refused once, not for the unknown key that it makes as well."""
    return "".join(char for char in text if not _is_hidden(char, is_key=is_key))


def _is_hidden(char: str, *, is_key: bool) -> bool:
    """Whether *char* can't be seen, or in a key looks like the space that it isn't."""
    return is_invisible(char) or (is_key and char != " " and unicodedata.category(char) == "Zs")


def syntax_problem(error: yaml.YAMLError, text: str, path: str, last: Event | None, opened: int | None) -> Problem:
    """What *error* means to the user. *last* is the event before it, *opened* where the innermost open bracket is."""
    mark: Any = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return problem("yaml-syntax", Place(path), found="", why="")
    sentence, began = str(error.problem), cast("Any", error.context_mark) or mark
    stumble = _Stumble(text, mark.index, began.index, last if isinstance(last, yaml.ScalarEvent) else None, opened)
    if code := _refused_code(sentence, str(error.context)):
        arguments: dict[str, Any] = {"text": _quoted(stumble, "", began.index), "why": ""} if code == "tag" else {}
        return problem(code, Place(path, *position(text, began.index)), **arguments)
    if sentence in _SENTENCES:
        why = _SENTENCES[sentence]
        at = stumble.began if why in _WHERE_IT_BEGAN or sentence.endswith("numeric character") else stumble.at
    else:
        why, at = _CLOSER.get(sentence, _unknown)(stumble)
    found = _quoted(stumble, why, at)
    width = 1 if why in {"colon", "tab", "unclosed"} else len(found)
    return problem("yaml-syntax", Place(path, *position(text, at)), width=max(1, width), found=_short(found), why=why)


def _quoted(stumble: _Stumble, why: str, at: int) -> str:
    """What of the text the message quotes."""
    if why == "unclosed":
        return stumble.line_of(at)[1]
    if why == "colon" and stumble.last is not None:
        at = stumble.last.start_mark.index
    pattern = _ESCAPE if why == "escape" else _VALUE if stumble.opened is None else _VALUE_IN_BRACKETS
    found = pattern.match(stumble.text, at)
    return found.group().strip() if found else ""


def _refused_code(sentence: str, context: str) -> str:
    """The code of what is refused anyway, well formed or not."""
    if "directive" in context or "YAML d" in sentence or "%TAG" in sentence:
        return "directive"
    return "tag" if "a tag" in context or "tag handle" in sentence else ""


def _escape(stumble: _Stumble) -> tuple[str, int]:
    return "escape", stumble.text.rfind("\\", 0, stumble.at + 1)


def _unknown(stumble: _Stumble) -> tuple[str, int]:
    return "", stumble.at


def _block_header(stumble: _Stumble) -> tuple[str, int]:
    """`target: >= 5`: the sign begins a folded text."""
    return ("comparator" if stumble.text[stumble.began] == ">" else "reserved"), stumble.began


def _bad_start(stumble: _Stumble) -> tuple[str, int]:
    if stumble.char == "\t":
        return "tab", stumble.at
    return ("comparator" if stumble.char == ">" else "reserved"), stumble.at


def _no_content(stumble: _Stumble) -> tuple[str, int]:
    if stumble.opened is not None and stumble.at >= len(stumble.text.rstrip()):
        return "unclosed", stumble.opened
    return _bad_start(stumble)


def _second_colon(stumble: _Stumble) -> tuple[str, int]:
    """A colon where none may be: in a value, or at a key that is indented as if it went on with a value."""
    last = stumble.last
    if _OPENED_WITHOUT_SPACE.match(stumble.line_of(stumble.at)[1]):
        return "colon-space", stumble.line_of(stumble.at)[0]
    if last is not None and last.end_mark.line != last.start_mark.line:
        if "：" in last.value:
            return "full-width-colon", last.start_mark.index
        line = stumble.text.rfind("\n", 0, last.start_mark.index) + 1
        if found := _KEY_WITHOUT_SPACE.search(stumble.text, line, last.end_mark.index):
            return "colon-space", found.start(1)
        start = stumble.line_of(stumble.at)[0]
        indent = stumble.text[:start].rpartition("\n")[2]
        return ("tab", start - 1) if "\t" in indent else ("indent", start)
    return "colon", stumble.at


def _no_colon(stumble: _Stumble) -> tuple[str, int]:
    line = stumble.line_of(stumble.began)[1]
    if "：" in line:
        return "full-width-colon", stumble.began
    return ("colon-space" if _COLON_IN_WORD.search(line) else "no-colon"), stumble.began


def _not_a_key(stumble: _Stumble) -> tuple[str, int]:
    if _follows_quote(stumble):
        return "after-quote", stumble.at
    return ("list" if stumble.text[stumble.at : stumble.at + 2] == "- " else "indent"), stumble.at


def _in_brackets(stumble: _Stumble) -> tuple[str, int]:
    """No comma where one was to be expected: a bracket that a value has of its own, or one that is never closed."""
    last = stumble.last
    if _follows_quote(stumble):
        return "after-quote", stumble.at
    strangers = ("[", "]", "{") if stumble.text[stumble.began] == "{" else ("[", "{")
    if last is not None and last.end_mark.index == stumble.at and stumble.char in strangers:
        return "bracket", last.start_mark.index
    return "unclosed", stumble.began


def _follows_quote(stumble: _Stumble) -> bool:
    last = stumble.last
    return (
        last is not None
        and last.style in ("'", '"')
        and stumble.char not in ("", "\n", "\r")
        and "\n" not in stumble.text[last.end_mark.index : stumble.at]
        and last.end_mark.index <= stumble.at
    )


_CLOSER: Final[dict[str, Callable[[_Stumble], tuple[str, int]]]] = {
    "found unknown escape character": _escape,
    "did not find expected hexdecimal number": _escape,
    "found invalid Unicode character escape code": _escape,
    "did not find expected comment or line break": _block_header,
    "found character that cannot start any token": _bad_start,
    "did not find expected node content": _no_content,
    "mapping values are not allowed in this context": _second_colon,
    "could not find expected ':'": _no_colon,
    "did not find expected key": _not_a_key,
    "did not find expected ',' or '}'": _in_brackets,
    "did not find expected ',' or ']'": _in_brackets,
}
"""libyaml's sentences whose meaning depends on the text at that place: each is looked at again."""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
