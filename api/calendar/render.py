"""The one place where an appointment becomes iCalendar (RFC 5545) and an invitation (RFC 5546). Pure and exact: the
same values always give the same bytes, so a VEVENT can be made once per SEQUENCE and kept.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from icalendar import Alarm, Event, vCalAddress, vText

from api.calendar import text
from api.calendar.ical import put
from api.calendar.zones import find_zone, vtimezone
from schemas.calendar.rows import CalendarEvent, Invite, Method, Recipient

# How often a feed is asked for: RFC 7986 §5.7, and the older word that Outlook and others read.
_REFRESH = "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"
PRODID = "-//Xinqiao//Calendar//ZH"
_ADDRESS = re.compile(r"[^\s@<>\",;:\x00-\x20\x7f]+@[^\s@<>\",;:\x00-\x20\x7f]+")


class _Text(vText):
    r"""TEXT as RFC 5545 §3.3.11 escapes it. The library's own turns a typed `\N`, as in `C:\New`, into a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
        return escaped.encode()


def render(event: CalendarEvent, recipient: Recipient) -> Invite:
    """The invitation of one person, or its withdrawal once the event is cancelled.

    Raises ValueError when an address cannot be one, the zone is unknown, or the event ends before it starts.
    """
    method: Method = "CANCEL" if event.cancelled else "REQUEST"
    content = vcalendar(vtimezones([event]), [vevent(event, recipient)], method=method)
    return Invite(method=method, content=content, reply_to=event.organizer_address)


def vcalendar(zones: Iterable[str], events: Iterable[str], *, method: Method | None, name: str = "") -> bytes:
    """A calendar from ready texts: `vtimezones` of its events, and their `vevent`s. A feed has a name and no method."""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n"
    named = f"METHOD:{method}\r\n" if method else ""
    titled = f"NAME:{name}\r\nX-WR-CALNAME:{name}\r\n{_REFRESH}" if name else ""
    return "".join([head, named, titled, *zones, *events, "END:VCALENDAR\r\n"]).encode()


def zone_text(zone: str, first: datetime) -> str | None:
    """The VTIMEZONE text for events in a zone from `first` on; None where they are written in UTC. Raises ValueError."""
    find_zone(zone)
    return vtimezone(zone, first.astimezone(UTC).year)


def vtimezones(events: Iterable[CalendarEvent]) -> list[str]:
    """The VTIMEZONE texts that these events refer to, each once, in order of name."""
    years: dict[str, int] = {}
    for event in events:
        if _in_local_time(event):
            years[event.zone] = min(_year(event), years.get(event.zone, _year(event)))
    texts = [vtimezone(zone, year) for zone, year in sorted(years.items())]
    return [written for written in texts if written]


def vevent(event: CalendarEvent, recipient: Recipient | None) -> str:
    """The VEVENT text for one recipient; without one (feeds) it names nobody."""
    if event.ends_at <= event.starts_at:
        raise ValueError("an event ends after it starts")
    component = Event()
    _add_times(component, event)
    for name, value in (("SUMMARY", text.line(event.title)), ("DESCRIPTION", text.lines(event.description))):
        if value:
            put(component, name, _Text(value))
    if place := text.line(event.location):
        put(component, "LOCATION", _Text(place))
    put(component, "UID", _Text(text.line(event.uid)))
    put(component, "SEQUENCE", event.sequence)
    put(component, "STATUS", "CANCELLED" if event.cancelled else "TENTATIVE" if event.tentative else "CONFIRMED")
    put(component, "TRANSP", "TRANSPARENT" if event.cancelled else "OPAQUE")
    if recipient:
        put(component, "ORGANIZER", _address(event.organizer_address))
        put(component, "ATTENDEE", _attendee(recipient, asked=not event.cancelled))
    if not event.cancelled:
        for before in event.alarms:
            component.add_component(_alarm(before, text.line(event.title)))
    return component.to_ical().decode()


def organizer_address(token: str, mail_domain: str) -> str:
    """The address that one recipient of one event answers to. `token` is in lower case: mail servers may fold case."""
    return f"r-{token}@{mail_domain}"


def _add_times(component: Event, event: CalendarEvent) -> None:
    local = _in_local_time(event)
    zone = find_zone(event.zone) if local else UTC
    put(component, "DTSTART", _at(event.starts_at, zone))
    put(component, "DTEND", _at(event.ends_at, zone))
    put(component, "DTSTAMP", _at(event.updated_at, UTC))
    put(component, "LAST-MODIFIED", _at(event.updated_at, UTC))


def _in_local_time(event: CalendarEvent) -> bool:
    """False where the zone has no VTIMEZONE, and when summer time ends during the event: of a local time that comes
    twice, iCalendar can only name the first (RFC 5545 §3.3.5). Such an event is written in UTC.
    """
    zone = find_zone(event.zone)
    folded = any(_at(end, zone).fold for end in (event.starts_at, event.ends_at))
    return not folded and vtimezone(event.zone, _year(event)) is not None


def _year(event: CalendarEvent) -> int:
    return event.starts_at.astimezone(UTC).year


def _at(instant: datetime, zone: tzinfo) -> datetime:
    # Through UTC, so that a local time which a spring night leaves out becomes the one people will live.
    return instant.astimezone(UTC).astimezone(zone).replace(microsecond=0)


def _address(address: str) -> vCalAddress:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not a mail address")
    return vCalAddress(f"mailto:{address}")


def _attendee(recipient: Recipient, *, asked: bool) -> vCalAddress:
    attendee = _address(recipient.address)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    if asked:
        attendee.params["RSVP"] = "TRUE"
    if name := text.name(recipient.name):
        attendee.params["CN"] = name
    return attendee


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    put(alarm, "ACTION", "DISPLAY")
    put(alarm, "DESCRIPTION", _Text(title or "-"))
    put(alarm, "TRIGGER", -before)
    return alarm
