"""Checks how long files and functions are: `python -m tests.lengths`, one of the fast checks."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE, FUNCTION, MEDIAN = 300, 40, 6
FOLDERS = ("api", "jobs", "schemas", "tests", "clients/web")
ENDINGS = {".py", ".ts", ".tsx", ".mjs", ".css"}
NOT_OURS = {"node_modules", "dist", "__pycache__", "schema.d.ts"}
LONG = {
    "tests/actors.py actor",
    "tests/bench/people.py _family",
    "tests/clients/test_flows.py test_a_member_reports_in_three_taps_and_a_sentence",
    "tests/counselling/test_bookings.py test_a_guardian_books_for_the_child",
    "tests/figures/test_figures.py test_a_bureau_sees_its_schools_as_they_counted_themselves",
    "tests/test_authorization.py body",
    "tests/variants.py all_variants",
    "tests/visits/test_coverage.py test_who_was_visited_contacted_and_is_owed",
}
"""Functions of tests that are longer. Nothing is added here: it only becomes shorter."""


def files(root: Path) -> Iterator[Path]:
    """Our source files. SQL is left out: an applied migration is not edited, and its functions are whole files."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in ENDINGS and not NOT_OURS & set(path.relative_to(root).parts):
                yield path


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Names and lines of a Python file's functions, decorators not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def faults(root: Path = ROOT) -> tuple[list[str], str]:
    """What is too long, and a summary."""
    wrong: list[str] = []
    lines: list[int] = []
    longest, long = 0, set[str]()
    for path in files(root):
        name = path.relative_to(root).as_posix()
        count = len(path.read_text(encoding="utf-8").splitlines())
        longest = max(longest, count)
        if count > FILE:
            wrong.append(f"{name} has {count} lines; {FILE} at most.")
        for function, length in functions(path) if path.suffix == ".py" else ():
            lines.append(length)
            if length > FUNCTION:
                long.add(f"{name} {function}")
    wrong += [f"{one} has more than {FUNCTION} lines." for one in sorted(long - LONG)]
    wrong += [f"{one} is short by now: remove it from LONG." for one in sorted(LONG - long) if root == ROOT]
    median = statistics.median(lines or [0])
    if median > MEDIAN:
        wrong.append(f"The median function has {median:g} lines; {MEDIAN} at most.")
    return wrong, f"{len(lines)} functions, median {median:g} lines; longest file {longest} lines"


def main() -> int:
    """Prints what is too long. Returns the exit code."""
    wrong, summary = faults()
    print("\n".join([*wrong, summary]))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
