"""A problem as lines of text: place, code, sentence, the user's own line with a caret, a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck.formats.plain import display_width
from kpicheck.text import escape
from kpicheck.wording import hint, message, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.problem import Problem

MAX_EXCERPT: Final = 160


def problem_text(problem: Problem, language: str) -> str:
    """`file:line:column: code: sentence`, the line it stands in, a hint."""
    place = f"{escape(str(problem.place))}: " if problem.place is not None else ""
    lines = [f"{place}{problem.code}: {message(problem, language)}", *_excerpt(problem)]
    if text := hint(problem, language):
        lines.append(f"  {phrase('hint', language)}{text}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    """The line, if it is short enough to help, and a caret below what is meant, if columns count its characters."""
    place = problem.place
    if not problem.excerpt or place is None or len(problem.excerpt) > MAX_EXCERPT:
        return []
    shown, start = problem.excerpt.strip(), (place.column or 0) - 1
    if not place.exact or not 0 <= start <= len(problem.excerpt):
        return [f"    {escape(shown)}"]
    indent = len(problem.excerpt) - len(problem.excerpt.lstrip())
    before = escape(problem.excerpt[min(indent, start) : start])
    meant = escape(problem.excerpt[start : start + max(problem.width, 1)])
    return [f"    {escape(shown)}", "    " + " " * display_width(before) + "^" * max(display_width(meant), 1)]


def problems_text(problems: Iterable[Problem], language: str) -> str:
    """All of them, one after the other."""
    return "".join(problem_text(each, language) + "\n" for each in problems)
