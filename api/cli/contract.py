"""`openapi` and `access`: what the code says to others, as files that CI compares."""

import argparse
import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path

from api.app import create_app
from api.cli.environment import ROOT
from api.core.config import load
from api.core.feature import Feature
from api.core.roles import MEANINGS, Role
from api.features import FEATURES
from api.http.contract import completed

SNAPSHOT = ROOT / "clients" / "openapi.json"
ACCESS = ROOT / "docs" / "access.md"
_INTRODUCTION = """# Who may do what

Written by `./xinqiao access` from each feature's `actions.py`; a check compares it. A role that a row leaves empty may not do it.
Two actions have no table: `public` needs no sign-in, `me` is any session about its own person. `audit_read` is for custodians.

How far a role reaches:
"""


def run_openapi(words: list[str]) -> int:
    """Writes the snapshot, or with --check compares it (exit code 1)."""
    return _snapshot(words, "openapi", SNAPSHOT, contract)


def run_access(words: list[str]) -> int:
    """Writes the page that says who may do what, or with --check compares it (exit code 1)."""
    return _snapshot(words, "access", ACCESS, access_page)


def contract() -> str:
    """The contract as JSON, the same for the same code: no setting and no server has a say in it."""
    app = create_app(load({"XINQIAO_MASTER_KEY": base64.b64encode(bytes(32)).decode()}))
    return json.dumps(completed(app).to_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def access_page() -> str:
    """One table for each feature: its actions, and how far each role reaches."""
    return "\n".join([_INTRODUCTION, *_scopes(), *(line for f in FEATURES if f.actions for line in _table(f))])


def _scopes() -> list[str]:
    return [*(f"- **{scope.name.lower()}**: {meaning}" for scope, meaning in MEANINGS.items()), ""]


def _table(feature: Feature) -> list[str]:
    roles = [role for role in Role if any(role in action.rule for action in feature.actions)]
    rows = [
        [f"`{action.name}`", *(action.rule[role].name.lower() if role in action.rule else "" for role in roles)]
        for action in feature.actions
    ]
    lines = [["action", *(role.value for role in roles)], ["---"] * (len(roles) + 1), *rows]
    return [f"## {feature.name}", "", *(f"| {' | '.join(cells)} |" for cells in lines), ""]


def _snapshot(words: list[str], command: str, path: Path, make: Callable[[], str]) -> int:
    name = path.relative_to(ROOT)
    parser = argparse.ArgumentParser(prog=f"xinqiao {command}", description=f"Writes {name}.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the file is out of date")
    parser.add_argument("--output", type=Path, default=path, help="another file")
    chosen = parser.parse_args(words)
    text = make()
    if not chosen.check:
        chosen.output.parent.mkdir(parents=True, exist_ok=True)
        chosen.output.write_text(text)
        return 0
    if chosen.output.exists() and chosen.output.read_text() == text:
        return 0
    print(f"{chosen.output.name} is out of date: run `./xinqiao {command}` and read the difference.", file=sys.stderr)
    return 1
