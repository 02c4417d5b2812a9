"""All that was submitted, matched to the indicators: one figure a key, duplicates judged, every cell's fate."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kpicheck.matching import Fate, Figure, Key, Match, Matcher
from kpicheck.problem import Problem, problem
from kpicheck.sources import Source, read_sources
from kpicheck.targets.model import TargetsFile


class Submission(NamedTuple):
    """All that was submitted. `figures` has a Problem where a key's figure cannot be used.

    `unplaced` are refused cells of an indicator that belong to no period or may belong to another entity or basis.
    """

    sources: tuple[Source, ...]
    matches: tuple[Match, ...]
    figures: dict[Key, Figure | Problem]
    unplaced: dict[str, Problem]
    problems: tuple[Problem, ...]


def read_submission(
    paths: Sequence[str],
    targets: TargetsFile,
    *,
    format: str | None = None,  # noqa: A002  the word that users know
    encoding: str | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> Submission:
    """What the files at *paths* submit for *targets*; `-` is *stdin*, of *format*.

    Raises KpiCheckError where a file is absent, unreadable or broken in its structure; a bad cell is refused alone.
    """
    sources = read_sources(paths, format=format, encoding=encoding, stdin=stdin)
    return match(sources, targets)


def match(sources: tuple[Source, ...], targets: TargetsFile) -> Submission:
    """The readings of *sources* matched to the indicators of *targets*."""
    matcher = Matcher(targets)
    matches = [matcher.match(reading) for source in sources for reading in source.readings]
    settled, figures = _settled(matches)
    told = [found for source in sources for found in source.problems]
    told += [each.problem for each in settled if each.problem is not None]
    return Submission(sources, settled, figures, _unplaced(settled), (*told, *matcher.unknown_names()))


def _settled(matches: list[Match]) -> tuple[tuple[Match, ...], dict[Key, Figure | Problem]]:
    """One figure a key. The same figure twice is used twice; a contradiction, or a refused twin, spoils all of them."""
    groups: dict[Key, list[int]] = {}
    for at, each in enumerate(matches):
        if each.key is not None and each.fate in {Fate.FIGURE, Fate.REFUSED}:
            groups.setdefault(each.key, []).append(at)
    figures: dict[Key, Figure | Problem] = {}
    for key, group in groups.items():
        figures[key] = _one_of([matches[at] for at in group])
        if isinstance(figures[key], Problem):
            for at in group:
                matches[at] = _refused(matches[at], figures[key])
    return tuple(matches), figures


def _one_of(twins: list[Match]) -> Figure | Problem:
    refused = next((twin.problem for twin in twins if twin.fate is Fate.REFUSED), None)
    if refused is not None:
        return refused
    figures = [twin.figure for twin in twins if twin.figure is not None]
    first = figures[0]
    for other in figures[1:]:
        if other.value != first.value:
            here, there = other.readings[0], first.readings[0]
            return problem(
                "conflicting-figures",
                here.value_place,
                text=here.value.strip(),
                other=there.value.strip(),
                first=there.value_place,
                indicator=twins[0].indicator,
            )
    if len(figures) == 1:
        return first
    readings = tuple(reading for figure in figures for reading in figure.readings)
    note = problem(
        "same-figure-twice", readings[1].value_place, text=readings[1].value.strip(), first=readings[0].value_place
    )
    return first._replace(readings=readings, notes=(*first.notes, note))


def _refused(twin: Match, why: Figure | Problem) -> Match:
    """*twin* refused for the same reason; the problem itself is told once, at its own cell."""
    if twin.fate is Fate.REFUSED:
        return twin
    own = why if isinstance(why, Problem) and why.place == twin.reading.value_place else None
    return twin._replace(fate=Fate.REFUSED, figure=None, problem=own)


def _unplaced(matches: tuple[Match, ...]) -> dict[str, Problem]:
    """Refused cells that have no place, by indicator: its target will be missing, and this says why."""
    return {
        each.indicator: each.problem
        for each in matches
        if each.fate is Fate.REFUSED and each.key is None and each.problem is not None and each.indicator
    }
