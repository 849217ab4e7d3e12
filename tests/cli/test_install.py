"""The launcher and what it tells uv. A real installation runs before every run of these tests: ./xinqiao test."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from api.cli import install
from api.cli.environment import ROOT


def test_a_machine_without_python_gets_one_sentence(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "cksum", "cat"):
        (programs / name).symlink_to(shutil.which(name) or "")
    (programs / "python3").write_text("#!/bin/sh\nexit 1\n")  # one that is too old says no
    (programs / "python3").chmod(0o755)
    project = tmp_path / "project"
    project.mkdir()
    for name in ("xinqiao", "requirements.lock"):
        shutil.copy(ROOT / name, project)
    done = subprocess.run(
        [project / "xinqiao", "demo"], env={"PATH": str(programs)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "Xinqiao needs Python 3.11 or newer, and none is on the PATH.\n"


def test_the_launcher_is_portable_shell() -> None:
    assert os.access(ROOT / "xinqiao", os.X_OK)
    assert (ROOT / "xinqiao").read_text().startswith("#!/bin/sh\n")


def test_the_lock_pins_uv_with_hashes_and_names_no_index() -> None:
    pinned = install.pin("uv")
    assert pinned.startswith("uv==")
    assert "--hash=sha256:" in pinned
    assert not [line for line in pinned.splitlines()[1:] if not line.startswith("    --hash=")]
    assert "://" not in install.LOCK.read_text()


def test_pips_index_is_uvs_index(tmp_path: Path) -> None:
    (tmp_path / ".config" / "pip").mkdir(parents=True)
    (tmp_path / ".config" / "pip" / "pip.conf").write_text(
        "[global]\nindex-url = https://mirror.example/simple\ntrusted-host = mirror.example\n"
        "[install]\nextra-index-url =\n  https://one.example/simple\n  file:///nowhere/simple\n"
    )
    env = install.environment({"HOME": str(tmp_path), "PIP_FIND_LINKS": f"{tmp_path} /nowhere"})
    assert env["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert env["UV_INDEX"] == "https://one.example/simple"  # what is not there would stop uv, and pip only warns
    assert env["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert env["UV_INSECURE_HOST"] == "mirror.example"
    assert env["UV_FIND_LINKS"] == str(tmp_path)


def test_pips_variables_come_before_its_files(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://file.example/simple\n")
    env = {"HOME": "/nowhere", "PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    assert install.pip_settings(env)["index-url"] == "https://file.example/simple"
    assert install.pip_settings({**env, "PIP_INDEX_URL": "https://env.example/simple"})["index-url"] == (
        "https://env.example/simple"
    )
    assert "index-url" not in install.pip_settings({**env, "PIP_CONFIG_FILE": os.devnull})


def test_uvs_own_index_comes_before_pips() -> None:
    env = install.environment(
        {"PIP_INDEX_URL": "https://pip.example/simple", "UV_DEFAULT_INDEX": "https://uv.example/simple"}
    )
    assert env["UV_DEFAULT_INDEX"] == "https://uv.example/simple"
    env = install.environment(
        {"PIP_EXTRA_INDEX_URL": "https://pip.example/simple", "UV_INDEX": "https://uv.example/simple"}
    )
    assert env["UV_INDEX"] == "https://uv.example/simple"


@pytest.mark.parametrize("name", ["UV_SYSTEM_PYTHON", "UV_TARGET", "UV_EXCLUDE_NEWER", "UV_NO_BINARY", "VIRTUAL_ENV"])
def test_what_else_the_user_told_uv_is_left_out(name: str) -> None:
    env = install.environment({name: "1"})
    assert name not in env
    assert env["UV_NO_CONFIG"] == "1"
    assert env["UV_PYTHON_DOWNLOADS"] == "never"
