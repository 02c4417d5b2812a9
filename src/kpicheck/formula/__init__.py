"""Formulas: a small typed language over quantities, read, typed, evaluated exactly and written out again."""

from __future__ import annotations

from kpicheck.formula.evaluate import Lack, Lacking, evaluate, worst
from kpicheck.formula.fold import leaves, names_in, outermost
from kpicheck.formula.functions import FUNCTIONS, RESERVED
from kpicheck.formula.parse import parse
from kpicheck.formula.types import Typed, infer
from kpicheck.formula.write import substituted, written

__all__ = [
    "FUNCTIONS",
    "RESERVED",
    "Lack",
    "Lacking",
    "Typed",
    "evaluate",
    "infer",
    "leaves",
    "names_in",
    "outermost",
    "parse",
    "substituted",
    "worst",
    "written",
]
