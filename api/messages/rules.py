"""What a message says to whom, which way it goes, and when: pure functions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID
from zlib import crc32

import msgspec

from api.core.config import Config
from api.core.local_time import day_words, when
from api.core.sealing import ContactKind, Sealer
from api.core.wechat import Account
from api.messages.templates import NEUTRAL
from schemas.messages.rows import ChannelName, Contact, Delivery, OrgChannels, Outcome, OwnLink
from schemas.messages.templates import Params, Template, Words
from schemas.messages.wire import About, Importance

CHANNELS: tuple[ChannelName, ...] = ("fcm", "webpush", "wecom", "wechat", "sms", "mail")
OWN: frozenset[ChannelName] = frozenset({"wecom", "wechat"})
"""Channels that need an account of the organisation's own. Their people are found by a link that their phone number proves."""
UNREAD_WAIT = timedelta(minutes=30)
"""How long a sent message of high importance may stay unread before the next channel is used, unless its template says less."""
QUARTER = 15
"""Minutes. Everybody plans for full quarters of an hour, and providers ask not to be called by all at once then."""
CLEAR, SCATTER = timedelta(minutes=1), timedelta(minutes=2)
"""What is planned for a full quarter leaves so long after it, and up to so much more, which differs from one to the next."""
PATIENT_TRIES = 3
"""After so many "later" from a channel, a message of high importance goes on to the next one."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The ways to a person, best first, and from when on they may be used."""

    channels: tuple[ChannelName, ...]
    at: datetime


class Send(msgspec.Struct, frozen=True):
    """Send now, this way."""

    channel: ChannelName


class Wait(msgspec.Struct, frozen=True):
    """Nothing now; look again then."""

    until: datetime


def choose_channels(
    contact: Contact, org: OrgChannels, importance: Importance, now: datetime, zone: tzinfo, has: frozenset[ChannelName]
) -> Choice:
    """The organisation's order, without what the person did not choose, has no address for, or this process lacks (`has`)."""
    usable: list[ChannelName] = [
        c for c in ordered(org, has) if importance != "low" and wanted(contact.channels, c) and addresses(contact, c)
    ]
    quiet = None if importance == "high" else quiet_until(now, zone, contact.quiet_from, contact.quiet_to)
    return Choice(channels=tuple(usable), at=quiet or now)


def in_time(choice: Choice, by: datetime | None, now: datetime) -> Choice:
    """The choice without its wait for the end of quiet hours, if that comes too late: a cancellation must arrive before the time."""
    return choice if by is None or choice.at < by else Choice(channels=choice.channels, at=now)


def must_arrive(template: Template | None, params: bytes | msgspec.Raw) -> datetime | None:
    """By when a message is of use."""
    if template is None or template.before is None:
        return None
    return getattr(msgspec.json.decode(params, type=template.params), template.before)


def ordered(org: OrgChannels, has: frozenset[ChannelName]) -> list[ChannelName]:
    """The organisation's channels in its order, without those that it switched off or this process lacks (`has`)."""
    listed = [channel for name in dict.fromkeys(org.channels) for channel in CHANNELS if channel == name]
    off = {name for name, on in (("fcm", org.fcm_enabled), ("webpush", org.webpush_enabled)) if not on}
    return [channel for channel in listed if channel in has and channel not in off]


def wanted(chosen: Sequence[str], channel: ChannelName) -> bool:
    """Whether somebody who chose these channels is told by this one."""
    # A school notice shows up in an app on the phone as a push does: the same choice of the person covers both.
    return ("push" if channel in {"fcm", "webpush"} | OWN else channel) in chosen


def addresses(contact: Contact, channel: ChannelName) -> list[tuple[bytes, UUID | None]]:
    """A person's sealed addresses for a channel, each with the device it belongs to, if it is a device's."""
    if channel == "sms":
        return [(contact.phone_sealed, None)] if contact.phone_sealed else []
    if channel == "mail":
        return [(contact.email_sealed, None)] if contact.email_sealed else []
    if channel in OWN:
        return [(contact.phone_sealed, None)] if link(contact, channel) and contact.phone_sealed else []
    devices = zip(contact.device_addresses, contact.device_ids, contact.device_kinds, strict=True)
    return [(sealed, device) for sealed, device, kind in devices if kind == channel]


def link(contact: Contact, channel: ChannelName) -> OwnLink | None:
    """Who a person is in the organisation's account of this channel."""
    return {"wecom": contact.wecom, "wechat": contact.wechat}.get(channel)


def others_alone(config: Config, org_id: int) -> frozenset[ChannelName]:
    """The channels for which this organisation would need an account and has none."""
    wecom, wechat = ({one.org_id for one in own} for own in (config.wecom, config.wechat))
    have: dict[ChannelName, set[int]] = {"wecom": wecom, "wechat": wechat}
    return frozenset(name for name, orgs in have.items() if org_id not in orgs)


def wechat_marks(sealer: Sealer, org_id: int, number: str, sign_outs: int) -> list[bytes]:
    """What a WeChat link must carry: it is of this number, and of the time since the person last signed out everywhere."""
    since = [sign_outs] if sign_outs else []
    return sealer.marks("wechat", org_id, number, *since)


def wechat_account(config: Config, org_id: int) -> Account | None:
    """The organisation's WeChat service account."""
    return next((account for account in config.wechat if account.org_id == org_id), None)


def contact_kind(channel: ChannelName) -> ContactKind:
    """As what the addresses of a channel are sealed."""
    return "phone" if channel in {"sms"} | OWN else "mail" if channel == "mail" else "device"


def quiet_until(now: datetime, zone: tzinfo, start: time, end: time) -> datetime | None:
    """When the quiet hours end in which `now` lies, in UTC; None outside of them. Equal times mean: never quiet.

    Where summer time begins or ends, the wall clock decides, and the end is its next passing of `end`.
    """
    local = now.astimezone(zone)
    clock = local.time()
    if not (start <= clock < end if start <= end else clock >= start or clock < end):
        return None
    days = (local.date(), local.date() + timedelta(days=1))
    ends = [datetime.combine(day, end, zone).replace(fold=fold).astimezone(UTC) for day in days for fold in (0, 1)]
    return min(at for at in ends if at > now)


def off_quarter(at: datetime, name: bytes) -> datetime:
    """When something that is planned for then leaves: after a full quarter of an hour, by its name, the same whenever it is asked."""
    full = at.minute % QUARTER == 0 and at.second == at.microsecond == 0
    return at + CLEAR + SCATTER * (crc32(name) / 2**32) if full else at


def next_step(
    choice: Choice,
    tried: Mapping[ChannelName, Delivery],
    importance: Importance,
    now: datetime,
    expires_at: datetime,
    unread_wait: timedelta = UNREAD_WAIT,
) -> Send | Wait | None:
    """What to do next for one unread message and person; None when nothing is left to do."""
    step = _next(choice, tried, importance, now, unread_wait)
    return None if isinstance(step, Wait) and step.until >= expires_at else step


def _next(
    choice: Choice,
    tried: Mapping[ChannelName, Delivery],
    importance: Importance,
    now: datetime,
    unread_wait: timedelta,
) -> Send | Wait | None:
    spare: Send | Wait | None = None
    for place, channel in enumerate(choice.channels):
        past = tried.get(channel)
        if past is None or past.state == "sending":
            # "sending": a worker died at it. The same id makes a second copy the same message to its receiver.
            return Send(channel) if choice.at <= now else Wait(choice.at)
        if past.state == "later":
            again = max(past.retry_at or now, choice.at)
            step = Send(channel) if again <= now else Wait(again)
            if importance != "high" or past.tries < PATIENT_TRIES:
                return step
            spare = spare or step
        if past.state == "sent":
            untried = any(c not in tried for c in choice.channels[place + 1 :])
            if importance != "high" or not untried:
                return None
            if now < past.updated_at + unread_wait:
                return Wait(past.updated_at + unread_wait)
    return spare


def look_again(outcome: Outcome, now: datetime) -> datetime | None:
    """When the next step for this message and person is to be chosen; at once if this channel cannot be used."""
    if outcome.state == "sent":
        return now + outcome.attempt.unread_wait if outcome.attempt.urgent else None
    return outcome.retry_at or now


def render(
    template: Template | None,
    params: bytes | msgspec.Raw,
    language: str,
    zone: tzinfo,
    *,
    outside: bool,
    plain: bool,
    sms: bool = False,
) -> Words:
    """A message's words for one reader, or of an `sms`. `outside` the app, a confidential text is told only to those who chose `plain`.

    None, for a template that this version does not know, reads as a bare "you have a message".
    """
    if template is None or (outside and template.confidential and not plain):
        return _words(NEUTRAL, language)
    words = _sms_words(template, language) if sms else _words(template, language)
    fields = msgspec.structs.asdict(msgspec.json.decode(params, type=template.params))
    places = {name: _said(value, zone, language) for name, value in fields.items()}
    return Words(words.title.format(**places), words.body.format(**places))


def _said(value: object, zone: tzinfo, language: str) -> str:
    if isinstance(value, datetime):
        return when(value, zone, language)
    return day_words(value, language) if isinstance(value, date) else str(value)


def _words(template: Template, language: str) -> Words:
    return template.en if language == "en" else template.zh


def _sms_words(template: Template, language: str) -> Words:
    words = _words(template, language)
    return Words(words.title, template.sms[language == "en"]) if template.sms else words


def about(template: Template | None, params: bytes | msgspec.Raw) -> About | None:
    """What the message leads to."""
    if template is None or template.about is None:
        return None
    kind, field = template.about
    return About(kind=kind, id=getattr(msgspec.json.decode(params, type=template.params), field))


def unread_wait(template: Template | None) -> timedelta:
    """How long a message of high importance may stay unread before the next channel is used."""
    return (template and template.unread_wait) or UNREAD_WAIT


def same_params(stored: msgspec.Raw, params: Params) -> bool:
    """Whether stored params say the same as new ones."""
    return msgspec.json.decode(stored) == msgspec.json.decode(msgspec.json.encode(params))
