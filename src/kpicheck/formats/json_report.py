"""Reports, problems, values and thresholds as JSON: one shape for one thing, everywhere."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from kpicheck.formats.values import advice, quantity_text, sentence, substituted_parts, value_text
from kpicheck.notation import About, AnyOf, Day, LastYear, Level, Limit, Multiple, NoneOf, Range, Reference
from kpicheck.place import Place
from kpicheck.problem import Measured
from kpicheck.quantity import Quantity, exact_text
from kpicheck.report import Amount, LevelReached, Status, Value, amount_of
from kpicheck.text import escape_in_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpicheck.formats import contract
    from kpicheck.notation import Threshold
    from kpicheck.period import Period
    from kpicheck.problem import Problem
    from kpicheck.report import Input, Needed, Options, Outcome, Report, Verdict
    from kpicheck.submission import Accounting
    from kpicheck.targets.model import Waiver

VERSION: Final = 1
TOOL: Final = "kpicheck"
_LISTS: Final = frozenset({"inputs", "outcomes", "verdicts", "problems"})


def report_json(report: Report, language: str) -> str:
    """A report as a JSON document; one verdict, outcome or problem a line."""
    document: contract.ReportJson = {
        "kpicheck_report": VERSION,
        "tool": TOOL,
        "exit_code": report.exit_code,
        "language": language,
        "period": _text(report.period),
        "as_of": report.as_of.isoformat(),
        "digest": report.digest,
        "demands": report.demands,
        "options": _options(report.options),
        "targets": {"path": report.targets.path, "sha256": report.targets.sha256, "title": report.title},
        "inputs": [
            {"path": each.path, "sha256": each.sha256, "encoding": each.encoding, "sheet": each.sheet}
            for each in report.inputs
        ],
        "counts": {
            "outcomes": _tally(each.status for each in report.outcomes),
            "verdicts": _tally(each.status for each in report.verdicts),
            "rules": {"holds": 0, "broken": 0, "undecided": 0},
            "close": sum(each.close for each in report.outcomes),
        },
        "accounting": _accounting(report.accounting),
        "outcomes": [_outcome(each, language) for each in report.outcomes],
        "verdicts": [_verdict(each, language) for each in report.verdicts],
        "rules": [],
        "score": None,
        "problems": [problem_json(each, language) for each in report.problems],
    }
    return _document(document)


def _text(when: Period | date | None) -> str | None:
    """A period or a day as text, where there is one."""
    return None if when is None else str(when)


def _tally(statuses: Iterable[Status]) -> dict[str, int]:
    """How often each status occurs; those that do not are 0."""
    found = Counter(statuses)
    return {status.value: found[status] for status in Status}


def _accounting(found: Accounting) -> contract.AccountingJson:
    return {
        "read": found.read, "used": found.used, "unused": found.unused, "missing": found.missing,
        "refused": found.refused,
    }  # fmt: skip


def failure_json(problems: tuple[Problem, ...], language: str, options: Options, exit_code: int) -> str:
    """The same document where nothing was judged: problems and no verdicts."""
    document: contract.ReportJson = {
        "kpicheck_report": VERSION, "tool": TOOL, "exit_code": exit_code, "language": language,
        "period": _text(options.period), "as_of": _text(options.as_of),
        "digest": None, "demands": None, "options": _options(options), "targets": None,
        "inputs": [], "counts": None, "accounting": None, "outcomes": [], "verdicts": [], "rules": [], "score": None,
        "problems": [problem_json(each, language) for each in problems],
    }  # fmt: skip
    return _document(document)


def _document(document: contract.ReportJson) -> str:
    """The fields one a line, and the items of the long lists too; json's own indentation is slow."""
    lines = []
    for key, value in document.items():
        if key in _LISTS and isinstance(value, list) and value:
            items = ",\n    ".join(map(json_text, value))
            text = f"[\n    {items}\n  ]"
        else:
            text = json_text(value)
        lines.append(f'  "{key}": {text}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def json_text(value: object, indent: int | None = None) -> str:
    """*value* as JSON, with what could harm a terminal or turn a line round written out."""
    return escape_in_json(json.dumps(value, ensure_ascii=False, indent=indent))


def problems_json(problems: tuple[Problem, ...], language: str) -> str:
    """`{problems}`, what lint gives."""
    document: contract.ProblemsJson = {"problems": [problem_json(each, language) for each in problems]}
    return json_text(document, 2) + "\n"


def problem_json(found: Problem, language: str) -> contract.ProblemJson:
    """A problem with its sentence and hint."""
    arguments: dict[str, str | int | contract.PlaceJson] = {
        key: place_json(value) if isinstance(value, Place) else str(value) if isinstance(value, Measured) else value
        for key, value in found.arguments
    }
    return {
        "code": found.code, "severity": found.severity.value, "arguments": arguments,
        "message": sentence(found, language), "hint": advice(found, language) or None,
        "place": place_json(found.place) if found.place else None,
    }  # fmt: skip


def place_json(place: Place) -> contract.PlaceJson:
    """A place."""
    return {
        "path": place.path, "line": place.line, "column": place.column, "sheet": place.sheet, "cell": place.cell,
        "pointer": place.pointer, "table": place.table, "row": place.row,
    }  # fmt: skip


def value_json(value: Value, language: str, *, plus: bool = False) -> contract.ValueJson:
    """A value; with *plus*, what is shown of a positive one has a sign."""
    kind: contract.ValueType
    shown, unit, places = value_text(value, language, plus=plus), None, None
    match value:
        case Amount():
            kind, exact = "quantity", exact_text(value.value)
            unit, places = value.unit.name if value.unit else None, value.places
        case LevelReached():
            kind, exact = "state", value.name
        case date():
            kind, exact = "date", value.isoformat()
        case int():
            kind, exact = "levels", str(value)
        case _:
            assert_never(value)
    return {"type": kind, "value": exact, "unit": unit, "places": places, "shown": shown}


def _optional(value: Value | None, language: str, *, plus: bool = False) -> contract.ValueJson | None:
    return None if value is None else value_json(value, language, plus=plus)


def threshold_json(threshold: Threshold, language: str) -> contract.ThresholdJson:
    """A threshold: every field is there, and those are filled that go with what is required."""
    found: contract.ThresholdJson = {
        "text": threshold.text, "kind": "threshold", "operator": "", "limit": None, "low": None, "high": None,
        "low_open": False, "high_open": False, "tolerance": None, "states": [], "against": None, "factor": None,
        "direction": threshold.direction.value if threshold.direction else None, "basis": threshold.basis,
        "bare": threshold.bare, "strength": threshold.strength, "relative": threshold.relative is not None,
    }  # fmt: skip
    if threshold.operator is not None:
        found["operator"] = threshold.operator.value
    match threshold.requires:
        case Limit(_, quantity):
            found["limit"] = _written(quantity, language)
        case Range(low, high, low_open, high_open):
            found["operator"], found["low"], found["high"] = "range", _written(low, language), _written(high, language)
            found["low_open"], found["high_open"] = low_open, high_open
        case About(quantity, tolerance):
            found["operator"], found["limit"] = "about", _written(quantity, language)
            found["tolerance"] = _written(tolerance, language) if tolerance is not None else None
        case Level(_, level):
            found["kind"], found["states"] = "state", [level]
        case AnyOf(levels):
            found["kind"], found["operator"], found["states"] = "state", "in", list(levels)
        case NoneOf(levels):
            found["kind"], found["operator"], found["states"] = "state", "not in", list(levels)
        case Day(_, day):
            found["kind"], found["limit"] = "date", value_json(day, language)
        case Reference(_, against):
            found["kind"], found["against"] = "reference", against
        case LastYear():
            found["kind"], found["against"] = "reference", "previous year"
        case Multiple(_, factor):
            found["kind"], found["factor"] = "multiple", exact_text(factor)
        case _:
            assert_never(threshold.requires)
    return found


def _written(quantity: Quantity, language: str) -> contract.ValueJson:
    """A declared quantity with the digits as written."""
    return {**value_json(amount_of(quantity), language), "shown": quantity_text(quantity, language)}


def _options(options: Options) -> contract.OptionsJson:
    return {
        "period": _text(options.period), "as_of": _text(options.as_of),
        "only": list(options.only), "strict": options.strict, "exit_zero": options.exit_zero,
    }  # fmt: skip


def _outcome(outcome: Outcome, language: str) -> contract.OutcomeJson:
    return {
        "target": outcome.target, "status": outcome.status.value, "close": outcome.close,
        "severity": outcome.severity.value, "section": outcome.section or None, "name": outcome.name,
        "owner": outcome.owner or None, "tags": list(outcome.tags),
        "commitment": outcome.commitment or None, "verdicts": list(outcome.verdicts),
        "reason": problem_json(outcome.reason, language) if outcome.reason else None,
    }  # fmt: skip


def _verdict(verdict: Verdict, language: str) -> contract.VerdictJson:
    compare = verdict.compare
    return {
        "id": verdict.id, "target": verdict.target, "entity": verdict.point.entity or None,
        "period": str(verdict.point.period),
        "status": verdict.status.value, "close": verdict.close, "severity": verdict.severity.value,
        "place": place_json(verdict.place), "threshold": threshold_json(verdict.threshold, language),
        "limit": _optional(verdict.limit, language),
        "warn": threshold_json(verdict.warn, language) if verdict.warn else None,
        "warn_limit": _optional(verdict.warn_limit, language),
        "compare": {"rounded": compare.text, "mode": compare.mode.value} if compare else None,
        "actual": _optional(verdict.actual, language), "margin": _optional(verdict.margin, language, plus=True),
        "completion": _optional(verdict.completion, language),
        "needed": [_needed(each, language) for each in verdict.needed],
        "pace": None, "progress": None,
        "formula": _formula(verdict, language),
        "inputs": [_input(each, language) for each in verdict.inputs],
        "notes": [problem_json(each, language) for each in verdict.notes],
        "reason": problem_json(verdict.reason, language) if verdict.reason else None,
        "waiver": _waiver(verdict.waiver) if verdict.waiver else None,
    }  # fmt: skip


def _formula(verdict: Verdict, language: str) -> contract.FormulaJson | None:
    if verdict.formula is None:
        return None
    parts = substituted_parts(verdict)
    if parts is None:
        return {"text": verdict.formula.text, "substituted": None}
    shown = [part if isinstance(part, str) else value_json(part, language) for part in parts]
    return {"text": verdict.formula.text, "substituted": shown}


def _waiver(waiver: Waiver) -> contract.WaiverJson:
    return {
        "reason": waiver.reason, "by": waiver.by, "until": _text(waiver.until),
    }  # fmt: skip


def _needed(needed: Needed, language: str) -> contract.NeededJson:
    return {
        "indicator": needed.key.indicator,
        "entity": needed.key.entity or None,
        "period": str(needed.key.period),
        "operator": needed.operator.value,
        "value": value_json(needed.value, language),
    }


def _input(found: Input, language: str) -> contract.InputJson:
    return {
        "indicator": found.key.indicator, "entity": found.key.entity or None, "period": str(found.key.period),
        "text": found.text, "quantity": _optional(found.quantity, language), "place": place_json(found.place),
        "note": found.note or None,
    }  # fmt: skip
