"""Reading a REPLY or COUNTER (RFC 5546 §3.2.3, §3.2.7) out of a mail: pure. Calendars differ in how they write it, and anybody may write to an address.

Outlook leaves ORGANIZER out and sends one text/calendar part; Apple names it and sends an alternative; Gmail adds an
attachment with the same. The address among the recipients was given to one invitee of one event.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any
from uuid import UUID

from icalendar import Calendar

from schemas.calendar.replies.rows import Reply
from schemas.calendar.replies.wire import Answer

_ANSWERS: dict[str, Answer] = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
MOST_PARTS = 50
SMALL = 16 << 10
MOST_HEADERS = 4 << 10
_COSTLY = re.compile(
    rb"^(?:from|to|cc|delivered-to|x-original-to|envelope-to|authentication-results|content-[a-z-]++):[^\n]*+(?:\n[ \t][^\n]*+)*+",
    re.IGNORECASE | re.MULTILINE,
)
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*+"|[^"()\\]++|.', re.DOTALL)


def is_small(mail: bytes) -> bool:
    """Whether a mail is read in a few milliseconds, whatever stands in it: the parsers take their time for each byte of a header
    that they take apart, and for each line of a calendar.
    """
    return len(mail) <= SMALL and sum(len(found[0]) for found in _COSTLY.finditer(mail)) <= MOST_HEADERS


def read_reply(mail: bytes, mail_domain: str, authserv_id: str | None = None) -> Reply | None:
    """The reply that a mail carries, or None: a person's words, an absence note, or anything else that is none.

    With `authserv_id`, our own mail server must have found the sender to be true. May raise whatever the parsers do.
    """
    message = message_from_bytes(mail, policy=default)
    senders = _addresses(message, "from")
    # No account has an address beyond ASCII, and what compares the sender later folds: `straße.cn` would be `strasse.cn`.
    if len(senders) != 1 or not senders[0].isascii() or not is_authentic(message, senders[0], authserv_id):
        return None
    for event, organizers, counter in _events(message):
        named = [*_addresses(message, *_TO), *organizers]
        address = next((found for one in named if (found := _own(one, mail_domain))), None)
        if address and (reply := _reply(event, address, senders[0], mail_domain, counter=counter)):
            return reply
    return None


def is_authentic(message: EmailMessage, sender: str, authserv_id: str | None) -> bool:
    """What our own mail server found (RFC 8601): the topmost of its results, which it alone may write, says that the sender
    is true by DMARC, or, where their domain publishes none, by DKIM of that domain. True where no server is named.

    Quoted strings and comments are left out: they hold what the sender wrote (`smtp.mailfrom="a; dmarc=pass"@evil.example`).
    """
    if authserv_id is None:
        return True
    domain = sender.rpartition("@")[2]
    for value in message.get_all("authentication-results", []):
        host, *results = [part.split() for part in _bare(str(value)).casefold().split(";")]
        if host[:1] == [authserv_id.casefold()]:
            dmarc = [found for found in results if found[:1] and found[0].startswith("dmarc=")]
            if any(found[0] != "dmarc=none" for found in dmarc):
                return all(found[0] == "dmarc=pass" and _is_about(found, domain) for found in dmarc)
            return any(found[:1] == ["dkim=pass"] and f"header.d={domain}" in found for found in results)
    return False


def _bare(value: str) -> str:
    """A header without its quoted strings and comments, which nest; nothing where they do not close, or a backslash stands alone.

    Each character is looked at once.
    """
    depth, kept = 0, list[str]()
    for found in _PIECES.finditer(value):
        piece = found[0]
        depth += (piece == "(") - (piece == ")")
        if depth < 0 or piece in {'"', "\\"}:
            return ""
        if depth == 0:
            kept.append('""' if piece[0] == '"' else " " if piece == ")" else piece)
    return "" if depth else "".join(kept)


def _is_about(found: list[str], domain: str) -> bool:
    """Whether the server read the same domain in `From` as we did; some servers do not say which."""
    return all(word == f"header.from={domain}" for word in found if word.startswith("header.from="))


def _events(message: EmailMessage) -> Iterator[tuple[Any, list[str], bool]]:
    """VEVENTs of the mail's REPLY and COUNTER calendars, with the organizers they name, and whether it is a COUNTER."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not _is_calendar(part):
            continue
        try:
            content = part.get_payload(decode=True)
            calendar: Any = Calendar.from_ical(content if isinstance(content, bytes) else b"")
            method = str(calendar.get("METHOD", "")).upper()
            if method in {"REPLY", "COUNTER"}:
                events = calendar.walk("VEVENT")
                yield from ((event, [_mailto(event.get("ORGANIZER", ""))], method == "COUNTER") for event in events)
        except (ValueError, KeyError, AttributeError, IndexError, TypeError):
            continue  # not a calendar, whatever it calls itself


def _is_calendar(part: EmailMessage) -> bool:
    """Some gateways send the only calendar as a file without a type of its own: its name says what it is."""
    kind = part.get_content_type()
    named = (part.get_filename() or "").casefold().endswith(".ics")
    return kind in {"text/calendar", "application/ics"} or (kind == "application/octet-stream" and named)


def _reply(event: Any, address: tuple[int, str], sender: str, mail_domain: str, *, counter: bool) -> Reply | None:
    """Only the attendee themself answers: who sends must be who is named. A COUNTER is an answer that leaves it open, with a wish."""
    attendees: Any = event.get("ATTENDEE", [])
    named: list[Any] = [*attendees] if isinstance(attendees, list) else [attendees]  # pyright: ignore[reportUnknownVariableType]
    mine = [a for a in named if _mailto(a) == sender]
    said = _ANSWERS.get(str(mine[0].params.get("PARTSTAT", "")).upper()) if len(mine) == 1 else None
    wished_at = _instant(event.get("DTSTART")) if counter else None
    answer = said if not counter else "tentative" if len(mine) == 1 and wished_at else None
    uid, _, domain = str(event.get("UID", "")).strip().partition("@")
    given: object = event.get("SEQUENCE", 0)
    if isinstance(given, list):  # two of them: which of the two was answered is not told
        return None
    try:
        event_id, sequence = UUID(uid), int(str(given))
    except ValueError:
        return None
    stamp = getattr(event.get("DTSTAMP"), "dt", None)
    if (
        answer is None
        or domain.casefold() != mail_domain.casefold()
        or not (isinstance(stamp, datetime) and stamp.year >= 2000)
    ):
        return None
    return Reply(
        org_id=address[0],
        organizer_token=address[1],
        event_id=event_id,
        sender=sender,
        answer=answer,
        sequence=max(0, min(sequence, 1 << 30)),
        stamped_at=stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC),
        wished_at=wished_at,
    )


def _instant(value: Any) -> datetime | None:
    """A time that names an instant: no whole day, and none without a zone."""
    at = getattr(value, "dt", None)
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo else None


def _own(address: str, mail_domain: str) -> tuple[int, str] | None:
    """Organisation and token of an event's own address."""
    found = re.fullmatch(rf"r-(([0-9a-f]{{1,15}})-[0-9a-f]{{32}})@{re.escape(mail_domain.casefold())}", address)
    return (int(found[2], 16), found[1]) if found else None


def _addresses(message: EmailMessage, *headers: str) -> list[str]:
    values = [str(value) for name in headers for value in message.get_all(name, [])]
    return [_lower(address) for _, address in getaddresses(values) if "@" in address]


def _mailto(value: object) -> str:
    text = str(value).strip()
    return _lower(text[7:] if text[:7].lower() == "mailto:" else text)


def _lower(address: str) -> str:
    """An address without regard to case; letters beyond ASCII stay what they are."""
    return address.lower() if address.isascii() else address
