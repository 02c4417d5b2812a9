"""The reference in docs/ is the program's own, and each room imports what its table allows."""

import ast
import re
import sys
from datetime import date

import pytest

from command import process
from conftest import ROOT
from docs_tables import DOCS, MARKED, TABLES, filled
from kpicheck.judge import evaluate
from kpicheck.report import Options
from kpicheck.sources import read_source
from kpicheck.targets import read_targets

SOURCE = ROOT / "src" / "kpicheck"
ENTRANCES = {"__init__", "__main__"}  # the package's own door, which opens every room


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_the_tables_of_a_page_are_those_of_the_program(page):
    text = page.read_text(encoding="utf-8")
    assert filled(text) == text


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", blocks("targets-file.md", "yaml"))
def test_an_example_of_a_targets_file_is_read_without_a_warning(text):
    assert read_targets(text.encode(), "t.yaml").warnings == ()


def test_the_first_commands_of_the_targets_file_page_work_when_they_are_pasted(tmp_path):
    (text,) = blocks("targets-file.md", "bash")
    done = process("-c", f'kpicheck() {{ {sys.executable} -m kpicheck "$@"; }}\n{text}', command=("bash",), cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "targets.yaml: 3 targets, 3 indicators: no problems" in done.out
    assert "3 targets: 3 passed (1 close)" in done.out


def test_every_table_is_somewhere():
    assert {name for page in DOCS.glob("*.md") for _, name, _ in MARKED.findall(page.read_text(encoding="utf-8"))} == set(TABLES)


def rooms():
    """The rooms of docs/architecture.md with their places in the order."""
    table = (DOCS / "architecture.md").read_text(encoding="utf-8")
    found = {}
    for order, line in enumerate(re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)):
        found.update(dict.fromkeys(re.findall(r"`(\w+)`", line), order))
    return found


def room_of(path):
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imports(path):
    """The rooms that a module imports, at its top or within, but not for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {id(node) for branch in ast.walk(tree) if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test) for node in ast.walk(branch)}
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kpicheck"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kpicheck."))


def test_every_room_is_in_the_table():
    assert {room_of(path) for path in SOURCE.rglob("*.py")} - ENTRANCES == set(rooms())


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_above_it(path):
    order, own = rooms(), room_of(path)
    if own not in ENTRANCES:
        assert {room for room in imports(path) if room != own and order[room] > order[own]} == set()


def functions():
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def test_no_function_is_longer_than_forty_lines():
    assert [(path.name, node.name) for path, node in functions() if node.end_lineno - node.lineno + 1 > 40] == []


def test_no_file_but_data_is_longer_than_three_hundred_lines():
    data = {"en.py", "zh.py", "help_en.py", "help_zh.py"}
    assert [path.name for path in SOURCE.rglob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 300 and path.name not in data] == []


def test_every_public_function_and_class_says_what_it_is():
    undocumented = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))]
        for node in (node for body in bodies for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)):
            if not node.name.startswith("_") and ast.get_docstring(node) is None:
                undocumented.append(f"{path.name} {node.name}")
    assert undocumented == []


def test_no_float_is_on_the_way():
    floats = [
        (path.name, node.lineno)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert {name for name, _ in floats} <= {"text.py"}  # difflib's measure of likeness, which decides nothing


@pytest.mark.parametrize(("at", "as_of"), [(0, None), (1, "2023-09-30")], ids=["English", "Chinese"])
def test_the_examples_of_verdicts_come_out_as_their_tables_say(at, as_of):
    """status(example) == the table below it."""
    declared, figures = blocks("verdicts.md", "yaml")[at], blocks("verdicts.md", "csv")[at]
    tables = (DOCS / "verdicts.md").read_text(encoding="utf-8").split("```csv\n")[at + 1].split("\n## ")[0].split("```")[1]
    said = dict(re.findall(r"^\| ([a-z]+) \| ([a-z]+) \|", tables, re.MULTILINE))
    said.pop("verdict", None)
    options = Options(as_of=as_of and date.fromisoformat(as_of))
    found = evaluate(read_targets(declared.encode(), "t.yaml"), (read_source("s.csv", figures.encode()),), options)
    assert {verdict.target: verdict.status.value for verdict in found.verdicts} == said
    assert {verdict.target for verdict in found.verdicts if verdict.close} == ({"solved", "handover"} if at == 0 else set())
    assert found.accounting.used == found.accounting.read
