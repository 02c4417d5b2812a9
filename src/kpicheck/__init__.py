"""kpicheck: judge submitted figures against declared targets, exactly, and explain every verdict.

The public API is what `__all__` lists; everything else may change. Importing the package loads next to nothing: each
name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kpicheck.formats import render
    from kpicheck.judge import evaluate
    from kpicheck.notation.read import read_threshold
    from kpicheck.period import read as read_period
    from kpicheck.problem import KpiCheckError, Problem, Refusal
    from kpicheck.report import Options, Report
    from kpicheck.sources import read_submission
    from kpicheck.targets import load_targets

__all__ = [
    "KpiCheckError",
    "Options",
    "Problem",
    "Refusal",
    "Report",
    "evaluate",
    "load_targets",
    "read_period",
    "read_submission",
    "read_threshold",
    "render",
]

_HOMES: Final = {
    "KpiCheckError": "problem.KpiCheckError",
    "Options": "report.Options",
    "Problem": "problem.Problem",
    "Refusal": "problem.Refusal",
    "Report": "report.Report",
    "evaluate": "judge.evaluate",
    "load_targets": "targets.load_targets",
    "read_period": "period.read",
    "read_submission": "sources.read_submission",
    "read_threshold": "notation.read.read_threshold",
    "render": "formats.render",
}


def __getattr__(name: str) -> object:
    """The public name *name*, from the room it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].rpartition(".")
    return getattr(import_module(f"kpicheck.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
