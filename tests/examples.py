"""Executed documentation: `$ kpicheck …` in console blocks, and the output below it.

A block that begins with "```console terminal" shows what a terminal of so many COLUMNS shows, without its colours.

`python tests/examples.py FILE...` writes the output as it is now; a test compares.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COLUMNS = 100
BLOCK = re.compile(r"(```console( terminal)?\n)(.*?)```", re.DOTALL)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


FUNCTION = f'kpicheck() {{ {shlex.quote(sys.executable)} -m kpicheck "$@"; }}\n'
"""`kpicheck` in a shell, without an installed script."""


def run(command, **more):
    """What a command prints when it is pasted into bash, standard output first; in a UTF-8 locale, piped."""
    assert command.startswith("kpicheck "), command
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH", "HOME") if name in os.environ}
    ended = subprocess.run(["bash", "-c", FUNCTION + command], capture_output=True, cwd=ROOT, env={**kept, "LANG": "en_US.UTF-8", **more}, check=False)
    return COLOURS.sub("", ended.stdout.decode() + ended.stderr.decode())


def executed(text):
    """The text with every console block as it is when run now."""

    def block(found):
        more = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)} if found[2] else {}
        commands = [line for line in found[3].splitlines() if line.startswith("$ ")]
        return found[1] + "".join(f"{command}\n{run(command[2:], **more)}" for command in commands) + "```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(executed(path.read_text(encoding="utf-8")), encoding="utf-8")
