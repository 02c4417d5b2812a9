"""Thresholds as people write them, in Chinese or English, read by one grammar over tables of words."""

from __future__ import annotations

from kpicheck.notation.read import read_threshold
from kpicheck.notation.threshold import Given, for_better
from kpicheck.notation.write import canonical

__all__ = ["Given", "canonical", "for_better", "read_threshold"]
