"""`doctor`: line by line what is configured, reachable and missing."""

import argparse
import asyncio
import sqlite3
import sys
from collections.abc import AsyncGenerator

import asyncpg
import msgspec
from aioclamd import ClamdError
from pyreqwest.exceptions import PyreqwestError

from api.campaigns.routing import service as routing
from api.campaigns.routing.rules import Refused
from api.cli import doctor_bureaus as bureaus
from api.cli import doctor_channels as channels
from api.cli import doctor_log
from api.cli.database import verify_chains
from api.cli.environment import check_valkey, environment
from api.cli.findings import Finding, examined
from api.core import anchors, distribution, keystore, migrate, roots
from api.core.config import Config, load
from api.core.errors import Misconfigured
from api.core.stored_kinds import check_kinds_at
from api.features import FEATURES, REGISTRY
from api.notices.files import scanning


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """Who a connection is, and on what."""

    role: str
    version: str
    too_mighty: bool


SELECT_ROLE = """
select current_user::text as role, current_setting('server_version') as version, rolsuper or rolbypassrls as too_mighty
from pg_roles where rolname = current_user
"""
EXPECTED = {
    "DATABASE_URL": "xinqiao_app",
    "DATABASE_DOOR_URL": "xinqiao_door",
    "DATABASE_RELAY_URL": "xinqiao_relay",
    "DATABASE_OWNER_URL": "xinqiao_owner",
    "DATABASE_FIGURES_URL": "xinqiao_figures",
}
PATCHED = {(3, 11): (3, 11, 10), (3, 12): (3, 12, 6)}
"""The first patch level of a line whose mail library cannot be made to write a header of somebody else's (CVE-2024-6923)."""
NEEDED = {"DATABASE_URL", "DATABASE_DOOR_URL", "DATABASE_RELAY_URL"}


def run_doctor(words: list[str]) -> int:
    """Prints the findings; exit code 1 when something needed is missing."""
    argparse.ArgumentParser(
        prog="xinqiao doctor", description="Says what is configured, reachable and missing."
    ).parse_args(words)
    findings = asyncio.run(_findings(environment()))
    for finding in findings:
        print(f"{finding.state:<9}{finding.name:<22}{finding.sentence}")
    return 1 if any(finding.state == "MISSING" for finding in findings) else 0


async def _findings(env: dict[str, str]) -> list[Finding]:
    try:
        config = load(env)
    except Misconfigured as error:
        return [Finding("MISSING", "settings", str(error))]
    return [finding async for finding in _examine(config, env)]


async def _examine(config: Config, env: dict[str, str]) -> AsyncGenerator[Finding]:
    yield _python(sys.version_info[:3])
    yield Finding("ok", "settings", f"data in {config.data_dir}{', demo' if config.demo else ''}")
    for name, role in EXPECTED.items():
        yield await examined(name, lambda name=name, role=role: _database(config, name, role), needed=name in NEEDED)
    yield await examined("server log", lambda: doctor_log.check(config), needed=False)
    yield await examined("migrations", lambda: _migrations(config))
    yield await examined("features", lambda: _features(config))

    yield await examined("chains", lambda: _chains(config))
    yield await examined("bureaus", lambda: bureaus.check(config), needed=False)
    if await _distributed(config):
        yield await examined("cluster", lambda: _cluster(config))
    yield await examined("REDIS_URL", lambda: _valkey(config))
    yield await examined("master key", lambda: _master_key(config))
    yield await examined("key store", lambda: _keystore(config))
    yield _address(config)
    yield _proxies(config)
    yield _phone_app(config)
    yield _contact(config)
    yield await _routing(config)
    yield await _scanner(config)
    async for finding in channels.findings(config, env):
        yield finding


async def _routing(config: Config) -> Finding:
    if config.routing_url is None:
        return Finding(
            "off", "routing server", "ways between homes are estimated from coordinates: XINQIAO_ROUTING_URL"
        )
    try:
        await routing.check(config.routing_url)
    except (TimeoutError, PyreqwestError, Refused) as failure:
        why = f"{failure}" if isinstance(failure, Refused) else "it does not answer"
        return Finding("MISSING", "routing server", f"{why}; until it does, ways are estimated from coordinates.")
    return Finding("ok", "routing server", "answers for cars")


async def _scanner(config: Config) -> Finding:
    if config.scanner_url is None:
        return Finding("off", "virus scanner", "PDF files of notices are handed out unscanned: XINQIAO_SCANNER_URL")
    try:
        return Finding("ok", "virus scanner", await scanning.ask_version(config.scanner_url))
    except (ClamdError, OSError):
        return Finding("MISSING", "virus scanner", "it does not answer; until it does, no PDF file is taken.")


async def _database(config: Config, name: str, expected: str) -> str:
    url: str | None = getattr(config, name.lower())
    if url is None:
        raise Misconfigured("not set")
    conn = await migrate.connect(url)
    try:
        row = await conn.fetchrow(SELECT_ROLE)
    finally:
        await conn.close()
    found = Role(**(row or {}))
    if found.too_mighty:
        raise Misconfigured(f"{found.role} bypasses row security: connect as {expected}.")
    if found.role in EXPECTED.values() and found.role != expected:
        raise Misconfigured(f"it connects as {found.role}: connect as {expected}, so that one fault is not everything.")
    if int(found.version.split(".")[0]) < 18:
        raise Misconfigured(f"PostgreSQL {found.version} is too old: 18 is needed.")
    return f"PostgreSQL {found.version} as {found.role}"


async def _migrations(config: Config) -> str:
    url = config.database_owner_url or config.database_url
    if url is None:
        raise Misconfigured("unknown without a database")
    waiting = await migrate.status(url)
    if waiting:
        raise Misconfigured(f"{len(waiting)} are waiting: run `./xinqiao migrate`.")
    return f"all {len([*migrate.files(), *migrate.repeatable_files()])} applied"


async def _features(config: Config) -> str:
    if config.database_url is None:
        raise Misconfigured("unknown without a database")
    await check_kinds_at(config.database_url, REGISTRY)
    return f"the database knows every kind of the {len(FEATURES)} features"


async def _chains(config: Config) -> str:
    if config.database_url is None:
        raise Misconfigured("unknown without a database")
    if broken := await verify_chains(config):
        raise Misconfigured(" ".join(broken))
    days = sum(map(len, anchors.list_anchored(config.anchors_dir).values()))
    return f"whole, and fit the {days} anchors in {config.anchors_dir}"


async def _distributed(config: Config) -> bool:
    try:
        conn = await migrate.connect(config.database_url or "")
    except Misconfigured:
        return False  # the line about DATABASE_URL says so
    try:
        return await distribution.has_citus(conn)
    finally:
        await conn.close()


async def _cluster(config: Config) -> str:
    conn = await migrate.connect(config.database_url or "")
    try:
        wrong = await distribution.check(conn)
    finally:
        await conn.close()
    if wrong:
        raise Misconfigured(f"{'; '.join(wrong)}: run `./xinqiao db distribute`.")
    return f"Citus, all tables placed, {distribution.PROPAGATE} is 'local'"


async def _valkey(config: Config) -> str:
    if config.redis_url is None:
        raise Misconfigured("not set")
    await asyncio.to_thread(check_valkey, config.redis_url)
    return "Valkey answers"


async def _master_key(config: Config) -> str:
    found = await roots.load_at(config.database_url or "", config.master_key)
    if not found.later:
        return "it is the root key itself, or seals it"
    return f"opens {1 + len(found.later)} root keys, the newest of {found.later[-1].made_at:%Y-%m-%d}"


async def _keystore(config: Config) -> str:
    known = await roots.load_at(config.database_url or "", config.master_key)
    try:
        store = await keystore.open_keystore(config.keystore_url, config.data_dir, *known)
        older = await store.count_older()
        await store.close()
    except (OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Misconfigured(f"The key store cannot be opened: {error}.") from error
    if older:
        raise Misconfigured(f"{older} keys are still sealed by an earlier root key: run `./xinqiao rekey` to finish.")
    return "opens"


def _python(version: tuple[int, int, int]) -> Finding:
    least = PATCHED.get(version[:2], (*version[:2], 0))
    named = ".".join(map(str, version))
    if version < least:
        return Finding(
            "off", "Python", f"{named} lacks security fixes: {'.'.join(map(str, least))} or newer is supported"
        )
    return Finding("ok", "Python", named)


def _address(config: Config) -> Finding:
    if config.base_url.startswith("https://") or config.demo:
        return Finding("ok", "XINQIAO_BASE_URL", config.base_url)
    return Finding("off", "XINQIAO_BASE_URL", f"{config.base_url} is not https: cookies are not marked secure")


def _proxies(config: Config) -> Finding:
    name = "proxy in front"
    if config.trusted_proxies:
        return Finding("ok", name, f"X-Forwarded-For of {', '.join(config.trusted_proxies)} counts")
    if config.base_url.startswith("https://"):
        sentence = "XINQIAO_TRUSTED_PROXIES is not set: everybody shares the proxy's address, and its limits (deploy/nginx.conf)"
        return Finding("MISSING", name, sentence)
    return Finding("off", name, "none; people are told apart by the address that they connect from")


def _phone_app(config: Config) -> Finding:
    if (config.web_dist / "index.html").exists():
        return Finding("ok", "phone app", f"built in {config.web_dist}")
    return Finding("off", "phone app", f"{config.web_dist} holds none: run `./xinqiao web`, then start the API again")


def _contact(config: Config) -> Finding:
    if config.security_contacts:
        return Finding("ok", "security contact", " ".join(config.security_contacts))
    return Finding(
        "off", "security contact", "XINQIAO_SECURITY_CONTACT is not set: people who find a fault cannot tell you"
    )
