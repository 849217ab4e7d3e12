"""How calendars show appointments of one kind; the feature whose appointments they are registers it."""

import msgspec


class EventWords(msgspec.Struct, frozen=True, kw_only=True):
    """`page` is the part of the app that shows such an appointment.

    `open_title`: its title names the matter to everybody. Otherwise it does so only for those who chose plain titles.
    """

    title_zh: str
    title_en: str
    page: str
    open_title: bool = False
