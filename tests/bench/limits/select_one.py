"""The limit of a read: a route of the same server that runs one prepared `select 1`, and nothing of ours."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from litestar import Litestar, get
from litestar.datastructures import State

_POOL = 10


async def _no_reset(_: object) -> None:
    return None


@asynccontextmanager
async def _connected(app: Litestar) -> AsyncGenerator[None]:
    app.state["pool"] = await asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=1, max_size=_POOL, reset=_no_reset, max_inactive_connection_lifetime=0
    )
    yield
    await app.state["pool"].close()


@get("/one")
async def one(state: State) -> dict[str, int]:
    """One round trip to the database, and its answer as JSON."""
    pool: Any = state["pool"]
    return {"one": await pool.fetchval("select 1")}


def create_app() -> Litestar:
    """The app, without any middleware."""
    return Litestar([one], lifespan=[_connected], openapi_config=None)
