"""Words and phrases of the screen in Chinese."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, str]] = {
}
