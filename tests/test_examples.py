"""README and docs stay true: their commands are run, their Python is run, their links lead somewhere."""

import re
import subprocess
import sys

import pytest

from examples import ROOT, executed
from kpicheck.targets import read_targets

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "samples" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_prints_what_the_page_says(page):
    text = page.read_text(encoding="utf-8")
    assert executed(text) == text


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


@pytest.mark.parametrize("page", [page for page in PAGES if "```yaml\nkpicheck: 1" in page.read_text(encoding="utf-8")], ids=lambda page: page.name)
def test_every_targets_file_in_the_docs_is_one(page):
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(kpicheck: 1.*?)```", text, re.DOTALL):
        assert read_targets(block.encode(), page.name).targets
