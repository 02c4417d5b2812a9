"""What the program says of samples, corpus and examples, held still while the house is cut anew.

`python tests/test_snapshot.py` writes the snapshot; the test compares, but for what the re-cut itself adds.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from conftest import DATA, ROOT
from corpus import CASES, transplanted, write
from kpicheck.cli import run

KEPT = DATA / "snapshot.jsonl"
ADDED = {"kpicheck_report": {"period", "digest", "demands"}, "shown": {"places"}}
"""The new fields, by a field that stands beside them."""

LONGEST = 200_000


class _Capture(io.StringIO):
    """Standard output as the writer wants it: with a buffer of bytes."""

    def __init__(self):
        super().__init__()
        self.bytes = io.BytesIO()

    @property
    def buffer(self):
        return self.bytes

    def flush(self):
        pass

    def isatty(self):
        return False


def said(arguments, folder):
    """The exit code, standard output and standard error of a command that is run in *folder*."""
    out, err, before = _Capture(), _Capture(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(arguments))
    finally:
        os.chdir(before)
    return [code, *(each.bytes.getvalue().decode() + each.getvalue() for each in (out, err))]


def commands():
    """Every command of the snapshot: a name, the words, and the folder or the case that it is run on."""
    for name, folder, words in (
        ("wuhai", ROOT, ("-t", "targets.yaml", "samples/wuhai-2023.csv")),
        ("national", ROOT / "samples" / "national", ("submission.csv",)),
        ("screen", DATA / "screen", ("figures.csv",)),
    ):
        for language in ("en", "zh"):
            yield f"{name} json {language}", folder, ("check", *words, "--format", "json", "--lang", language)
            yield f"{name} table {language}", folder, ("check", *words, "-vv", "--lang", language)
        yield f"{name} strict", folder, ("check", *words, "--format", "json", "--strict")
        for day in ("2023-06-30", "2022", "2023Q3"):
            yield f"{name} at {day}", folder, ("check", *words, "--format", "json", "--as-of", day)
    yield "wuhai lint", ROOT, ("lint", "targets.yaml", "--format", "json")
    for file in ("threshold_texts.jsonl", "more_thresholds.jsonl"):
        texts = [json.loads(line)["text"] for line in (DATA / file).read_text(encoding="utf-8").splitlines()]
        yield f"parse {file}", ROOT, ("parse", "--format", "json", "--", *texts)
        yield f"parse {file} plain", ROOT, ("parse", "--", *texts)
    for case in CASES:
        yield f"corpus {case.case}", case, ()


def results():
    """Name and what was said, for each command."""
    for name, where, words in commands():
        if isinstance(where, Path):
            yield name, said(words, where)
            continue
        with tempfile.TemporaryDirectory() as folder:
            files = write(Path(folder), where.name, transplanted(where.name, where.text, where.encoding))
            yield name, said((*(word for word in files.command if word != "-vv"), "--format", "json"), folder)


def plain(value):
    """A document without what the re-cut adds, under the names it gives."""
    if isinstance(value, dict):
        added = {key for beside, keys in ADDED.items() if beside in value for key in keys}
        kept = {key: plain(each) for key, each in value.items() if key not in added}
        if value.get("type") == "rungs":
            kept["type"] = "levels"
        kept.pop("needed", None)
        return kept
    return [plain(each) for each in value] if isinstance(value, list) else value


def comparable(code, out, err):
    with contextlib.suppress(ValueError):
        out = plain(json.loads(out))
    return code, out, err


def kept():
    return dict(json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()) if KEPT.exists() else {}


@pytest.mark.parametrize("name", list(kept()))
def test_nothing_that_a_user_sees_has_changed(name, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert comparable(*now()[name]) == comparable(*kept()[name])


@cache
def now():
    return dict(results())


if __name__ == "__main__":
    os.environ.update(LANG="en_US.UTF-8")
    with KEPT.open("w", encoding="utf-8") as file:
        for name, found in results():
            if sum(map(len, map(str, found))) < LONGEST or not name.startswith("corpus"):
                file.write(json.dumps([name, found], ensure_ascii=False) + "\n")
