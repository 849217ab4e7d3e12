"""Invites, read back by icalendar and by vobject, a parser that shares no code with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.calendar.render import organizer_address, render, vcalendar, vevent, vtimezones
from tests.calendar.events import CHANGED, event, recipient
from tests.calendar.readers import calendar, first, second

ANYTHING = st.text(max_size=400)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=400)


def test_a_request_says_who_when_where_to_both_parsers() -> None:
    invite = render(event(), recipient())
    assert invite.method == "REQUEST"
    one, two = first(invite.content), second(invite.content)
    assert calendar(invite.content)["METHOD"] == two.method.value == "REQUEST"
    assert one["UID"] == two.vevent.uid.value == "0198f3a2-booking@xinqiao.example.cn"
    assert one["SUMMARY"] == two.vevent.summary.value == "心桥预约"
    assert one["DESCRIPTION"] == two.vevent.description.value == "请提前五分钟到。\n如需改期，请在心桥里操作。"
    assert one["LOCATION"] == two.vevent.location.value == "阳光辅导站 203"
    assert one["DTSTART"].dt == two.vevent.dtstart.value == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert one["DTEND"].dt == two.vevent.dtend.value == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert one["DTSTART"].dt.hour == 9, "in the zone in which people live"
    assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt == CHANGED
    assert one["STATUS"] == "CONFIRMED"
    assert one["SEQUENCE"] == 0
    assert not one.walk("VALARM")


def test_only_the_recipient_is_named_and_asked() -> None:
    content = render(event(), recipient()).content
    one, two = first(content), second(content)
    assert one["ORGANIZER"] == two.vevent.organizer.value == "mailto:r-0123456789abcdef@mail.example.cn"
    assert not isinstance(one["ATTENDEE"], list)
    assert one["ATTENDEE"] == two.vevent.attendee.value == "mailto:wang@example.cn"
    assert dict(one["ATTENDEE"].params) == {
        "CN": "王小明",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert content.count(b"ATTENDEE") == 1


def test_every_kind_of_line_break_is_one_and_none_in_a_title() -> None:
    text = "a\r\nb\rc\x0bd\x85e\u2028f\u2029g\x1ch\ti"
    one = first(render(event(title=text, description=text, location=text), recipient()).content)
    assert one["DESCRIPTION"] == "a\nb\nc\nd\ne\nf\ng\nh i"
    assert one["SUMMARY"] == one["LOCATION"] == "a b c d e f g h i"


def test_a_name_is_written_without_what_only_some_readers_unescape() -> None:
    content = render(event(), recipient(name='王 "小^明", 三;年:级\n二')).content
    assert first(content)["ATTENDEE"].params["CN"] == "王 '小明', 三;年:级 二"
    assert second(content).vevent.attendee.params["CN"] == ["王 '小明', 三;年:级 二"]
    assert "CN" not in first(render(event(), recipient(name="\x00")).content)["ATTENDEE"].params


def test_request_update_cancel() -> None:
    moved = {"starts_at": datetime(2026, 3, 3, 1, 30, tzinfo=UTC), "ends_at": datetime(2026, 3, 3, 2, 30, tzinfo=UTC)}
    invites = [
        render(event(), recipient()),
        render(event(sequence=1, updated_at=CHANGED + timedelta(hours=1), **moved), recipient()),
        render(event(sequence=2, updated_at=CHANGED + timedelta(hours=2), cancelled=True, **moved), recipient()),
    ]
    assert [invite.method for invite in invites] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(first(invite.content)["UID"]) for invite in invites}) == 1
    assert len({second(invite.content).vevent.uid.value for invite in invites}) == 1
    assert [first(invite.content)["SEQUENCE"] for invite in invites] == [0, 1, 2]
    assert [second(invite.content).vevent.sequence.value for invite in invites] == ["0", "1", "2"]
    assert [first(invite.content)["STATUS"] for invite in invites] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    stamps = [first(invite.content)["DTSTAMP"].dt for invite in invites]
    assert stamps == sorted(set(stamps))
    last = first(invites[2].content)
    assert last["ATTENDEE"] == "mailto:wang@example.cn"
    assert "RSVP" not in last["ATTENDEE"].params
    assert second(invites[2].content).method.value == "CANCEL"


def test_a_reminder_of_the_calendar_s_own_only_if_asked_for() -> None:
    ringing = event(alarms=(timedelta(days=1), timedelta(hours=1)))
    one = first(render(ringing, recipient()).content)
    assert [alarm["TRIGGER"].dt for alarm in one.walk("VALARM")] == [timedelta(days=-1), timedelta(hours=-1)]
    assert all(alarm["DESCRIPTION"] == "心桥预约" for alarm in one.walk("VALARM"))
    assert not first(render(event(alarms=ringing.alarms, cancelled=True), recipient()).content).walk("VALARM")


def test_nothing_random_and_nothing_of_the_clock_is_in_it() -> None:
    contents = {render(event(), recipient()).content for _ in range(3)}
    assert len(contents) == 1
    content = contents.pop()
    whole = calendar(content)
    assert "UID" not in whole
    assert all("COMMENT" not in zone for zone in whole.timezones)
    assert len(whole.timezones) == 1


def test_a_feed_is_a_concatenation_without_names_and_with_each_zone_once() -> None:
    events = [event(uid="a"), event(uid="b"), event(uid="c", zone="Europe/Berlin"), event(uid="d", zone="UTC")]
    content = vcalendar(vtimezones(events), [vevent(one, None) for one in events], method=None)
    whole = calendar(content)
    assert [str(one["UID"]) for one in whole.events] == ["a", "b", "c", "d"]
    assert [zone.tz_name for zone in whole.timezones] == ["Asia/Shanghai", "Europe/Berlin"]
    assert not {"METHOD", "UID"} & set(whole)
    assert not any({"ATTENDEE", "ORGANIZER"} & set(one) for one in whole.events)
    assert [one.uid.value for one in second(content).vevent_list] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": datetime(2026, 3, 2, 1, 30, tzinfo=UTC)},
        {"zone": "Mars/Olympus"},
        {"zone": ""},
        {"zone": "../../etc/passwd"},
        {"zone": "Asia"},
        {"organizer_address": "r-1@x.cn\r\nATTENDEE:mailto:evil@x.cn"},
        {"organizer_address": "nobody"},
    ],
)
def test_what_cannot_be_an_appointment_is_a_value_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        render(event(**wrong), recipient())


@pytest.mark.parametrize("address", ["", "x", "a@b.cn\r\nX:1", "a b@c.cn", "a@b.cn,c@d.cn", 'a"@b.cn', "a@b.cn\x00"])
def test_an_attendee_needs_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        render(event(), recipient(address=address))


def test_the_organizer_s_address_is_the_event_s_own() -> None:
    assert organizer_address("0a1b", "mail.example.cn") == "r-0a1b@mail.example.cn"


@settings(deadline=None)
@given(title=ANYTHING, description=ANYTHING, location=ANYTHING, name=ANYTHING)
@example(
    title="a\r\nATTENDEE:mailto:evil@x.cn", description="END:VEVENT\r\nEND:VCALENDAR", location="\x00", name="\r\n"
)
@example(title="C:\\New\\nx", description="\\N\\n\\;", location="a;b,c:d\\", name='a";RSVP=FALSE:mailto:evil@x.cn')
@example(title="\x85ATTENDEE:x", description="\u2028SUMMARY:x", location="\x0bUID:x", name="\x1eCN")
def test_whatever_is_typed_no_property_is_added(title: str, description: str, location: str, name: str) -> None:
    plain = first(render(event(), recipient()).content)
    content = render(event(title=title, description=description, location=location), recipient(name=name)).content
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert not set(line) & set(range(0x20))
    assert content.decode().replace("\r\n", "").splitlines()[1:] == []
    one = first(content)
    assert set(one) <= set(plain)
    assert one["ATTENDEE"] == plain["ATTENDEE"]
    assert set(one["ATTENDEE"].params) <= set(plain["ATTENDEE"].params)
    assert one["ATTENDEE"].params["RSVP"] == "TRUE"
    assert second(content).vevent.attendee.value == "mailto:wang@example.cn"


@settings(deadline=None)
@given(title=WORDS, description=WORDS)
@example(title="C:\\New folder", description="\\N and \\n stay")
@example(title="😀" * 200, description="，" * 400)
@example(title="a" * 73 + "\\,", description=" " * 200 + "x")
def test_texts_are_read_as_they_were_written(title: str, description: str) -> None:
    content = render(event(title=title, description=description), recipient()).content
    read = second(content).vevent
    assert (read.summary.value if title.strip() else "") == title.strip()
    assert (read.description.value if description.strip() else "") == description.strip()
