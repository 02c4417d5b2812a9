"""What `help CODE` says in Chinese: when a problem is raised, and why."""

from __future__ import annotations

from typing import Final

ABOUT: Final[dict[str, str]] = {
    # values
    # notation
    # nodes
    # formula
    # targets
    # sources
    # submission
    # judge
    # commands
}
