"""By what a person is known who signs in by a code: a mobile number, or the mail address of somebody who has no phone (0331).

The two never look alike: a mail address has an @. The login key is an HMAC of what is stored (`Sealer.login`), so every written form
must come to the same text.
"""

import re
from typing import Literal

from api.core import phones
from schemas.text import MAIL

MOST = 200
"""Letters of a mail address."""
_MAIL = re.compile(MAIL)
_RESERVED = frozenset({"example", "internal", "invalid", "local", "localhost", "test"})


def find_mail(written: str) -> str | None:
    """A mail address as it is stored, in small letters; None for any other text."""
    mail = written.strip().lower()
    return mail if len(mail) <= MOST and _MAIL.fullmatch(mail) else None


def unfit(mail: str) -> Literal["unreachable", "tagged"] | None:
    """Why a mail address cannot be what a person is known by (0362). None: it can.

    No mail reaches the names that RFC 2606, 6761 and 6762 reserve. `a+x@…` is mostly the mailbox of `a@…`, and would be a second person.
    """
    name, _, domain = mail.rpartition("@")
    labels = domain.split(".")
    if labels[-1] in _RESERVED or (labels[-2:-1] == ["example"] and labels[-1] in {"com", "net", "org"}):
        return "unreachable"
    return "tagged" if "+" in name else None


def find_login(written: str) -> str | None:
    """A mobile number or a mail address as it is stored; None for any other text."""
    return find_mail(written) if "@" in written else phones.find_number(written)


def kind_of(stored: str) -> Literal["phone", "mail"]:
    """What a stored one is, as login keys and sealed contacts name it."""
    return "mail" if "@" in stored else "phone"
