"""What problems say in English."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, str]] = {
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

HINTS: Final[dict[str, str]] = {
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
