"""Every import rule can fail: one forbidden import for each contract breaks that contract, and no other."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLANTS = {
    "jobs call api, api calls schemas, never back": ("schemas/paging.py", "api.core.clock"),
    "core knows no feature, no HTTP and no command": ("api/core/clock.py", "uvicorn"),
    "features stand in layers, and those of one layer do not know each other": (
        "api/visits/visits/service.py",
        "api.notices.receipts.service",
    ),
    "features call each other's service, and rules call nobody": ("api/hotlines/service.py", "api.messages.errors"),
    "jobs call services of features, and nothing behind them": ("jobs/lanes.py", "api.messages.rules"),
    "routes call service, service calls queries and rules": ("api/hotlines/queries.py", "api.hotlines.service"),
    "routes are listed in app.py and imported nowhere else": ("api/cli/checks.py", "api.hotlines.routes"),
    "no litestar below routes and web": ("api/hotlines/service.py", "litestar"),
    "rules are pure": ("api/visits/records/rules.py", "redis"),
    "queries belong to their feature": ("api/cli/checks.py", "api.hotlines.queries"),
    "arq is named by the worker and the relay alone": ("jobs/lanes.py", "arq"),
}
"""Contract → the file that gets an import, and what it imports."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what import-linter reads."""
    folder = tmp_path_factory.mktemp("tree")
    for name in ("api", "jobs", "schemas"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests").mkdir()
    for name in ("pyproject.toml", "tests/__init__.py", "tests/contracts.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def planted(tree: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The tree with one forbidden import."""
    name, module = PLANTS[request.param]
    file = tree / name
    text = file.read_text()
    file.write_text(f"{text}\nimport {module}\n")
    yield tree
    file.write_text(text)


def test_every_contract_has_its_forbidden_import() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert set(PLANTS) == {contract["name"] for contract in contracts}


def test_the_copy_keeps_every_contract(tree: Path) -> None:
    assert _broken(tree) == set()


@pytest.mark.parametrize(("planted", "name"), [(name, name) for name in PLANTS], indirect=["planted"])
def test_a_forbidden_import_breaks_its_contract(planted: Path, name: str) -> None:
    assert _broken(planted) == {name}


def _broken(folder: Path) -> set[str]:
    command = [str(Path(sys.executable).parent / "lint-imports")]
    env = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)
    assert len(verdicts) == len(PLANTS), done.stdout + done.stderr
    return {name for name, verdict in verdicts if verdict == "BROKEN"}
