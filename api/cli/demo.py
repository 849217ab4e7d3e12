"""`demo`: everything on this machine, with made-up people."""

import argparse
import asyncio
import base64
import os
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from api.cli import supervisor
from api.cli.environment import MASTER_KEY_FILE, ROOT, check_port, check_valkey, data_dir, given, language, needed
from api.core import migrate, nudge, roots, vapid
from api.core.config import Config, load
from api.core.embedded import Servers
from api.core.embedded.process import open_log, spawn
from api.core.errors import Misconfigured
from api.core.sealing import Sealer
from api.core.services import Services, open_services
from api.core.unit_of_work import system_uow
from api.features import FEATURES, REGISTRY
from api.roster.demo.cast import find_cast
from api.roster.demo.city import MIDDLE, ORGS
from api.roster.demo.load import SignIn, load_demo, who

SELECT_ORGS = "select org_id, name_zh from orgs where org_id > 0 order by org_id"
_HEADS = {
    "zh": ("姓名", "身份", "单位", "手机号或班级码"),
    "en": ("Sign in as", "who is", "at", "by phone, or class code"),
}
READY = 60
"""Seconds until the API has to answer."""
GRACE = 25
"""Seconds that API and worker get to finish."""


def run_demo(words: list[str]) -> int:
    """Runs until Ctrl-C (exit code 0) or until a part of it dies (1)."""
    parser = argparse.ArgumentParser(
        prog="xinqiao demo", description="Starts everything with made-up people; Ctrl-C stops it."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--no-web", action="store_true", help="leave the phone app as it is, built or not")
    chosen = parser.parse_args(words)
    check_port(chosen.host, chosen.port)
    supervisor.ask_by_signals()
    with ExitStack() as stack:
        try:
            return _run(stack, chosen.host, chosen.port, web=not chosen.no_web)
        except KeyboardInterrupt:
            _say("\nStopping …")
            return 0
        finally:
            supervisor.hear_nothing_more()


def _run(stack: ExitStack, host: str, port: int, *, web: bool) -> int:
    env = {**os.environ, "XINQIAO_DATA": str(data_dir(os.environ)), "XINQIAO_DEMO": "1", "PYTHONPATH": str(ROOT)}
    env.setdefault("XINQIAO_BASE_URL", f"http://{_named(host)}:{port}")
    children = _start_servers(stack, env)
    settings = load(env)
    check_valkey(settings.redis_url)
    builder = _start_build(stack, env, settings.data_dir) if builds(env, web=web) else None
    people = asyncio.run(prepare(settings))
    if builder:
        wait_for_build(builder, settings.data_dir)
    children |= _start_ours(stack, env, host, port, settings.data_dir)
    _wait_for_api(children, settings.data_dir, f"http://{_spelled(host)}:{port}/health/ready")
    _say(f"{people}\n\n{_addresses(settings)}\nCtrl-C stops all of it; the data stays in {settings.data_dir}")
    name = supervisor.watch(children)
    raise Misconfigured(f"{name} ended by itself, so everything was stopped. {_last_line(settings.data_dir, name)}")


def _start_servers(stack: ExitStack, env: dict[str, str]) -> "dict[str, subprocess.Popen[bytes]]":
    """Starts what the operator has none of, and puts the addresses and the demo's key into `env`."""
    folder = Path(env["XINQIAO_DATA"])
    if not given(env, "XINQIAO_MASTER_KEY"):
        env["XINQIAO_MASTER_KEY_FILE"] = str(master_key(folder))
    if not given(env, "XINQIAO_VAPID_KEY"):
        env["XINQIAO_VAPID_KEY_FILE"] = str(secret(folder, "vapid.key", lambda: vapid.new_key().encode()))
        env.setdefault("XINQIAO_VAPID_CONTACT", "mailto:demo@xinqiao.invalid")
    ours = {"postgres": not given(env, "DATABASE_URL"), "valkey": not given(env, "REDIS_URL")}
    if not any(ours.values()):
        return {}
    servers = Servers(folder, with_postgres=ours["postgres"], with_valkey=ours["valkey"])
    stack.callback(servers.stop)
    servers.start()
    env |= servers.environment()
    return servers.processes()


def master_key(folder: Path) -> Path:
    """The file with the demo's own master key. Raises Misconfigured."""
    return secret(folder, MASTER_KEY_FILE, lambda: base64.b64encode(os.urandom(32)))


def secret(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """A file with a secret of the demo's own, made once and never seen half written. Raises Misconfigured."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=folder) as file:  # only its owner can read it
                file.write(make())
                file.flush()
                with suppress(FileExistsError):
                    os.link(file.name, path)
    except OSError as error:
        raise Misconfigured(f"{folder} cannot be written: set XINQIAO_DATA to a directory of yours.") from error
    return path


async def prepare(settings: Config) -> str:
    """Migrates, and loads the demo's city where it is not there yet. Returns the table of who can sign in."""
    owner_url = needed(settings.database_owner_url, "DATABASE_OWNER_URL")
    await migrate.migrate(owner_url, sealer=Sealer(*await roots.load_at(owner_url, settings.master_key)))
    await _only_the_demo(owner_url)
    services = await open_services(settings, REGISTRY, pool_size=4)
    try:
        for org_id in await load_demo(services, owner_url):
            async with system_uow(services, org_id) as uow:
                for feature in FEATURES:
                    await feature.demo.place(uow)
        await liven(services)
        return table(await who(services), language(os.environ))
    finally:
        await nudge.close()
        await services.close()


async def liven(services: Services) -> None:
    """Gives the class of the table some school life, all of it or none; what has any already is left alone."""
    async with system_uow(services, MIDDLE) as uow:
        cast = await find_cast(uow)
        if cast is not None:
            for feature in FEATURES:
                await feature.demo.life(uow, cast)


async def _only_the_demo(owner_url: str) -> None:
    """Made-up people are put beside nobody real; what was imported beside them may stay. Raises Misconfigured."""
    conn = await migrate.connect(owner_url)
    try:
        found = {row["org_id"]: row["name_zh"] for row in await conn.fetch(SELECT_ORGS)}
    finally:
        await conn.close()
    ours = [org for org in ORGS.values() if found.get(org.org_id) == org.name_zh]
    if found and not ours:
        first = next(iter(found.values()))
        raise Misconfigured(f"This database belongs to {first}, not to the demo: name another DATABASE_URL.")


def table(people: Sequence[SignIn], language: str) -> str:
    """Who can sign in, aligned also where characters are two columns wide."""
    rows = [_HEADS[language]]
    for one in people:
        said = (one.as_zh, one.org_zh) if language == "zh" else (one.as_en, one.org_en)
        rows.append((one.name, *said, one.phone or one.class_code or ""))
    widths = [max(_width(row[n]) for row in rows) for n in range(4)]
    return "\n".join("  ".join(_padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def builds(env: dict[str, str], *, web: bool) -> bool:
    """Whether the phone app is built: not with --no-web, nor where the operator names a build of their own."""
    return web and not given(env, "XINQIAO_WEB_DIST")


def _start_build(stack: ExitStack, env: dict[str, str], folder: Path) -> "subprocess.Popen[bytes]":
    """Builds the phone app beside the rest. The API reads it at its start."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_log(folder / "web.log", empty=True) as log:
        builder = spawn([sys.executable, "-m", "api.cli", "web"], death=signal.SIGTERM, env=env, output=log)
    stack.callback(supervisor.stop_all, {"web": builder}, GRACE)
    return builder


def wait_for_build(builder: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Raises Misconfigured when the phone app cannot be built."""
    if builder.poll() is None:
        _say("Building the phone app …")
    if builder.wait() != 0:
        raise Misconfigured(
            f"The phone app could not be built: {folder / 'web.log'} says why, and --no-web starts without it."
        )


def _start_ours(
    stack: ExitStack, env: dict[str, str], host: str, port: int, folder: Path
) -> "dict[str, subprocess.Popen[bytes]]":
    commands = {
        "api": [sys.executable, "-m", "api.cli", "serve", "--host", host, "--port", str(port)],
        "worker": [sys.executable, "-m", "api.cli", "worker"],
    }
    children: dict[str, subprocess.Popen[bytes]] = {}
    stack.callback(supervisor.stop_all, children, GRACE)
    for name, command in commands.items():
        with open_log(folder / f"{name}.log", empty=True) as log:
            children[name] = spawn(command, death=signal.SIGTERM, env=env, output=log)
    return children


def _addresses(settings: Config) -> str:
    places = {"Xinqiao": "", "every message that left": "/demo/outbox", "the API": "/docs"}
    return "\n".join(f"{name:<25}{settings.base_url}{path}" for name, path in places.items())


def _wait_for_api(children: supervisor.Children, folder: Path, url: str) -> None:
    """Raises Misconfigured when something ends instead, or nothing answers."""
    until = time.monotonic() + READY
    while time.monotonic() < until:
        if name := supervisor.ended(children):
            raise Misconfigured(f"{name} ended at once. {_last_line(folder, name)}")
        with suppress(HTTPException, OSError), urlopen(url, timeout=5):  # noqa: S310  our own address
            return
        time.sleep(0.05)
    raise Misconfigured(f"{url} does not answer; {folder / 'api.log'} says why.")


def _last_line(folder: Path, name: str) -> str:
    log = folder / f"{name}.log"
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f"It said last: {lines[-1]}" if lines else f"Its log is below {folder}."


def _named(host: str) -> str:
    """A host as people open it: this machine by its name, since an address of numbers can have no passkeys (WebAuthn §5.1.3)."""
    here = _spelled(host)
    return "localhost" if here in {"127.0.0.1", "[::1]"} else here


def _spelled(host: str) -> str:
    """A host as a URL has it; what listens everywhere is reached here."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not listened on
    return f"[{here}]" if ":" in here else here


def _say(text: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        print(text, flush=True)
