"""Learns who came back from WeCom's page to sign in. The door's role keeps the answer: the app's could make itself sessions by it.

Somebody waits for it, and a code is good once: what fails is said at once and is not tried again.
"""

import structlog

from api.accounts.wecom import service
from api.core.wecom import INVALID_CODE, App, Failed, Visitor, Wecom, find_app
from jobs.runner import Handler, Job
from schemas.accounts.tasks import SignInFromWecom
from schemas.accounts.wecom import SignInState

log = structlog.get_logger("wecom")


async def find(job: Job[SignInFromWecom], payload: SignInFromWecom) -> None:
    """Asks WeCom, and notes what it said for the browser that waits."""
    app = find_app(job.services.config.wecom, payload.org_id)
    state, visitor = await _ask(job, app, payload.code) if app else ("down", None)
    async with job.finishing_transaction() as uow:
        await service.note_answer(uow, payload, state, visitor)


async def _ask(job: Job[SignInFromWecom], app: App, code: str) -> tuple[SignInState, Visitor | None]:
    client = Wecom(app, url=job.services.config.wecom_url)
    try:
        visitor = await client.find_visitor(code)
    except Failed as error:
        log.warning("not-signed-in", org_id=app.org_id, why=str(error))
        return ("refused" if str(error) == INVALID_CODE else "down"), None
    finally:
        await client.close()
    return ("found" if visitor else "unknown"), visitor


HANDLER = Handler(payload=SignInFromWecom, handle=find)
