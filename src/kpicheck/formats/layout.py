"""Verdicts as cells, laid out once for every painter, and painted as plain text; problems as text."""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from kpicheck.demand import Operator
from kpicheck.formats.demands import demand_text, warn_text
from kpicheck.formats.values import advice, amount_text, sentence, value_text
from kpicheck.notation import Day, Threshold
from kpicheck.problem import Problem
from kpicheck.report import Outcome, Report, Status, Verdict
from kpicheck.text import escape
from kpicheck.wording import number_sign, phrase


class Look(Enum):
    """What a row is, for painters that have colours."""

    PASS = "pass"  # noqa: S105
    CLOSE = "close"
    FAIL = "fail"
    OPEN = "open"  # could not be judged
    QUIET = "quiet"


class Row(NamedTuple):
    """One target: status, id, name, actual, threshold, margin; the remark may be as long as it likes."""

    cells: tuple[str, str, str, str, str, str]
    remark: str
    look: Look


class Section(NamedTuple):
    """A heading and the targets below it."""

    title: str
    rows: tuple[Row, ...]


class Layout(NamedTuple):
    """The whole table."""

    title: str
    sections: tuple[Section, ...]
    totals: tuple[str, ...]


NAME: Final = 2
"""The cell of the name, the only one that may be shortened."""

_CLOSE: Final = {Operator.GE: "close-below", Operator.LE: "close-above"}
_CLOSE_DAYS: Final = {Operator.GE: "close-before", Operator.LE: "close-after"}

RIGHT: Final = frozenset({3, 5})
"""Cells that are set to the right: the actual value and the margin."""

_LOOKS: Final = {
    Status.FAIL: Look.FAIL, Status.INVALID: Look.OPEN, Status.MISSING: Look.OPEN, Status.PENDING: Look.QUIET,
    Status.WAIVED: Look.CLOSE, Status.PASS: Look.PASS, Status.NOT_APPLICABLE: Look.QUIET,
}  # fmt: skip


def lay_out(report: Report, language: str) -> Layout:
    """The rows of *report* in *language*: within a section what was missed first, then what could not be judged."""
    verdicts = {verdict.id: verdict for verdict in report.verdicts}
    laid = tuple(
        Section(
            escape(title), tuple(_row(each, verdicts[each.verdicts[0]], language) for each in sorted(found, key=_rank))
        )
        for title, found in _sections(report, language)
    )
    return Layout(_title(report), laid, totals(report, language))


def _sections(report: Report, language: str) -> Iterator[tuple[str, list[Outcome]]]:
    """The outcomes by the headings of their sections; those without one come last, as other where there are others."""
    sections: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        sections.setdefault(outcome.section, []).append(outcome)
    other = sections.pop("", [])
    yield from sections.items()
    if other:
        yield (phrase("section-other", language) if sections else ""), other


def _rank(outcome: Outcome) -> tuple[int, bool]:
    return outcome.status.rank, not outcome.close


def _title(report: Report) -> str:
    inputs = ", ".join(each.path for each in report.inputs)
    head = [report.title] if report.title else []
    head += [str(report.period)] if report.period else []
    return escape(" · ".join([*head, f"{report.targets.path} ← {inputs}"]))


def _row(outcome: Outcome, verdict: Verdict, language: str) -> Row:
    word = phrase(f"status-{outcome.status.value}", language) + (" ~" if outcome.close else "")
    actual = value_text(verdict.actual, language) if verdict.actual is not None else "–"
    cells = (word, outcome.target, outcome.name, actual, demand_text(verdict, language), margin_text(verdict, language))
    look = Look.CLOSE if outcome.close else _LOOKS[outcome.status]
    remark = escape(_remark(outcome, verdict, language))
    return Row(tuple(escape(cell) for cell in cells), remark, look)  # type: ignore[arg-type]


def margin_text(verdict: Verdict, language: str) -> str:
    """The margin, where there is one."""
    return "" if verdict.margin is None else value_text(verdict.margin, language, plus=True)


def _close_text(warn: Threshold, text: str, language: str) -> str:
    """`close: below 92%`, of a day `close: after 2023-09-30`."""
    keys = _CLOSE_DAYS if isinstance(warn.requires, Day) else _CLOSE
    if warn.operator not in keys:
        return phrase("close-to", language, warn=text)
    return phrase(keys[warn.operator], language, warn=text.removeprefix(warn.operator.sign).lstrip())


def _remark(outcome: Outcome, verdict: Verdict, language: str) -> str:
    """Why, or what would have been needed."""
    if verdict.waiver is not None:
        return phrase("waived-by", language, by=verdict.waiver.by, reason=verdict.waiver.reason)
    if verdict.reason is not None:
        return sentence(verdict.reason, language)
    if outcome.close and verdict.warn is not None:
        return _close_text(verdict.warn, warn_text(verdict, language), language)
    if outcome.status is Status.FAIL and verdict.formula is not None and verdict.needed:
        first = verdict.needed[0]
        value = amount_text(first.value, language)
        needs = phrase("needs", language, indicator=first.name, operator=first.operator.sign, value=value)
        return number_sign("clause", language).join((needs, *_remarked(verdict, language)))
    return number_sign("clause", language).join(_remarked(verdict, language))


def _remarked(verdict: Verdict, language: str) -> Iterator[str]:
    """The notes that a reader of the table must not miss."""
    return (sentence(note, language) for note in verdict.notes if note.code in _REMARKED)


_REMARKED: Final = frozenset(
    (
        "decided-early", "waiver-expired", "straddles-limit", "day-after-as-of", "day-replaced", "below-one-percent",
        "rise-beside-fall",
    )
)  # fmt: skip


def totals(report: Report, language: str) -> tuple[str, ...]:
    """The two closing lines: outcomes, and what became of the figures."""
    counts = [(status, report.count(status)) for status in (
        Status.PASS, Status.FAIL, Status.MISSING, Status.INVALID, Status.PENDING, Status.WAIVED, Status.NOT_APPLICABLE,
    )]  # fmt: skip
    close = sum(outcome.close for outcome in report.outcomes)
    parts = []
    for status, count in counts:
        if count:
            near = phrase("count-close", language, count=close) if status is Status.PASS and close else ""
            parts.append(phrase(f"count-{status.value}", language, count=count) + near)
    cells = report.accounting
    figures = [phrase("count-used", language, count=cells.used)]
    figures += [phrase(f"count-{key}-figures", language, count=count) for key, count in (
        ("unused", cells.unused), ("missing", cells.missing), ("refused", cells.refused)) if count]  # fmt: skip
    return (
        phrase("count-targets", language, count=len(report.outcomes)) + " · ".join(parts),
        phrase("count-figures", language, count=cells.read) + " · ".join(figures),
    )


def display_width(text: str) -> int:
    """How many columns *text* takes on a screen: wide characters two, combining ones none (Unicode Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


@cache
def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """*text* filled with spaces to *width* columns."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def widths(sections: Iterable[Section]) -> list[int]:
    """The width of each column over all *sections*, so that they are in line."""
    rows = [row.cells for section in sections for row in section.rows]
    return [max((display_width(cell) for cell in column), default=0) for column in zip(*rows, strict=True)]


def paint(layout: Layout) -> str:
    """The table as text."""
    columns = widths(layout.sections)
    lines = [layout.title]
    for section in layout.sections:
        lines += ["", *([section.title] if section.title else []), *(_line(row, columns) for row in section.rows)]
    return "\n".join([*lines, "", *layout.totals, ""])


def _line(row: Row, columns: list[int]) -> str:
    cells = (
        padded(cell, width, right=at in RIGHT) for at, (cell, width) in enumerate(zip(row.cells, columns, strict=True))
    )
    return "  ".join([*cells, row.remark]).rstrip()


MAX_EXCERPT: Final = 160


def problem_text(problem: Problem, language: str) -> str:
    """`file:line:column: code: sentence`, the line it is in, a hint."""
    place = f"{escape(str(problem.place))}: " if problem.place is not None else ""
    lines = [f"{place}{problem.code}: {sentence(problem, language)}", *_excerpt(problem)]
    if text := advice(problem, language):
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
