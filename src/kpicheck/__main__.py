"""The way in: `kpicheck` and `python -m kpicheck`."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line without the collector of cycles.

    Nothing here makes any, so it would look for them in vain: a tenth of a run, and some of it while Typer is imported.
    """
    gc.disable()
    from kpicheck.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
