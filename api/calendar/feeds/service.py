"""Calendars that people subscribe to (DESIGN 6): one private link a person, over all flows and organisations.

An event's text is made once for each SEQUENCE and kept, so that a feed is a concatenation.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID
from zoneinfo import ZoneInfo

from api.calendar import render, rules
from api.calendar.feeds import queries
from api.core.access import ME, check_number
from api.core.errors import NotFound
from api.core.sealing import hash_token, write_token
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from schemas.calendar.feeds.rows import FeedEvent, FeedPart, FeedReader
from schemas.calendar.feeds.wire import Feed, FeedMade
from schemas.calendar.rows import EventKind, Method

KEPT = timedelta(days=31)
"""So long what is over or cancelled stays in a feed, for calendars that ask rarely."""
AHEAD = timedelta(days=400)
FORM = "1"
"""Raise it when the same event is to be rendered differently: stored texts are rendered again."""


async def get_feed(uow: Reading) -> Feed:
    """Whether the person has a link. Raises Unauthenticated."""
    account_id = uow.require_self()
    return await queries.find_feed(uow.conn, account_id) or Feed(created_at=None, read_at=None)


async def make_feed(uow: UnitOfWork) -> FeedMade:
    """Makes the person's link; an earlier one stops working. It is shown once and kept as a hash. Raises Unauthenticated, NumberMovedLately, ClosedForNow."""
    account_id, secret = uow.require_owner(), secrets.token_bytes(32)
    check_number(uow.actor)
    await queries.set_feed(uow.conn, account_id, hash_token(secret), uow.now)
    uow.changed(ME, "calendar_feed", account_id)
    link = f"{uow.config.base_url}/api/v1/feeds/{write_token(account_id, secret)}.ics"
    return FeedMade(webcal=f"webcal://{link.partition('://')[2]}", https=link)


async def end_feed(uow: UnitOfWork) -> None:
    """The person's link stops working at once. Raises Unauthenticated, ClosedForNow."""
    account_id = uow.require_owner()
    await queries.end_feed(uow.conn, account_id)
    uow.changed(ME, "calendar_feed", account_id)


async def find_reader(uow: UnitOfWork, account_id: UUID, token_hash: bytes) -> FeedReader:
    """Whose feed a link opens. Raises NotFound: it never was, or was ended."""
    reader = await queries.find_reader(uow.conn, account_id, token_hash, uow.now)
    if reader is None:
        raise NotFound
    return reader


async def get_part(uow: UnitOfWork, reader: FeedReader) -> FeedPart:
    """What this organisation adds to a feed, by today's ties. Texts not made before are made and kept."""
    zone = (await messages.get_org_channels(uow)).time_zone
    names = _variant(uow, reader, zone, "now"), _variant(uow, reader, zone, "gone")
    span = uow.now - KEPT, uow.now + AHEAD
    hidden = await _hidden(uow, reader.account_id, span)
    kept = await queries.get_kept(uow.conn, uow.actor.org_id, reader.account_id, names, span, sorted(hidden))
    missing = [event_id for event_id, text in zip(kept.event_ids, kept.texts, strict=True) if text is None]
    made = await _make(uow, reader, zone, names, missing) if missing else {}
    # Each in its place by time, so that the text and its ETag are the same when the next read finds it kept.
    texts = (text or made.get(event_id, "") for event_id, text in zip(kept.event_ids, kept.texts, strict=True))
    return FeedPart(zone=render.zone_text(zone, kept.first_at) if kept.first_at else None, events="".join(texts))


async def _hidden(uow: Reading, account_id: UUID, span: tuple[datetime, datetime]) -> frozenset[UUID]:
    """Events that the person has no tie to any more: a barred guardian's feed does not even show that they were cancelled."""
    own: dict[EventKind, list[UUID]] = {}
    for event in await queries.list_own(uow.conn, uow.actor.org_id, account_id, *span):
        own.setdefault(event.kind, []).append(event.event_id)
    hidden: frozenset[UUID] = frozenset()
    for kind, ids in own.items():
        hidden |= await uow.services.registry.events[kind].hidden(uow, account_id, ids)
    return hidden


async def _make(
    uow: UnitOfWork, reader: FeedReader, zone: str, variants: tuple[str, str], missing: Sequence[UUID]
) -> dict[UUID, str]:
    """Makes texts, and keeps them if the database takes writes now."""
    events = await queries.list_events(uow.conn, uow.actor.org_id, reader.account_id, missing)
    made = [_text(uow, reader, e, zone) for e in events]
    if not await queries.is_read_only(uow.conn):
        chosen = [variants[e.gone] for e in events]
        await queries.keep_texts(uow.conn, uow.actor.org_id, events, chosen, made)
    return {event.event_id: text for event, text in zip(events, made, strict=True)}


def combine(parts: Iterable[FeedPart], reader: FeedReader) -> bytes:
    """The feed: no METHOD and no ATTENDEE, since nobody is asked."""
    known = list(parts)
    zones = dict.fromkeys(p.zone for p in known if p.zone)
    name = "心桥" if reader.language == "zh-CN" else "Xinqiao"
    return render.vcalendar(zones, (p.events for p in known), method=None, name=name)


def _variant(uow: Reading, reader: FeedReader, zone: str, state: str) -> str:
    config = uow.config
    depends = (FORM, reader.language, reader.plain_titles, zone, config.base_url, config.mail_domain, state)
    return blake2b(repr(depends).encode(), digest_size=16).hexdigest()


def _text(uow: Reading, reader: FeedReader, event: FeedEvent, zone: str) -> str:
    method: Method = "CANCEL" if event.gone else "REQUEST"
    kind = uow.services.registry.events[event.kind].words
    words = rules.words(event, kind, None, method, reader.language, ZoneInfo(zone), plain_titles=reader.plain_titles)
    link = rules.link(event, kind, uow.config.base_url)
    shown = rules.calendar_event(event, words, method, zone, uow.config.mail_domain, "", link)
    return render.vevent(shown, None)
