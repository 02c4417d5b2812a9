"""Targets and what was submitted to a report. Pure: no file, no clock, no screen; the same input, the same report."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kpicheck.judge.figures import Figures
from kpicheck.judge.measure import measured
from kpicheck.judge.milestones import MilestoneJudge
from kpicheck.judge.precision import places_computed
from kpicheck.judge.quantities import QuantityJudge
from kpicheck.plan import Case, Plan, Spec
from kpicheck.point import Key
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.report import Input, InputFile, Options, Outcome, Report, Status, Verdict, amount_of
from kpicheck.sources import Source
from kpicheck.submission import Submission, receive
from kpicheck.submission.figure import written
from kpicheck.targets.model import Target, TargetsFile


class Judged(NamedTuple):
    """The verdict on a case, and the keys of all figures that it looked for."""

    case: Case
    verdict: Verdict
    keys: tuple[Key, ...]


def evaluate(targets: TargetsFile, sources: Sequence[Source], options: Options | None = None) -> Report:
    """Judge every target of *targets* by what the files of *sources* submit.

    Raises KpiCheckError: `no-period` where neither the file, the options nor the figures say which period is judged,
    `unknown-selection` where a word of `options.only` selects no target.
    """
    options = options or Options()
    refuse_unknown(options.only, targets)
    submission = receive(sources, targets, options.period or targets.period, options.as_of)
    plan = Plan(targets)
    figures = Figures(plan, submission)
    judged = [judge(case, submission.as_of, figures) for case in plan.cases(submission.period)]
    chosen = [each for each in judged if is_chosen(each.case.spec.target, options.only)]
    about = _indicators(chosen, plan) if options.only else None
    fates = submission.fates(_keys(judged), about)
    return Report(
        title=targets.title,
        targets=InputFile(targets.path, targets.data),
        language=targets.language,
        period=submission.period,
        as_of=submission.as_of,
        options=options,
        inputs=tuple(InputFile(each.path, each.data, each.encoding, each.sheet) for each in sources),
        accounting=fates.all,
        own=fates.own,
        outcomes=tuple(_outcomes(chosen)),
        verdicts=tuple(each.verdict for each in chosen),
        found=(*targets.warnings, *submission.problems_of(about), *submission.falls(_keys(chosen)), *fates.late),
        unused=fates.unused,
        contradicted=tuple(_contradicted(submission, figures, about)),
    )


def judge(case: Case, as_of: date, figures: Figures) -> Judged:
    """The verdict on *case*, seen from the end of the day *as_of*."""
    target, indicator = case.spec.target, case.spec.indicator
    start = Verdict(
        id=case.id, target=target.id, point=case.point, judged=case.judged, status=Status.PASS,
        severity=target.severity, place=target.limit_place, threshold=target.threshold, demand=target.demand,
        warn=target.warn, warn_demand=target.warn_demand, compare=target.compare, formula=indicator.formula,
    )  # fmt: skip
    judging = (QuantityJudge if indicator.is_number else MilestoneJudge)(case, as_of, figures)
    verdict = _waived(judging.judge(start), target, as_of)._replace(inputs=_inputs(judging.evidence, figures))
    behind = (found for key in judging.keys for found in (key, *figures.reported(key).keys))
    return Judged(case, verdict, tuple(dict.fromkeys(behind)))


def _waived(verdict: Verdict, target: Target, as_of: date) -> Verdict:
    """A waiver in force covers a fail; one that has expired is reported."""
    if verdict.status is not Status.FAIL or target.waive is None:
        return verdict
    if target.waive.until is not None and target.waive.until < as_of:
        note = problem("waiver-expired", target.waive.place, until=target.waive.until.isoformat(), by=target.waive.by)
        return verdict._replace(notes=(*verdict.notes, note))
    return verdict._replace(status=Status.WAIVED, waiver=target.waive)


def _inputs(keys: Collection[Key], figures: Figures) -> tuple[Input, ...]:
    """The submitted figures behind a verdict, as they were written, each cell once."""
    found: dict[int, Input] = {}
    for key, figure in (used for wanted in keys for used in figures.reported(wanted).figures):
        for reading in figure.readings:
            shown = None if figure.quantity is None else amount_of(figure.quantity)
            found[id(reading)] = Input(key, written(figure, reading), shown, reading.value_place, reading.note)
    return tuple(found.values())


def _outcomes(judged: Sequence[Judged]) -> Iterator[Outcome]:
    """An outcome for each target, its verdicts folded: the worst status counts."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(each.verdict.target, []).append(each)
    for group in groups.values():
        yield _outcome(group[0].case.spec, [each.verdict for each in group])


def _outcome(spec: Spec, verdicts: Sequence[Verdict]) -> Outcome:
    target, worst = spec.target, min(verdicts, key=lambda each: each.status.rank)
    return Outcome(
        target=target.id, status=worst.status, severity=target.severity, section=target.section, name=target.name,
        owner=target.owner, tags=target.tags, commitment=target.commitment, reason=worst.reason,
        verdicts=tuple(each.id for each in verdicts),
        close=worst.status is Status.PASS and any(each.close for each in verdicts),
    )  # fmt: skip


def refuse_unknown(only: tuple[str, ...], targets: TargetsFile) -> None:
    """Refuse a selection that selects nothing: an empty check is never green. Raises KpiCheckError."""
    unknown = (word for word in only if not any(is_chosen(each, (word,)) for each in targets.targets.values()))
    problems = tuple(problem("unknown-selection", text=word) for word in unknown)
    if problems:
        raise KpiCheckError(problems)


def is_chosen(target: Target, only: tuple[str, ...]) -> bool:
    """Whether `--only` selects a target: its id, `section:…` or `tag:…`; any of several."""
    if not only:
        return True
    return any(
        target.section.startswith(word.removeprefix("section:")) and word != "section:" if word.startswith("section:")
        else word.removeprefix("tag:") in target.tags if word.startswith("tag:")
        else word == target.id
        for word in only
    )  # fmt: skip


def _keys(judged: Sequence[Judged]) -> frozenset[Key]:
    """All figures that some verdicts looked for."""
    return frozenset(key for each in judged for key in each.keys)


def _indicators(judged: Sequence[Judged], plan: Plan) -> frozenset[str]:
    """All that some verdicts are about: what they are computed from, and what they are compared with."""
    named = (key for each in judged for key in (each.case.key, *plan.named(each.case), *each.keys))
    return frozenset(key.indicator for key in plan.behind(*named))


def _contradicted(submission: Submission, figures: Figures, about: Collection[str] | None) -> Iterator[Problem]:
    """Submitted figures of computed indicators that differ from the computation by more than their last digit."""
    for series, point, reading in submission.derived:
        if about is not None and series.indicator.id not in about:
            continue
        figure, computed = series.read(reading, point), figures.value(Key(series.indicator.id, *point))
        unit = figure.quantity and figure.quantity.unit
        if not unit or not isinstance(computed, Fraction) or abs(computed - figure.value) <= figure.step / 2:
            continue
        text = measured(computed, unit, places_computed(computed, unit, None))
        place, submitted = reading.value_place, reading.value.strip()
        yield problem("derived-figure", place, text=submitted, indicator=series.indicator.called, computed=text)
