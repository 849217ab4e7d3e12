"""Messages: the texts that features tell, and what fills them."""

import msgspec


class Params(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message may say, the base of each feature's own. It is stored with the message, so it holds nothing confidential."""


class NoParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Of a confidential matter: that there is something, and no more."""


class Words(msgspec.Struct, frozen=True):
    """A title and a body; `{places}` are fields of the params."""

    title: str
    body: str


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of message, in both languages side by side.

    No text names what an appointment is about: a lock screen, an SMS or a subject line is read by others (DESIGN §4). A
    `confidential` text leaves the app only for those who chose plain titles. `about`: the kind of resource that the message
    leads to, and the field of the params that holds its id.
    """

    params: type[Params]
    about: tuple[str, str] | None
    confidential: bool
    zh: Words
    en: Words
