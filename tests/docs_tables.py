"""The tables of docs/, made from the program's own; `python tests/docs_tables.py` writes them, a test compares.

A table is between `<!-- table: NAME -->` and `<!-- end -->`.
"""

import re
from pathlib import Path

from kpicheck.cli.help import EXITS_OF, EXITS_OF_ALL
from kpicheck.cli.screen import Exit
from kpicheck.demand import Operator
from kpicheck.formula.functions import FUNCTIONS, LATER, RESERVED, signature
from kpicheck.notation import words
from kpicheck.problem import CATALOGUE
from kpicheck.sources.long_table import SPELLINGS
from kpicheck.targets.schema import ENTRIES
from kpicheck.unit import BUILT_IN, PREFIXES, REFUSED, UNIT_NAMES, dimension_text
from kpicheck.wording import about, function_about, help_entry

DOCS = Path(__file__).parent.parent / "docs"
MARKED = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rows(head, *body):
    """A Markdown table; `|` in a cell is escaped."""
    cells = [[str(cell).replace("|", "\\|") for cell in row] for row in body]
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, ["---"] * len(head), *cells])


def keys():
    return "\n".join(
        f"Keys of {level.where}:\n\n" + rows(["key", "value", "meaning"], *((f"`{name}`", str(key.shape), key.about) for name, key in level.schema.items()))
        for level in ENTRIES
    )


def functions():
    return rows(["function", "meaning"], *((f"`{signature(name)}`", function_about(name, "en")) for name in FUNCTIONS))


def units():
    groups = {}
    for name in UNIT_NAMES:
        groups.setdefault(dimension_text(BUILT_IN.find(name).dimension), []).append(name)
    single = [names[0] for names in groups.values() if len(names) == 1]
    table = rows(["dimension", "units"], *((f"`{dimension}`", " ".join(names)) for dimension, names in groups.items() if len(names) > 1))
    return table + "\nEach a dimension of its own: " + " ".join(single) + "\n"


def prefixes():
    return "Before any unit: " + " ".join(PREFIXES) + ". Refused as ambiguous: " + "; ".join(f"`{name}` ({what})" for name, what in REFUSED.items()) + ".\n"


def exits():
    names = {code: " ".join(f"`{name}`" for name, codes in EXITS_OF.items() if code in codes) for code in Exit}
    names |= dict.fromkeys(EXITS_OF_ALL, "all")
    return rows(["code", "meaning", "of"], *((int(code), help_entry("EXITS", code.name, "en"), names[code]) for code in sorted(Exit)))


def precedence():
    return "Where several hold, the first of these: " + ", ".join(str(int(code)) for code in Exit if code is not Exit.INTERRUPTED) + ".\n"


def reserved():
    return " ".join(f"`{word}`" for word in sorted(RESERVED - LATER)) + "; for functions to come " + " ".join(f"`{word}`" for word in sorted(LATER)) + ".\n"


def commands():
    return rows(["command", "what it does"], *((f"`{name}`", help_entry("COMMANDS", name, "en")) for name in EXITS_OF))


def problems():
    return rows(["code", "severity", "when"], *((f"`{code}`", CATALOGUE[code].severity.value, about(code, "en")) for code in sorted(CATALOGUE)))


RELATIVE = {Operator.GT: "`>`, with `better: lower` `<`", Operator.LT: "`<`, with `better: lower` `>`"}


def comparators():
    found = {}
    for word, operator in words.COMPARATORS.items():
        found.setdefault(operator, []).append(word)
    for word, (_, value) in words.AFTER.items():
        if isinstance(value, Operator):
            found.setdefault(value, []).append(f"…{word}")
    for word, operator in words.RELATIVE.items():
        found.setdefault(RELATIVE[operator], []).append(word)
    return rows(["read as", "written"], *((f"`{operator.value}`" if isinstance(operator, Operator) else operator, " · ".join(f"`{each}`" for each in each_word)) for operator, each_word in found.items()))


def headers():
    return rows(["field", "headers"], *((f"`{field}`", spellings) for field, spellings in SPELLINGS.items()))


TABLES = {"keys": keys, "functions": functions, "units": units, "prefixes": prefixes, "exit-codes": exits, "problems": problems,
          "comparators": comparators, "headers": headers, "reserved": reserved, "precedence": precedence, "commands": commands}  # fmt: skip


def filled(text):
    """A page with its tables as they are now."""
    return MARKED.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], text)


if __name__ == "__main__":
    for page in sorted(DOCS.glob("*.md")):
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
