"""docs/asvs.csv: every requirement of OWASP ASVS 5.0, how it stands, and the test or reason behind that.

`asvs-ids.csv` beside this file holds the ids and levels of the standard's own list (CC BY-SA 4.0), and nothing else of it.
"""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATES = {"held", "not applicable", "open"}
PENDING: dict[str, str] = {}
"""Of levels 1 and 2, what is open; by part. Empty when it is closed."""
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
PAGE = re.compile(r"(?<![\w/])(?:docs|clients|api|deploy)/[\w./-]+\.(?:md|json|py|mjs|conf)|[\w-]+\.lock")
HEADING = re.compile(r'(docs/[\w-]+\.md), ((?:"[^"]+"(?:, | and )?)+)')


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


LEDGER = read(ROOT / "docs" / "asvs.csv")


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_requirement_has_one_row() -> None:
    listed = [(row["id"], row["level"]) for row in read(Path(__file__).parent / "asvs-ids.csv")]
    assert len(listed) == 345
    assert [(row["id"], row["level"]) for row in LEDGER] == listed


def test_every_row_says_how_it_stands_and_why() -> None:
    assert {row["state"] for row in LEDGER} <= STATES
    assert not [row["id"] for row in LEDGER if len(row["evidence"].strip()) < 10]


@pytest.mark.parametrize("row", LEDGER, ids=lambda row: row["id"])
def test_what_a_row_names_exists(row: dict[str, str]) -> None:
    """A test by its name, a page, a heading of it."""
    evidence = row["evidence"]
    for path, name in TEST.findall(evidence):
        assert (ROOT / path).exists(), path
        assert name.startswith("test_"), name
        assert name in functions(path), f"{path}::{name}"
    assert evidence.count("::") == len(TEST.findall(evidence)), "a name that is none"
    for path in PAGE.findall(evidence):
        assert (ROOT / path).exists(), path
    for path, named in HEADING.findall(evidence):
        text = (ROOT / path).read_text()
        for heading in re.findall(r'"([^"]+)"', named):
            assert re.search(rf"^(#+ {re.escape(heading)}|\*\*{re.escape(heading)}\*\*)", text, re.MULTILINE), heading


def test_levels_one_and_two_are_held() -> None:
    open_rows = {row["id"] for row in LEDGER if row["state"] == "open" and row["level"] in {"1", "2"}}
    assert open_rows == {f"V{number}" for numbers in PENDING.values() for number in numbers.split()}


def test_whatever_is_held_has_something_that_can_fail_or_a_page() -> None:
    """A sentence alone is for what has nothing to test; it is rare."""
    bare = [
        r["id"]
        for r in LEDGER
        if r["state"] == "held" and not TEST.search(r["evidence"]) and "docs/" not in r["evidence"]
    ]
    assert len(bare) <= 4, bare
