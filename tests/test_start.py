"""What a start imports: a module is paid for at every run, whoever needs it."""

import dataclasses
import subprocess
import sys

import pytest

from command import SCREEN, environment
from conftest import ROOT

LOADED = """
import os, sys
def end(code):
    print("loaded", code, *sys.modules, file=sys.stderr)
    sys.stderr.flush()
    os_exit(code)
os_exit, os._exit = os._exit, end
from kpicheck.__main__ import main
main()
"""


def loaded(*arguments, **more):
    """The exit code of a run of the command line, and every module that it has loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=ROOT, env=environment(**more), capture_output=True, check=False
    )
    _, code, *modules = done.stderr.decode().splitlines()[-1].split()
    return int(code), set(modules)


def ours(modules):
    return {name for name in modules if name.split(".")[0] == "kpicheck"}


@pytest.fixture(scope="module")
def sample():
    code, modules = loaded("check", "samples/wuhai-2023.csv")
    assert code == 1
    return modules


def test_the_sample_loads_few_modules_though_it_shows_every_status(sample):
    assert len(ours(sample)) <= 92


def test_no_dataclass_is_made_at_a_start(sample):
    made = {
        f"{name}.{each}"
        for name in ours(sample)
        for each, value in vars(__import__(name, fromlist=["_"])).items()
        if isinstance(value, type) and dataclasses.is_dataclass(value)
    }
    assert made == set()


def test_a_pipe_loads_no_painter_and_no_run_loads_what_only_others_need(sample):
    assert not sample & {"rich", "pint", "jsonschema", "hashlib", "json", "importlib.metadata"}
    assert not sample & {"kpicheck.cli.lint", "kpicheck.cli.help", "kpicheck.nodes.mistakes", "kpicheck.unit.through_pint"}


def test_a_painted_table_loads_rich_and_nothing_else_that_is_heavy():
    _, modules = loaded("check", "samples/wuhai-2023.csv", "--color", "always")
    assert "rich" in modules
    assert not modules & {"pint", "jsonschema"}


def test_json_loads_neither_painter_nor_schema():
    _, modules = loaded("check", "samples/wuhai-2023.csv", "--format", "json")
    assert "hashlib" in modules
    assert not modules & {"rich", "pint", "jsonschema", "kpicheck.formats.contract", "kpicheck.formats.schema"}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import kpicheck", ("typer", "rich", "pint", "yaml", "kpicheck.judge")),
        ("import kpicheck; kpicheck.evaluate, kpicheck.render, kpicheck.load_targets", ("typer", "rich", "pint", "jsonschema")),
    ],
)
def test_the_package_imports_nothing_before_it_is_needed(statement, absent):
    code = f"{statement}\nimport sys\nprint([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=SCREEN, env=environment(), capture_output=True, check=True)
    assert done.stdout == b"[]\n"
