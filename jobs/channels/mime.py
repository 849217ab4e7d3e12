"""One mail as bytes, built the way calendars expect (DESIGN §6). The same values always give the same bytes."""

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from jobs.channels.base import Outgoing

_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_SENDER = re.compile(r"(?P<bare>[^\s<>,]+)|(?P<name>[^<>\x00-\x1f]*)<(?P<address>[^\s<>,]+)>")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def compose(item: Outgoing, *, sender: str, domain: str) -> bytes:
    """The whole mail, CRLF and ASCII throughout. Raises ValueError when a title or address could forge a header."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = read_sender(sender)
    mail["To"] = Address(_decoded(_CONTROLS.sub(" ", item.name)).strip(), addr_spec=checked_address(item.address))
    if item.invite:  # some calendars answer the mail instead of its organizer
        mail["Reply-To"] = Address(addr_spec=checked_address(item.invite.reply_to))
    mail["Subject"] = _subject(item.title)
    mail["Date"] = format_datetime(item.at)
    mail["Message-ID"] = message_id(item, domain)
    # RFC 3834: holiday notes are not sent back to us.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_plain(item), cte="base64")
    mail.add_alternative(_html(item), subtype="html", cte="base64")
    if item.invite:
        calendar = item.invite.content.decode()
        mail.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": item.invite.method})
        mail.add_attachment(item.invite.content, maintype="application", subtype="ics", filename="invite.ics")
    _set_boundaries(mail, item)
    return mail.as_bytes()


def message_id(item: Outgoing, domain: str) -> str:
    """The same for the same resource, so that a mail sent twice is shown once."""
    return f"<{_digest(item)}@{domain}>"


def checked_address(text: str) -> str:
    """The same address. Raises ValueError unless it is one, plain and in ASCII."""
    if not _MAILBOX.fullmatch(text):
        raise ValueError("not a mail address")
    return text


def read_sender(text: str) -> Address:
    """Our own mailbox, from `x@y` or `Name <x@y>`. Raises ValueError."""
    found = _SENDER.fullmatch(text)
    if not found:
        raise ValueError("not a sender")
    return Address((found["name"] or "").strip(), addr_spec=checked_address(found["bare"] or found["address"]))


def _subject(title: str) -> str:
    # The library lets one newline at the end pass.
    if len(f"{title}.".splitlines()) > 1:
        raise ValueError("a subject is one line")
    return _decoded(title)


def _decoded(text: str) -> str:
    """Text for a header: without control characters, also those that encoded words (RFC 2047) hide.

    The library decodes encoded words in a header that is set, and Python before 3.11.10 and 3.12.6 writes the CR and LF in
    them as they are: `=?utf-8?q?=0D=0ABcc:…?=` was a header of its own.
    """
    for _ in range(3):
        if "=?" not in text:
            break
        with suppress(HeaderParseError, LookupError, ValueError):
            text = str(make_header(decode_header(text)))
    return _CONTROLS.sub("", text.replace("=?", "= ?"))


def _plain(item: Outgoing) -> str:
    return f"{item.body}\n\n{item.link}\n" if item.link else f"{item.body}\n"


def _html(item: Outgoing) -> str:
    body = "<br>\n".join(escape(line) for line in item.body.splitlines())
    link = f'<p><a href="{escape(item.link)}">{escape(item.link)}</a></p>' if item.link else ""
    head = f'<meta charset="utf-8"><title>{escape(_subject(item.title))}</title>'
    return f"<!doctype html><html><head>{head}</head><body><p>{body}</p>{link}</body></html>\n"


def _set_boundaries(mail: EmailMessage, item: Outgoing) -> None:
    # Neither in base64 nor, by chance, in anything else; the library would draw lots.
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{_digest(item)}_{number}")


def _digest(item: Outgoing) -> str:
    return sha256(item.dedupe_id.encode()).hexdigest()[:32]
