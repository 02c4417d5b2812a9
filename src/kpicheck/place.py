"""Where a thing is: in a file, a sheet, a JSON document, a table."""

from typing import NamedTuple, Self


class Place(NamedTuple):
    """A place in a user's file, as the user would look for it.

    `line` and `column` count from 1, columns in characters; in a CSV file the column is the field's number. `exact`
    says that the text is there character for character, so that its parts have columns of their own. `pointer` is a
    JSON pointer (RFC 6901), `cell` a spreadsheet's own name such as B7, `row` a table's data row.
    """

    path: str
    line: int | None = None
    column: int | None = None
    exact: bool = True
    sheet: str | None = None
    cell: str | None = None
    pointer: str | None = None
    table: str | None = None
    row: int | None = None

    @property
    def position(self) -> tuple[int, int]:
        """Line and column; zero where there is none."""
        return self.line or 0, self.column or 0

    def shifted(self, offset: int) -> Self:
        """The place *offset* characters further on; this one where its text has no columns of its own."""
        return self._replace(column=self.column + offset) if self.exact and self.column is not None else self

    def __str__(self) -> str:
        """`file:line:column`, `file Sheet1!B7` or `file#/pointer`."""
        if self.cell is not None:
            return f"{self.path} {self.sheet}!{self.cell}"
        if self.pointer is not None:
            return f"{self.path}#{self.pointer}"
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
