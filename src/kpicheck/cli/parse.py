"""`kpicheck parse`: how threshold texts are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.cli.screen import Exit, print_problems, reader_language
from kpicheck.formats.demands import threshold_text
from kpicheck.notation.read import read_threshold
from kpicheck.problem import Problem, Refusal
from kpicheck.text import escape
from kpicheck.unit import Units
from kpicheck.writer import STDOUT, write

if TYPE_CHECKING:
    from kpicheck.notation import Threshold


def run(texts: tuple[str, ...], language: str | None, format_: str | None) -> int:
    """Read *texts*, all of them; 0, or 4 where one is refused."""
    speaks, units = reader_language(language), Units()
    read = [(text, _read(text, units)) for text in texts]
    if format_ == "json":
        write(_json(read, speaks), STDOUT)
    else:
        lines = (f"{text}  →  {threshold_text(each, speaks)}" for text, each in read if not isinstance(each, Problem))
        write("".join(f"{escape(line)}\n" for line in lines), STDOUT)
        print_problems((found for _, found in read if isinstance(found, Problem)), speaks)
    return Exit.UNDECIDED if any(isinstance(found, Problem) for _, found in read) else Exit.OK


def _read(text: str, units: Units) -> Threshold | Problem:
    try:
        return read_threshold(text, units)
    except Refusal as refusal:
        return refusal.at(None)


def _json(read: list[tuple[str, Threshold | Problem]], language: str) -> str:
    from kpicheck.formats.json_report import json_text, problem_json, threshold_json  # noqa: PLC0415

    found = [
        {"text": text, "kind": "refused", "problem": problem_json(each, language)}
        if isinstance(each, Problem)
        else threshold_json(each, language)
        for text, each in read
    ]
    return json_text(found, 2) + "\n"
