"""Replies to invites: taken in from the mail server, matched with whom was invited, and applied (DESIGN 6, V9)."""

import hashlib
import hmac
from uuid import UUID

import structlog
from prometheus_client import Counter

from api.calendar import service as calendar
from api.calendar.replies import queries, reading, rules
from api.calendar.replies.apart import DESK
from api.calendar.replies.reading import ReadTask, Unreadable
from api.core import actors, db, tasks
from api.core.db import NOBODY
from api.core.errors import Problem, Unauthenticated
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from schemas.calendar.replies.rows import Invited, Reply, Taken
from schemas.calendar.tasks import CalendarReply

log = structlog.get_logger("calendar")
DROPPED = Counter("xinqiao_calendar_mails_dropped_total", "Mails to calendar addresses that count for nothing", ["why"])


def check_secret(given: str, secret: str | None) -> None:
    """Whether it is our mail server that asks. Raises Unauthenticated, also when none was configured."""
    if not (secret and hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())):
        raise Unauthenticated


async def read(mail: bytes, mail_domain: str, authserv_id: str | None) -> Reply | None:
    """The reply that a mail carries; None for any other mail: what cannot be read is dropped and counted.

    A mail that could take long is read in a process of its own. Raises Unavailable where it finds no room there.
    """
    known = ReadTask(mail=mail, mail_domain=mail_domain, authserv_id=authserv_id)
    outcome = reading.read(known) if rules.is_small(mail) else await DESK.read(known)
    if isinstance(outcome, Unreadable):
        log.info("reply-unreadable", kind=outcome.kind)
        DROPPED.labels("unreadable").inc()
        return None
    if outcome.reply is None:
        DROPPED.labels("no-reply").inc()
    return outcome.reply


async def take_in(uow: UnitOfWork, reply: Reply) -> None:
    """Plans that a reply is looked at. The task names the sender by a keyed hash and keeps nothing they wrote."""
    sender = uow.sealer.name("mail", reply.sender)
    payload = CalendarReply(
        organizer_token=reply.organizer_token,
        event_id=reply.event_id,
        sender=sender,
        answer=reply.answer,
        sequence=reply.sequence,
        # Never later than now: nobody's calendar may bar their own later answers.
        stamped_at=min(reply.stamped_at, uow.now),
        wished_at=reply.wished_at,
    )
    said = f"{reply.event_id}:{reply.answer}:{reply.sequence}:{reply.stamped_at.isoformat()}:{reply.wished_at}".encode()
    # By its content: a mail that is delivered twice is one task, or one that changes nothing.
    await tasks.enqueue(uow, CalendarReply.kind, hashlib.sha256(sender + said).hexdigest(), payload, uow.now)


async def apply(uow: UnitOfWork, reply: CalendarReply) -> None:
    """Stores a reply and changes the appointment as if the person had answered in the app.

    The person acts with the rights they have now. What they may not do, or are too late for, changes nothing: the invite that
    followed the last change shows them the current state.
    """
    taken = await _take(uow, reply)
    if taken is None:
        return
    me = uow.acting_as(await actors.find_actor(uow, taken.account_id))
    before = len(uow.changes)
    try:
        async with db.attempt(uow.conn):  # a refusal takes back what was half done, and the answer stays noted
            await uow.services.registry.events[taken.kind].reply(me, taken)
    except Problem:
        me.due = False
        del uow.changes[before:]
    uow.due = uow.due or me.due


async def _take(uow: UnitOfWork, reply: CalendarReply) -> Taken | None:
    """Notes a reply with the invite it answers; None when it does not count.

    It counts from the person to whom this very address was given, to the invite as it now is, and not after a newer answer.
    """
    org_id = uow.actor.org_id
    event = await queries.find_event(uow.conn, org_id, reply.event_id, uow.now)
    if event is None or not event.open:
        return _drop("over")
    invited = await queries.list_invited(uow.conn, org_id, reply.event_id)
    who = await _sender(uow, invited, event.organizer_token, reply)
    if who is None:
        return _drop("wrong-person")
    if who.answered_at and who.answered_at >= reply.stamped_at:
        return _drop("answered-since")
    if reply.sequence < event.moved_sequence:
        return _drop("stale")  # it answers another time or place than the one it has by now
    answer = reply.answer, reply.sequence, reply.stamped_at
    await queries.set_answer(uow.conn, org_id, reply.event_id, who.account_id, answer, uow.now)
    wish = reply.wished_at if reply.wished_at and reply.wished_at > uow.now else None
    return Taken(
        event_id=event.event_id, kind=event.kind, account_id=who.account_id, answer=reply.answer, wished_at=wish
    )


def _drop(why: str) -> None:
    """Counts a reply that changes nothing, and logs why: the worker's counters are in no scrape."""
    log.info("reply-dropped", why=why)
    DROPPED.labels(why).inc()


async def _sender(uow: Reading, invited: list[Invited], event_token: str, reply: CalendarReply) -> Invited | None:
    """Whose own address was answered, if the answer also comes from theirs: a `From` alone is easily forged."""
    for one in invited:
        own = calendar.recipient_token(uow, event_token, one.account_id)
        if hmac.compare_digest(own, reply.organizer_token):
            return one if reply.sender == await _address(uow, one.account_id) else None
    return None


async def _address(uow: Reading, account_id: UUID) -> bytes | None:
    contact = await messages.find_contact(uow, account_id) if account_id != NOBODY else None
    if contact is None or contact.email_sealed is None or not contact.email_proved:
        return None
    return uow.sealer.name("mail", uow.sealer.open_contact("mail", account_id, contact.email_sealed))
