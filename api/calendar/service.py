"""Calendar events of appointments, and what each person is sent of them. Features put and cancel; the worker sends.

SEQUENCE rises when time, place or people change and when the event is cancelled, and at no other time.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.calendar import queries, render, rules
from api.core import db, tasks
from api.core.services import Services
from api.core.unit_of_work import Reading, UnitOfWork, system_uow
from api.messages import service as messages
from schemas.calendar.rows import (
    Change,
    Event,
    EventKind,
    EventState,
    InviteClaim,
    InviteMail,
    InviteState,
    Method,
    Recipient,
    Unsent,
)
from schemas.calendar.tasks import SendInvite, SendWaiting
from schemas.messages.rows import ContactRow


async def put_event(
    uow: UnitOfWork,
    event_id: UUID,
    kind: EventKind,
    starts_at: datetime,
    ends_at: datetime,
    location: str,
    people: Iterable[UUID],
    *,
    tentative: bool = False,
) -> Change:
    """Brings an event to how it is now, and plans the invites that follow from it. What is cancelled stays so.

    `location` is told to those who chose plain titles alone. `tentative`: proposed, and not agreed on yet.
    """
    org_id, wanted = uow.actor.org_id, frozenset(people)
    state = EventState(starts_at=starts_at, ends_at=ends_at, location=location[:200], tentative=tentative)
    if await queries.add_event(uow.conn, org_id, event_id, new_token(org_id), kind, state, uow.now):
        await queries.add_invites(uow.conn, org_id, event_id, wanted, uow.now)
        await _plan(uow, event_id, wanted)
        uow.touch("diary", wanted)
        return Change(added=wanted, removed=frozenset(), moved=False, was=starts_at)
    event = await queries.lock_event(uow.conn, org_id, event_id)
    if event is None or event.cancelled_at:
        return _nothing(starts_at)
    invites = await queries.list_invites(uow.conn, org_id, event_id)
    added, removed = rules.changes(invites, wanted)
    if not (added or removed or rules.differs(event, state)):
        return _nothing(starts_at)
    await queries.set_event(uow.conn, org_id, event_id, state, uow.now)
    await queries.add_invites(uow.conn, org_id, event_id, added, uow.now)
    await queries.remove_invites(uow.conn, org_id, event_id, removed, uow.now)
    await _plan(uow, event_id, wanted | removed)
    uow.touch("diary", wanted | removed)
    return Change(added=added, removed=removed, moved=rules.moved(event, state), was=event.starts_at)


async def cancel_event(uow: UnitOfWork, event_id: UUID) -> frozenset[UUID]:
    """Cancels an event and plans the withdrawals. Returns who took part; nobody when it was cancelled before."""
    org_id = uow.actor.org_id
    if not await queries.cancel_event(uow.conn, org_id, event_id, uow.now):
        return frozenset()
    invites = await queries.list_invites(uow.conn, org_id, event_id)
    await _plan(uow, event_id, [state.account_id for state in invites])
    uow.touch("diary", (state.account_id for state in invites))
    return frozenset(state.account_id for state in invites if state.removed_at is None)


class InviteLocked(Exception):
    """Somebody is sending to this person right now; the order of their mails must not be left to chance."""


async def claim_mail(
    uow: UnitOfWork, event_id: UUID, account_id: UUID, claim: InviteClaim, *, can_mail: bool
) -> InviteMail | None:
    """What one person is to be mailed now, noted as tried and claimed for its sender; None when nothing.

    For the worker alone; `can_mail`: it has the channel. Raises InviteLocked.
    """
    org_id = uow.actor.org_id
    state = await queries.lock_invite(uow.conn, org_id, event_id, account_id, uow.now)
    if state is None:
        raise InviteLocked
    event = await queries.find_event(uow.conn, org_id, event_id)
    method = rules.next_method(event, state) if event else None
    if event is None or method is None:
        return None
    event = rules.as_told(event, state, method)
    if event.ends_at <= uow.now:
        await queries.set_unsent(uow.conn, org_id, event_id, account_id, "expired", uow.now)
        return None
    if not await _may_be_told(uow, event, account_id):
        await queries.set_unsent(uow.conn, org_id, event_id, account_id, "not_allowed", uow.now)
        return None
    contact = await _reachable(uow, account_id, state) if can_mail else None
    if contact is None or contact.email_sealed is None or not contact.email_proved:
        await queries.set_unsent(uow.conn, org_id, event_id, account_id, "no_mail", uow.now)
        return None
    address = uow.sealer.open_contact("mail", account_id, contact.email_sealed)
    mail = await _letter(uow, event, state, method, contact, address)
    await queries.set_sending(uow.conn, org_id, event, account_id, claim, uow.now, invites=method == "REQUEST")
    return mail


async def extend_claim(uow: UnitOfWork, event_id: UUID, account_id: UUID, claim: InviteClaim) -> None:
    """Notes that the sender lives."""
    await queries.extend_sending(uow.conn, uow.actor.org_id, event_id, account_id, claim)


async def end_claim(uow: UnitOfWork, event_id: UUID, account_id: UUID, sender: UUID) -> None:
    """Lets the next mail to this person go. Call it last."""
    await queries.end_sending(uow.conn, uow.actor.org_id, event_id, account_id, sender)


async def set_sent(uow: UnitOfWork, event_id: UUID, account_id: UUID, mail: InviteMail, sender: UUID) -> None:
    """Notes that a mail has left."""
    await queries.set_sent(uow.conn, uow.actor.org_id, event_id, account_id, mail, sender, uow.now)


async def set_unsent(uow: UnitOfWork, event_id: UUID, account_id: UUID, why: Unsent) -> None:
    """Notes why a mail will not leave."""
    await queries.set_unsent(uow.conn, uow.actor.org_id, event_id, account_id, why, uow.now)


async def send_waiting(services: Services, _: int, payload: SendWaiting) -> datetime | None:
    """The task that follows once mails can reach somebody: plans invites that could not leave. What may leave is decided as ever.

    Comes again when an address that a school moved is open.
    """
    async with db.reading(services.door, db.PLATFORM) as door:
        reach = await queries.get_reach(door, payload.account_id, services.clock.now())
    for org_id in reach.org_ids:
        async with system_uow(services, org_id) as uow:
            for event_id in await queries.lock_waiting(uow.conn, org_id, payload.account_id, uow.now):
                await _plan(uow, event_id, [payload.account_id])
    return reach.closed_until


def new_token(org_id: int) -> str:
    """What the addresses of an event are made of: where replies belong, and what nobody can guess. It is told to nobody."""
    return f"{org_id:x}-{secrets.token_hex(16)}"


def recipient_token(uow: Reading, event_token: str, account_id: UUID) -> str:
    """What one person's address of an event is made of: who is invited beside them cannot tell it, nor compute it.

    It stands in their calendar, and outlives a change of the root keys.
    """
    return f"{event_token.partition('-')[0]}-{uow.sealer.first_mark('organizer', event_token, account_id)[:16].hex()}"


def _nothing(was: datetime) -> Change:
    return Change(added=frozenset(), removed=frozenset(), moved=False, was=was)


async def _plan(uow: UnitOfWork, event_id: UUID, people: Iterable[UUID]) -> None:
    for account_id in sorted(people):
        payload = SendInvite(event_id=event_id, account_id=account_id)
        await tasks.enqueue(uow, SendInvite.kind, f"{event_id}:{account_id}", payload, uow.now)


async def _may_be_told(uow: Reading, event: Event, account_id: UUID) -> bool:
    """Whether the person's ties of today let them know of the event at all, also that it was cancelled."""
    people = await uow.services.registry.events[event.kind].audience(uow, event.event_id)
    return people is None or account_id in people


async def _reachable(uow: Reading, account_id: UUID, state: InviteState) -> ContactRow | None:
    """The person, if they have a mail address. A person who was mailed before gets the later mails, even if mail is off by now."""
    contact = await messages.find_contact(uow, account_id)
    org = await messages.get_org_channels(uow)
    if contact and state.tried_sequence is None and not ("mail" in contact.channels and "mail" in org.channels):
        return None
    return contact


async def _letter(
    uow: Reading, event: Event, state: InviteState, method: Method, contact: ContactRow, address: str
) -> InviteMail:
    config = uow.config
    zone = (await messages.get_org_channels(uow)).time_zone
    kind = uow.services.registry.events[event.kind].words
    words = rules.words(event, kind, state, method, contact.language, ZoneInfo(zone), plain_titles=contact.plain_titles)
    token = recipient_token(uow, event.organizer_token, state.account_id)
    organizer = render.organizer_address(token, config.mail_domain)
    link = rules.link(event, kind, config.base_url)
    shown = rules.calendar_event(event, words, method, zone, config.mail_domain, organizer, link)
    return InviteMail(
        address=address,
        subject=words.subject,
        body=words.body,
        link=link,
        invite=render.render(shown, Recipient(address=address, name="")),
        sequence=event.sequence,
        expires_at=event.ends_at,
        patience=rules.patience(event, uow.now),
    )
