"""The way in: `kpicheck` and `python -m kpicheck`."""

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line without the collector of cycles."""
    try:
        # A run makes hardly any cycles and soon ends, so the search for them is in vain: 6 to 9 ms of 130, some of it
        # while Typer is imported, so it is off before that.
        gc.disable()
        from kpicheck.signals import end_on_signals  # noqa: PLC0415

        end_on_signals()
    except KeyboardInterrupt:
        os._exit(130)
    from kpicheck.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
