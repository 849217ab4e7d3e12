"""Clients that strangers generate from the contract compile without a warning, and the Python one works against the app."""

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.cli.contract import SNAPSHOT
from api.cli.environment import ROOT
from api.cli.web import install
from tests.world import World

HERE = Path(__file__).parent
WEB = ROOT / "clients" / "web"
TSC = (
    *("--noEmit", "--strict", "--noUncheckedIndexedAccess", "--noUnusedLocals", "--noImplicitReturns"),
    *("--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"),
)
"""For an ordinary module, not a declaration file: the compiler then checks what was generated, and no library."""
EDITED = {"channels", "language", "plainTitles", "quietFrom", "quietTo"}


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A folder with the package `xinqiao_client`, generated without a warning and importable."""
    folder = tmp_path_factory.mktemp("python")
    arguments = ("--path", SNAPSHOT, "--output-path", folder / "xinqiao_client", "--config", HERE / "python.yml")
    generate = ("openapi_python_client", "generate", "--meta", "none", "--fail-on-warning", *arguments)
    said = run([sys.executable, "-W", "error", "-m", *generate], folder)
    assert "arning" not in said, said
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def test_the_python_client_compiles_and_is_imported_without_a_warning(python: Path) -> None:
    package = python / "xinqiao_client"
    names = [".".join(path.relative_to(python).with_suffix("").parts) for path in package.rglob("*.py")]
    assert len(names) > 300
    run([sys.executable, "-W", "error", "-m", "compileall", "-q", package], python)
    run([sys.executable, "-W", "error", "-c", "\n".join(f"import {name}" for name in names)], python)


def test_what_is_written_against_the_python_client_has_its_types(python: Path) -> None:
    (python / "use.py").write_text((HERE / "use.py.txt").read_text())
    (python / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "include": ["use.py"]}')
    run([Path(sys.executable).parent / "basedpyright", "--pythonpath", sys.executable], python)


async def test_the_python_client_works(python: Path, world: World) -> None:
    me: Any = import_module("xinqiao_client.api.yourself.get_profile")
    edit: Any = import_module("xinqiao_client.api.yourself.set_profile")
    models: Any = import_module("xinqiao_client.models")
    client: Any = import_module("xinqiao_client.client").AuthenticatedClient("http://test", "unused")
    inside = world.client(world.people.mother)
    inside.base_url = httpx.URL("http://127.0.0.1:8000")
    client.set_async_httpx_client(inside)
    before = await me.asyncio_detailed(client=client)
    profile = before.parsed.to_dict()
    wanted = {name: value for name, value in profile.items() if name in EDITED} | {"language": "en"}
    body = models.ProfileEdit.from_dict(wanted)
    after, stale = [
        await edit.asyncio_detailed(client=client, body=body, idempotency_key=uuid4().hex, if_match=version)
        for version in (before.headers["etag"], '"v1"')
    ]
    assert (after.status_code, after.parsed.language) == (200, "en")
    assert (stale.status_code, stale.parsed.type_.rsplit("/", 1)[-1]) == (412, "stale")


def test_the_typescript_client_compiles_strictly(tmp_path: Path) -> None:
    node = install(ROOT, WEB)
    (tmp_path / "node_modules").symlink_to(WEB / "node_modules")
    (tmp_path / "use.ts").write_text((HERE / "use.ts").read_text())
    modules = WEB / "node_modules"
    generator = modules / "openapi-typescript" / "bin" / "cli.js"
    said = run([node, generator, SNAPSHOT, "--output", tmp_path / "schema.ts"], tmp_path)
    assert "arning" not in said, said
    run([node, modules / "typescript" / "bin" / "tsc", *TSC, "use.ts", "schema.ts"], tmp_path)


def run(command: Sequence[str | Path], folder: Path) -> str:
    """What a command says; it must succeed."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
