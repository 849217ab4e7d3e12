"""What a person's calendar gets about an event: pure functions."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Literal
from uuid import UUID

import msgspec

from api.core.local_time import when
from schemas.calendar.kinds import EventWords
from schemas.calendar.rows import CalendarEvent, Event, EventState, InviteState, Method

_TITLES = {"zh": "预约", "en": "Appointment"}
_SUBJECTS: dict[str, dict[Literal["new", "changed", "cancelled"], str]] = {
    "zh": {"new": "预约", "changed": "预约有变动", "cancelled": "预约已取消"},
    "en": {"new": "Appointment", "changed": "Appointment changed", "cancelled": "Appointment cancelled"},
}


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The texts around an invite. `subject` and `body` name time alone: mail is read by others too (DESIGN §4)."""

    title: str
    subject: str
    body: str
    location: str


def next_method(event: Event, state: InviteState) -> Method | None:
    """What the person's calendar still has to be told; None when it is up to date.

    A cancel goes to everybody who may have got a request. Nothing older follows it: only a person who takes part again gets a
    request, under a sequence that has risen since.
    """
    if event.cancelled_at or state.removed_at:
        return "CANCEL" if _has_invitation(state) else None
    newer = state.sent_sequence is None or event.sequence > state.sent_sequence
    return "REQUEST" if newer else None


def as_told(event: Event, state: InviteState, method: Method) -> Event:
    """The event as a mail shows it: a cancellation has the time that the person was last invited to, and not the one of others."""
    if method != "CANCEL" or state.told_starts_at is None or state.told_ends_at is None:
        return event
    return msgspec.structs.replace(event, starts_at=state.told_starts_at, ends_at=state.told_ends_at)


def _has_invitation(state: InviteState) -> bool:
    """Whether a request may have left after the last cancel, if there was one."""
    if state.tried_sequence is None:
        return False
    return state.sent_method != "CANCEL" or state.tried_sequence > (state.sent_sequence or 0)


def changes(people: Iterable[InviteState], new: Iterable[UUID]) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Who comes to an event and who goes, by its invites and the people it is to have."""
    present = frozenset(s.account_id for s in people if s.removed_at is None)
    wanted = frozenset(new)
    return wanted - present, present - wanted


def moved(event: Event, state: EventState) -> bool:
    """Whether it is at another time or place."""
    return (event.starts_at, event.ends_at, event.location) != (state.starts_at, state.ends_at, state.location)


def differs(event: Event, state: EventState) -> bool:
    """Whether calendars have to be told."""
    return moved(event, state) or event.tentative != state.tentative


def link(event: Event, kind: EventWords, base_url: str) -> str:
    """Where the app shows it."""
    return f"{base_url}/{kind.page}/{event.event_id}"


def patience(event: Event, now: datetime) -> timedelta:
    """How long to wait before a mail is tried again: half as long as it has been tried, within bounds."""
    return min(max((now - event.updated_at) / 2, timedelta(seconds=10)), timedelta(minutes=15))


def words(
    event: Event,
    kind: EventWords,
    state: InviteState | None,
    method: Method,
    language: str,
    zone: tzinfo,
    *,
    plain_titles: bool,
) -> Words:
    """Texts for one person. `state`: what they were mailed; None in a feed.

    `plain_titles`: they chose that their calendar may name the matter. Otherwise it says when, and nothing more, unless the
    kind of event has an open title.
    """
    plain = plain_titles or kind.open_title
    tongue = "en" if language == "en" else "zh"
    at = when(event.starts_at, zone, language)
    invited = state is not None and state.sent_method == "REQUEST"  # after a cancel, an invitation is a new one
    what = "cancelled" if method == "CANCEL" else "changed" if invited else "new"
    bodies = {
        "zh": f"原定{at}的预约已取消。" if method == "CANCEL" else f"时间：{at}。详情请登录查看。",
        "en": f"Your appointment on {at} has been cancelled."
        if method == "CANCEL"
        else f"When: {at}. Please sign in for details.",
    }
    return Words(
        title=(kind.title_en if tongue == "en" else kind.title_zh) if plain else _TITLES[tongue],
        subject=_SUBJECTS[tongue][what],
        body=bodies[tongue],
        location=event.location if plain else "",
    )


def calendar_event(
    event: Event, texts: Words, method: Method, zone: str, mail_domain: str, organizer_address: str, link: str
) -> CalendarEvent:
    """The event as the renderer takes it."""
    return CalendarEvent(
        uid=f"{event.event_id}@{mail_domain}",
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=zone,
        title=texts.title,
        description=link,
        location=texts.location,
        organizer_address=organizer_address,
        updated_at=event.updated_at,
        cancelled=method == "CANCEL",
        tentative=event.tentative,
    )
