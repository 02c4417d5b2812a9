"""What the command line asks for, read: periods, encodings, selections, outputs and where these go."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck import period
from kpicheck.files import known_encoding
from kpicheck.formats import FORMATS, SUFFIXES
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Refusal, problem
from kpicheck.targets import load_targets
from kpicheck.writer import STDOUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from kpicheck.period import Period
    from kpicheck.problem import Problem
    from kpicheck.targets.model import TargetsFile

STDOUT_NAMES: Final = frozenset({"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
"""Other spellings of standard output; opened as files, they would empty what it is redirected to."""


Identity = tuple[int, int, str]
"""The device and the number of a file; of one to be written, those of its folder and its name."""


class Misused(Exception):  # noqa: N818  it is not wrong, it cannot be done
    """What was asked for cannot be: exit code 2."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(found.code for found in problems))
        self.problems = problems


class Output(NamedTuple):
    """A format and where it goes."""

    format: str
    path: str


def asked_period(option: str, text: str | None) -> Period | None:
    """The period that *option* names. Raises Misused."""
    try:
        return period.read(text) if text is not None else None
    except Refusal as refusal:
        raise Misused(refusal.at(Place(option))) from None


def asked_encoding(text: str | None) -> str | None:
    """*text*, where it is an encoding that is read. Raises Misused."""
    try:
        return known_encoding(text, "--encoding") if text is not None else None
    except KpiCheckError as error:
        raise Misused(*error.problems) from None


def asked_targets(path: str, encoding: str | None) -> TargetsFile:
    """The targets file at *path*: UTF-8; where it is not, in the *encoding* that the submissions are in.

    Raises KpiCheckError with every problem of the file.
    """
    try:
        return load_targets(path)
    except KpiCheckError as error:
        if encoding is None or all(found.code != "encoding" for found in error.problems):
            raise
    return load_targets(path, encoding=encoding)


def asked_outputs(texts: Sequence[str], output_format: str | None, *, quiet: bool) -> tuple[Output, ...]:
    """Every output; the table goes to standard output unless another does or -q is given.

    Where standard output was closed before the start, it is not missed if there are other outputs. Raises Misused.
    """
    outputs = [_output(text) for text in texts]
    if output_format is not None:
        outputs.append(Output(output_format, STDOUT))
    is_taken = quiet or any(each.path == STDOUT for each in outputs)
    if not is_taken and (sys.stdout is not None or not outputs):
        outputs.append(Output("table", STDOUT))
    if sum(each.path == STDOUT for each in outputs) > 1:
        raise Misused(problem("two-to-stdout"))
    return tuple(outputs)


def _output(text: str) -> Output:
    """PATH, whose suffix says the format, or FORMAT=PATH."""
    name, equals, path = text.partition("=")
    if not equals or name not in FORMATS:
        name, path = "", text
    if path == STDOUT or path in STDOUT_NAMES:
        return Output(name or "table", STDOUT)
    found = name or SUFFIXES.get(Path(path).suffix.lower())
    if not path or not found:
        raise Misused(problem("unknown-output", path=text, known=", ".join(FORMATS), why="" if path else "no-path"))
    return Output(found, path)


def refuse_overwriting(outputs: Iterable[Output], inputs: Iterable[str]) -> None:
    """Refuse an output onto a file that is read, and two onto one file, however these are spelled. Raises Misused."""
    read = {_identity(path, sys.stdin): path for path in inputs}
    written: dict[Identity | None, str] = {None: ""}
    for _, path in outputs:
        identity = _identity(path, sys.stdout)
        for code, taken in (("output-is-input", read), ("two-to-one-file", written)):
            if identity is not None and identity in taken:
                other = taken[identity]
                raise Misused(problem(code, Place(path), path=path, other=other if other != path else ""))
        written[identity] = path


def _identity(path: str, standard: TextIO | None) -> Identity | None:
    """What all spellings of one file have in common; for `-` of the one that the *standard* stream leads to.

    None is a device, which keeps nothing, or what cannot be opened, which is reported when it is tried.
    """
    try:
        status = os.stat(path) if path != STDOUT else os.fstat(standard.fileno())  # type: ignore[union-attr]  # noqa: PTH116
    except FileNotFoundError:
        return _identity_to_be(path)
    except (OSError, ValueError, AttributeError):
        return None
    is_kept = stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode)
    return (status.st_dev, status.st_ino, "") if is_kept else None


def _identity_to_be(path: str) -> Identity | None:
    """That of a file which is not there yet: its folder's, and its name."""
    folder, name = os.path.split(os.path.realpath(path))
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return status.st_dev, status.st_ino, os.path.normcase(name)
