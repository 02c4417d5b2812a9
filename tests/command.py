"""Run the command line: here, which is quick, or in a process of its own; what it prints where, and its exit code."""

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from typing import NamedTuple
from unittest import mock

import pytest

from conftest import DATA, ROOT
from kpicheck.cli import main

SCREEN = DATA / "screen"
"""A folder with a targets file, figures, and what `check` prints of them."""

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

TARGETS = """\
kpicheck: 1
period: 2023
targets:
  a: {unit: 家, target: ≥ 5家, tags: [x]}
  b: {unit: 家, target: ≥ 1家, section: 第一部分}
"""
ROWS = "indicator,period,value\n"

PROCESS = (sys.executable, "-m", "kpicheck")


class Done(NamedTuple):
    code: int
    out: str
    err: str


class _Ended(BaseException):
    """In place of the end of the process: no handler of the program may catch it."""


def _end(code):
    raise _Ended(code)


def environment(**more):
    """The only variables that a command gets, in a process of its own and here."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "HOME"}}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "LANG": "en_US.UTF-8", **more}


def write_folder(folder):
    """TARGETS, a submission that meets them (`ok.csv`), and one that fails (`failed.csv`)."""
    (folder / "targets.yaml").write_text(TARGETS, "utf-8")
    (folder / "ok.csv").write_text(f"{ROWS}a,2023,5\nb,2023,1\n", "utf-8")
    (folder / "failed.csv").write_text(f"{ROWS}a,2023,4\nb,2023,1\n", "utf-8")
    return folder


def kpicheck(*arguments, cwd=SCREEN, stdin=b"", stdout=None, encoding="utf-8", closed=(), **more):
    """Run `kpicheck` in this process from its first line to its last, with streams of bytes for it alone.

    *stdout* is the binary file to write to, where it is not to be captured; *closed* are the names of streams that
    were closed before the start; *more* are environment variables.
    """
    captured = io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "stdout": io.TextIOWrapper(stdout or captured, encoding, write_through=isinstance(stdout, io.RawIOBase)),
        "stderr": io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace"),
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(cwd))
        stack.enter_context(mock.patch.dict(os.environ, environment(**more), clear=True))
        stack.enter_context(mock.patch("os._exit", _end))
        for name, stream in streams.items():
            stack.enter_context(mock.patch.object(sys, name, None if name in closed else stream))
        with pytest.raises(_Ended) as ended:
            main([os.fsdecode(each) for each in arguments])
    return _done(*ended.value.args, captured.getvalue(), streams["stderr"].buffer.getvalue(), more)


def heeding_signals():
    """What a new process does first: jobs in the background and `nohup` ignore signals, and what they start does too."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def process(*arguments, cwd=SCREEN, stdin=b"", stdout=subprocess.PIPE, command=PROCESS, **more):
    """Run `kpicheck`, or another *command*, in a process of its own."""
    done = subprocess.run(
        [*command, *arguments], cwd=cwd, input=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environment(**more), timeout=60, check=False,
        preexec_fn=heeding_signals if os.name == "posix" else None,
    )  # fmt: skip
    return _done(done.returncode, done.stdout or b"", done.stderr, more)


def _done(code, out, err, more):
    assert (b"Traceback" in err) == ("KPICHECK_TRACEBACK" in more)
    return Done(int(code), out.decode("utf-8"), err.decode("utf-8"))
