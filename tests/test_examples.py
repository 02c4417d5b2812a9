"""README and docs stay true: their commands are run, their Python is run, their links lead somewhere."""

import ast
import inspect
import re
import subprocess
import sys

import pytest

import kpicheck
from examples import BLOCK, COLUMNS, ROOT, executed
from kpicheck.formats.layout import display_width
from kpicheck.targets import read_targets

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "samples" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_prints_what_the_page_says(page):
    text = page.read_text(encoding="utf-8")
    assert executed(text) == text


def test_the_blocks_of_readme_fit_a_screen_of_100_columns():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = [line for _, _, block in BLOCK.findall(text) for line in block.splitlines() if not line.startswith("$ ")]
    assert [line for line in printed if display_width(line) > COLUMNS] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_python_of_readme_runs():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.stderr == ""
    assert ended.stdout.startswith("1 ")
    assert '"kpicheck_report": 1' in ended.stdout


API = (ROOT / "docs" / "api.md").read_text("utf-8")


def test_the_python_of_the_api_page_prints_what_it_says():
    code, printed = (re.search(rf"```{kind}\n(.*?)```", API, re.DOTALL)[1] for kind in ("python", "text"))
    ended = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (ended.stderr, ended.stdout) == ("", printed)


def signature(text):
    """The parameters of `name(…)`: each kind, name and default; `...` stands for a default that is no literal."""
    arguments = ast.parse(f"def {text}: pass").body[0].args
    plain = [None] * (len(arguments.args) - len(arguments.defaults)) + arguments.defaults
    rows = [("plain", *pair) for pair in zip(arguments.args, plain, strict=True)]
    rows += [("named", *pair) for pair in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return [(kind, each.arg, inspect.Parameter.empty if default is None else ast.literal_eval(default)) for kind, each, default in rows]


@pytest.mark.parametrize("text", re.findall(r"(?m)^\| `(\w+\(.*?\))` \|", API))
def test_the_signatures_of_the_api_page_are_those_of_the_program(text):
    """Every name that can be called stands there with its parameters and their defaults."""
    real = inspect.signature(getattr(kpicheck, text.partition("(")[0])).parameters.values()
    kinds = {inspect.Parameter.POSITIONAL_OR_KEYWORD: "plain", inspect.Parameter.KEYWORD_ONLY: "named"}
    literal = (str, int, tuple, type(None), type)
    expected = [(kinds[each.kind], each.name, each.default if isinstance(each.default, literal) else ...) for each in real]
    assert signature(text) == expected


def test_the_api_page_lists_the_public_names_and_no_others():
    assert set(re.findall(r"(?m)^\| `(\w+)", API)) == set(kpicheck.__all__)


@pytest.mark.parametrize("page", [page for page in PAGES if "```yaml\nkpicheck: 1" in page.read_text(encoding="utf-8")], ids=lambda page: page.name)
def test_every_targets_file_in_the_docs_is_one(page):
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(kpicheck: 1.*?)```", text, re.DOTALL):
        assert read_targets(block.encode(), page.name).targets
