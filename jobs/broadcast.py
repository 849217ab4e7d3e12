"""Tells one chunk of a broadcast, a page of people at a time: look whether it still holds, send, record.

A page moves the chunk on only after its results are known. A worker that dies in between leaves the page to the next one, which
sends it again with the same ids. Failures are counted from the last page on, so that a large chunk survives a day on which many
workers die. A recall is seen before each page, and while one is sent.
"""

from api.messages.broadcasts import service
from jobs import deliver
from jobs.runner import Handler, Job
from schemas.messages.rows import ChannelName
from schemas.messages.tasks import TellChunk


async def tell(job: Job[TellChunk], payload: TellChunk) -> None:
    """Tells all people of a chunk who are not told yet."""
    has: frozenset[ChannelName] = deliver.channels_of(job)
    while True:
        async with job.transaction() as uow:
            page = await service.claim(uow, payload, has)
        if page is None:
            return
        outcomes = await deliver.send(job, page.attempts, {payload.broadcast_id})
        async with job.transaction() as uow:
            await service.record(uow, page, outcomes)
            await job.advanced(uow)


HANDLER = Handler(payload=TellChunk, handle=tell)
