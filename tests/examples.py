"""Executed documentation: `$ kpicheck …` in console blocks, and the output below it.

`python tests/examples.py FILE...` writes the output as it is now; a test compares.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command):
    """What a command prints, standard output first; as in a shell with a UTF-8 locale, piped."""
    quiet = command.endswith(" 2>/dev/null")
    words = shlex.split(command.removesuffix(" 2>/dev/null"))
    assert words[0] == "kpicheck", command
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        [sys.executable, "-m", "kpicheck", *words[1:]], capture_output=True, cwd=ROOT, env={**kept, "LANG": "en_US.UTF-8"}, check=False
    )
    return ended.stdout.decode() + ("" if quiet else ended.stderr.decode())


def executed(text):
    """The text with every console block as it is when run now."""

    def block(found):
        commands = [line for line in found[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{command}\n{run(command[2:])}" for command in commands) + "```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(executed(path.read_text(encoding="utf-8")), encoding="utf-8")
