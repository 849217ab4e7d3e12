"""`openapi`: the snapshot of the contract that clients are built from."""

import argparse
import base64
import json
import sys
from pathlib import Path

from api.app import create_app
from api.cli.environment import ROOT
from api.core.config import load

SNAPSHOT = ROOT / "clients" / "openapi.json"


def run_openapi(words: list[str]) -> int:
    """Writes the snapshot, or with --check compares it (exit code 1)."""
    parser = argparse.ArgumentParser(prog="xinqiao openapi", description="Writes the contract to clients/openapi.json.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the file is out of date")
    parser.add_argument("--output", type=Path, default=SNAPSHOT, help="another file")
    chosen = parser.parse_args(words)
    text = contract()
    if not chosen.check:
        chosen.output.parent.mkdir(parents=True, exist_ok=True)
        chosen.output.write_text(text)
        return 0
    if chosen.output.exists() and chosen.output.read_text() == text:
        return 0
    print(f"{chosen.output.name} is out of date: run `./xinqiao openapi` and read the difference.", file=sys.stderr)
    return 1


def contract() -> str:
    """The contract as JSON, the same for the same code: no setting and no server has a say in it."""
    app = create_app(load({"XINQIAO_MASTER_KEY": base64.b64encode(bytes(32)).decode()}))
    return json.dumps(app.openapi_schema.to_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
