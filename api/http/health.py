"""Whether the process lives, whether it can serve, and its measurements."""

import asyncio

import asyncpg
import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.core.errors import Unavailable
from api.core.services import Services
from api.http.operator import for_operator


class Health(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`ok`, or what is missing."""

    status: str


class HealthController(Controller):
    """Outside /api: for the operator's probes, not for phones."""

    path = "/health"
    include_in_schema = False

    @get("/live", operation_id="live")
    async def live(self) -> Health:
        """The process answers."""
        return Health(status="ok")

    @get("/ready", operation_id="ready")
    async def ready(self, services: NamedDependency[Services]) -> Health:
        """PostgreSQL answers too; otherwise 503 with Retry-After."""
        try:
            async with asyncio.timeout(2), services.pool.acquire() as conn:
                await conn.fetchval("select 1")
        except (
            OSError,
            TimeoutError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ) as error:
            raise Unavailable(retry_after=5) from error
        return Health(status="ok")


class MetricsController(Controller):
    """Prometheus text, for the operator's scraper alone."""

    path = "/metrics"
    include_in_schema = False
    guards = (for_operator,)

    @get(operation_id="metrics")
    async def metrics(self) -> Response[bytes]:
        """Counters of this process."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
