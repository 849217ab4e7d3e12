"""Makes .venv hold what requirements.lock says. Run by `./xinqiao` with any Python ≥ 3.11 and nothing but its library.

uv does the work: the one in .venv, one on the PATH, or the one that the lock pins, brought by pip. uv reads no settings of the
user's but where packages come from: pip's index settings count, and so do uv's own.
"""

import configparser
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"

# Of uv's variables only these pass: where packages come from and how to get there, never what to do with them.
PASSED = {
    "UV_CACHE_DIR",
    "UV_CONCURRENT_DOWNLOADS",
    "UV_CONCURRENT_INSTALLS",
    "UV_DEFAULT_INDEX",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_HTTP_TIMEOUT",
    "UV_INDEX",
    "UV_INDEX_STRATEGY",
    "UV_INDEX_URL",
    "UV_INSECURE_HOST",
    "UV_KEYRING_PROVIDER",
    "UV_LINK_MODE",
    "UV_NATIVE_TLS",
    "UV_NO_CACHE",
    "UV_NO_PROGRESS",
    "UV_OFFLINE",
    "UV_SYSTEM_CERTS",
}


class Failed(Exception):
    """The one sentence that the operator reads."""


def main() -> int:
    """Returns the exit code."""
    try:
        with _alone():
            print(f"Installing the packages of {LOCK.name} into {VENV} …", file=sys.stderr)
            _make_venv()
            _sync()
    except PermissionError as error:
        print(f"{error.filename} cannot be written: install as the owner of {ROOT}.", file=sys.stderr)
    except Failed as error:
        print(error, file=sys.stderr)
    else:
        return 0
    return 1


@contextmanager
def _alone() -> Generator[None]:
    """Two first starts at once wait for each other."""
    folder = ROOT / ".xinqiao"
    folder.mkdir(exist_ok=True)
    with (folder / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_venv() -> None:
    if _runs(
        [str(PYTHON), "-I", "-c", "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"]
    ):
        return
    # Without pip, as Debian ships the part that brings it apart.
    venv.EnvBuilder(clear=True, symlinks=True).create(VENV)


def _sync() -> None:
    own, path = str(VENV / "bin" / "uv"), shutil.which("uv")
    found = [uv for uv in (own, path) if uv and _runs([uv, "--version"])]
    if any(_run_uv(uv) for uv in found):
        return
    if own in found or not _run_uv(_bring_uv()):  # one on the PATH may have been too old
        raise Failed("The packages of requirements.lock could not be installed: see uv's message above.")


def _run_uv(uv: str) -> bool:
    command = [uv, "pip", "sync", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
    if not sys.stderr.isatty():
        command.append("--quiet")  # no list of a hundred packages in a log
    return subprocess.run(command, env=environment(os.environ), cwd=ROOT, check=False).returncode == 0


def _bring_uv() -> str:
    """Installs the pinned uv into .venv by whichever pip there is. pip in a venv refuses nothing (PEP 668)."""
    env = {name: value for name, value in os.environ.items() if name not in {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}}
    env |= {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(pin("uv"))
        pinned.flush()
        install = ["install", "--quiet", "--require-hashes", "-r", pinned.name]
        if _quiet([sys.executable, "-m", "pip", "--python", str(PYTHON), *install], env):
            return str(VENV / "bin" / "uv")
        if not _quiet([str(PYTHON), "-m", "ensurepip"], env) and _bring_ensurepip():
            _quiet([str(PYTHON), "-m", "ensurepip"], env)
        if not _runs([str(PYTHON), "-m", "pip", "--version"]):
            raise Failed("This Python has neither pip nor venv's ensurepip: install python3-venv, python3-pip or uv.")
        if subprocess.run([str(PYTHON), "-m", "pip", *install], env=env, check=False).returncode != 0:
            raise Failed("uv could not be installed: see pip's message above.")
    return str(VENV / "bin" / "uv")


def _bring_ensurepip() -> bool:
    """Debian ships the part of Python that brings pip as a package of its own; root can install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "python3-venv"])
    return all(_quiet(command, env) for command in commands)


def pin(name: str) -> str:
    """The lock's lines about one package."""
    lines = LOCK.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next((n for n, line in enumerate(lines[start + 1 :], start + 1) if not line.startswith(" ")), len(lines))
    return "\n".join(lines[start:end]) + "\n"


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """uv's environment: the user's without uv's other settings, with pip's index settings where uv has none."""
    kept = {name: value for name, value in env.items() if not name.startswith("UV_") or name in PASSED}
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH"):
        kept.pop(name, None)
    kept |= {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_CONFIG": "1"}
    if not {"UV_CACHE_DIR", "XDG_CACHE_HOME", "UV_NO_CACHE"} & kept.keys() and not os.access(Path.home(), os.W_OK):
        kept["UV_NO_CACHE"] = "1"
    return kept | _from_pip(kept, pip_settings(env))


def _from_pip(env: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    there = {name: " ".join(word for word in value.split() if _there(word)) for name, value in pip.items()}
    found = {
        "UV_HTTP_TIMEOUT": pip.get("timeout", ""),
        "UV_INSECURE_HOST": pip.get("trusted-host", ""),
        "SSL_CERT_FILE": there.get("cert", ""),
    }
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        found["UV_DEFAULT_INDEX"] = there.get("index-url", "")
    if not {"UV_INDEX", "UV_EXTRA_INDEX_URL"} & env.keys():
        found["UV_INDEX"] = there.get("extra-index-url", "")
        # As pip does: any index may have the pinned file. The hashes decide what it may be.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match" if found["UV_INDEX"] else ""
    found["UV_FIND_LINKS"] = ",".join(there.get("find-links", "").split())
    if pip.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        found["UV_NO_INDEX"] = "1"
    return {name: value for name, value in found.items() if value and name not in env}


def _there(place: str) -> bool:
    """A folder or file that pip would only warn about stops uv."""
    path = place.removeprefix("file://")
    return "://" in path or Path(path).exists()


def pip_settings(env: Mapping[str, str]) -> dict[str, str]:
    """pip's settings as pip reads them: machine, user, PIP_CONFIG_FILE, then PIP_… variables."""
    home = Path(env.get("HOME") or Path.home())
    files = [Path("/etc/xdg/pip/pip.conf"), Path("/etc/pip.conf"), home / ".pip" / "pip.conf"]
    files += [Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"]
    files += [home / "Library" / "Application Support" / "pip" / "pip.conf"]
    named = env.get("PIP_CONFIG_FILE")
    parser = configparser.RawConfigParser()
    if named != os.devnull:
        parser.read([*files, *([named] if named else [])], encoding="utf-8")
    sections = [parser[name] for name in ("global", "install") if parser.has_section(name)]
    found = {name.replace("_", "-"): value for section in sections for name, value in section.items()}
    found |= {name[4:].lower().replace("_", "-"): value for name, value in env.items() if name.startswith("PIP_")}
    return found | ({"timeout": found["default-timeout"]} if "default-timeout" in found else {})


def _runs(command: list[str]) -> bool:
    return _quiet(command, dict(os.environ))


def _quiet(command: list[str], env: Mapping[str, str]) -> bool:
    try:
        return subprocess.run(command, env=dict(env), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
