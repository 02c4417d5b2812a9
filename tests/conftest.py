"""What every test has: a scrubbed environment and hypothesis without deadlines (machines are noisy)."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kpicheck.problem import Refusal

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"

settings.register_profile("kpicheck", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("kpicheck")

KEPT = {"PATH", "HOME", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH", "COVERAGE_PROCESS_START"}


@pytest.fixture(autouse=True)
def _scrubbed_environment(monkeypatch):
    """No locale, colour or width of the machine reaches a test."""
    for name in set(os.environ) - KEPT - {name for name in os.environ if name.startswith(("PYTEST", "COV"))}:
        monkeypatch.delenv(name)


def outcome(read, *arguments):
    """What *read* makes of its arguments: a value, or the Refusal that it raised."""
    try:
        return read(*arguments)
    except Refusal as refusal:
        return refusal
