"""The services of a process: opened at its start, closed at its end."""

from dataclasses import dataclass

from api.core import db, keystore, roots
from api.core.clock import Clock
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.feature import Registry
from api.core.sealing import Sealer
from api.core.vault import Vault

DOOR_SIZE = 5
"""Connections of sign-in and enrolment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The mechanisms of one process, and what its features register.

    `door`: the few connections that can make a session or set a secret, for sign-in and enrolment alone.
    """

    config: Config
    clock: Clock
    pool: db.Pool
    door: db.Pool
    vault: Vault
    sealer: Sealer
    registry: Registry

    async def close(self) -> None:
        """Closes the pools and the key store."""
        await self.door.close()
        await self.pool.close()
        await self.vault.keys.close()


async def open_services(
    config: Config, registry: Registry, clock: Clock | None = None, pool_size: int = 10
) -> Services:
    """Connects as the app role and, when it is first needed, as the door. Raises Misconfigured."""
    if config.database_url is None:
        raise Misconfigured("DATABASE_URL is missing: name a PostgreSQL database, or use `./xinqiao demo`.")
    if config.database_door_url is None:
        raise Misconfigured("DATABASE_DOOR_URL is missing: name the same database with the role xinqiao_door.")
    pool = await db.pool(config.database_url, size=pool_size)
    try:
        known = await roots.load_from(pool, config.master_key)
        keys = await keystore.open_keystore(config.keystore_url, config.data_dir, *known)
    except BaseException:
        await pool.close()
        raise
    return Services(
        config=config,
        clock=clock or config.clock(),
        pool=pool,
        door=await db.pool(config.database_door_url, size=min(DOOR_SIZE, pool_size), least=0),
        vault=Vault(keys),
        sealer=Sealer(*known),
        registry=registry,
    )
