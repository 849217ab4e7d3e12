"""Logs refusals, each in a transaction of its own, since the refused one is rolled back."""

from datetime import datetime

import asyncpg
import structlog

from api.core import audit
from api.core.services import Services
from api.core.unit_of_work import Reading, unit_of_work_as

log = structlog.get_logger("request")


async def log_denial(services: Services, uow: Reading | None, now: datetime) -> None:
    """Logs what a request was refused, if anything was."""
    if uow is None or uow.denial is None:
        return
    try:
        async with unit_of_work_as(services, uow.actor, now) as log_uow:
            await audit.add_denial(log_uow, uow.denial)
    except (OSError, asyncpg.PostgresError):
        # The request is refused whether or not the refusal could be logged.
        log.warning("denial-not-logged", action=uow.denial.action.name)
