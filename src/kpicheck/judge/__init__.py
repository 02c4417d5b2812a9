"""Targets and a submission to a report. Pure: no file, no clock, no screen; the same input gives the same report."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from kpicheck.judge.figures import Figures, as_fraction
from kpicheck.judge.shown import places_computed, quantity_value
from kpicheck.judge.verdict import Judged, judge
from kpicheck.matching import Fate, Key, Match
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.report import Accounting, InputFile, Options, Outcome, Report

if TYPE_CHECKING:
    from kpicheck.matching import Figure
    from kpicheck.period import Period
    from kpicheck.submission import Submission
    from kpicheck.targets.model import Target, TargetsFile


def evaluate(targets: TargetsFile, submission: Submission, options: Options | None = None) -> Report:
    """Judge every target of *targets* by what was submitted.

    Raises KpiCheckError `no-period` where neither the file, the options nor the figures say which period is judged.
    """
    options = options or Options()
    period = options.period or targets.period or latest(submission)
    as_of = options.as_of or (period.last_day if period else None)
    if as_of is None or (period is None and any(target.period is None for target in targets.targets.values())):
        raise KpiCheckError((problem("no-period"),))
    seen, late = _by_then(submission, as_of)
    figures = Figures(targets, seen.figures, seen.unplaced)
    judged = [
        (target, judge(target, when, as_of, figures))
        for target in targets.targets.values()
        if (when := target.period or period) is not None
    ]
    chosen = [(target, each) for target, each in judged if is_chosen(target, options.only)]
    planned = frozenset(key for _, each in judged for key in each.keys)
    accounting, unused = _account(seen.matches, planned)
    return Report(
        title=targets.title,
        targets=InputFile(targets.path, targets.data),
        language=targets.language,
        period=period,
        as_of=as_of,
        options=options,
        inputs=tuple(InputFile(each.path, each.data, each.encoding, each.sheet) for each in submission.sources),
        accounting=accounting,
        outcomes=tuple(_outcome(target, each) for target, each in chosen),
        verdicts=tuple(each.verdict for _, each in chosen),
        problems=(*targets.warnings, *submission.problems, *late, *unused, *_contradicted(seen.matches, figures)),
    )


def latest(submission: Submission) -> Period | None:
    """The latest period that was submitted; of those that end together the longest."""
    periods = (key[1] for key in submission.figures)
    return max(periods, key=lambda period: period.by_end, default=None)


def _by_then(submission: Submission, as_of: date) -> tuple[Submission, tuple[Problem, ...]]:
    """The submission as it can be known at the end of *as_of*: what lies after it is no evidence."""
    matches, late, dropped = [], [], set()
    for each in submission.matches:
        code = _too_late(each, as_of)
        if code is None:
            matches.append(each)
            continue
        found = problem(code, each.reading.value_place, text=each.reading.value.strip(), as_of=as_of.isoformat())
        late.append(found)
        dropped.add((each.key, code))
        fate = Fate.REFUSED if code == "day-after-as-of" else Fate.UNUSED
        matches.append(each._replace(fate=fate, figure=None, problem=found))
    figures: dict[Key, Figure | Problem] = {}
    for key, figure in submission.figures.items():
        if (key, "day-after-as-of") in dropped:
            figures[key] = next(each for each in late if each.code == "day-after-as-of")
        elif (key, "after-as-of") not in dropped:
            figures[key] = figure
    return submission._replace(matches=tuple(matches), figures=figures), tuple(late)


def _too_late(match: Match, as_of: date) -> str | None:
    """Why a figure cannot be evidence at *as_of*: its period begins later, or the day that it names is later."""
    if match.fate is not Fate.FIGURE or match.key is None or match.figure is None:
        return None
    if match.key[1].first_day > as_of:
        return "after-as-of"
    value = match.figure.value
    return "day-after-as-of" if isinstance(value, date) and value > as_of else None


def is_chosen(target: Target, only: tuple[str, ...]) -> bool:
    """Whether `--only` selects a target: its id, `section:…` or `tag:…`; any of several."""
    if not only:
        return True
    return any(
        target.section.startswith(word.removeprefix("section:")) if word.startswith("section:")
        else word.removeprefix("tag:") in target.tags if word.startswith("tag:")
        else word == target.id
        for word in only
    )  # fmt: skip


def _account(matches: tuple[Match, ...], planned: frozenset[Key]) -> tuple[Accounting, tuple[Problem, ...]]:
    """What became of every cell; a figure that no verdict names is unused, and that is told."""
    counts = dict.fromkeys(("used", "unused", "missing", "refused"), 0)
    told = []
    for each in matches:
        if each.fate is Fate.FIGURE and each.key in planned:
            counts["used"] += 1
        elif each.fate in {Fate.FIGURE, Fate.UNUSED}:
            counts["unused"] += 1
            if each.fate is Fate.FIGURE:
                told.append(
                    problem(
                        "unused-figure",
                        each.reading.value_place,
                        indicator=each.indicator,
                        period=str(each.key[1]) if each.key else "",
                    )
                )
        else:
            counts[each.fate.value] += 1
    return Accounting(**counts), tuple(told)


def _contradicted(matches: tuple[Match, ...], figures: Figures) -> tuple[Problem, ...]:
    """Submitted figures of computed indicators that differ from the computation by more than their last digit."""
    told = []
    for each in matches:
        if each.fate is not Fate.UNUSED or each.figure is None or each.key is None:
            continue
        computed, unit = figures.value(*each.key), each.figure.quantity and each.figure.quantity.unit
        if isinstance(computed, Fraction) and unit and abs(computed - as_fraction(each.figure)) > each.figure.step / 2:
            text = quantity_value(computed, unit, places_computed(computed, unit, None)).shown
            place, value = each.reading.value_place, each.reading.value.strip()
            told.append(problem("derived-figure", place, text=value, indicator=each.indicator, computed=text))
    return tuple(told)


def _outcome(target: Target, judged: Judged) -> Outcome:
    verdict = judged.verdict
    return Outcome(
        target=target.id, status=verdict.status, severity=target.severity, section=target.section, name=target.name,
        owner=target.owner, tags=target.tags, commitment=target.commitment, verdicts=(verdict.id,), close=verdict.close,
        reason=verdict.reason,
    )  # fmt: skip
