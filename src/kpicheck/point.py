"""Where something is judged or submitted: for whom and when; a key adds which indicator."""

from typing import NamedTuple

from kpicheck.period import Period


class Point(NamedTuple):
    """An entity and a period. Until a file has entities, `entity` is `""`."""

    entity: str
    period: Period


class Key(NamedTuple):
    """One figure: an indicator's id, the entity it is about, the period it is for."""

    indicator: str
    entity: str
    period: Period

    @property
    def point(self) -> Point:
        """Where the figure is."""
        return Point(self.entity, self.period)
