"""Which way a message goes, when, and what it says."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.db import uuid7
from api.core.local_time import day_words
from api.features import REGISTRY
from api.messages import rules
from api.messages.rules import CHANNELS, PATIENT_TRIES, UNREAD_WAIT, Choice, Send, Wait
from api.messages.templates import NEUTRAL
from schemas.campaigns.messages import AskParams
from schemas.counselling.messages import AppointmentParams, AppointmentWishParams
from schemas.lectures.messages import LectureParams, RegistrationParams
from schemas.messages.changes import ChildLastDayParams, ColleagueParams, LastDayParams, LeaveParams, StandInParams
from schemas.messages.rows import ChannelName, Contact, Delivery, OrgChannels
from schemas.messages.templates import NoParams, Params
from schemas.messages.wire import About, Importance
from schemas.notices.bureau import BureauNoticeParams
from schemas.notices.messages import NoticeParams, NoticeSentParams
from schemas.observations.messages import DisclosureParams, SchoolParams, UrgentParams
from schemas.publicity.messages import ReturnDueParams
from schemas.recovery.messages import FactorResetParams, NumberMovedElsewhereParams, NumberObjectedParams
from schemas.visits.messages import VisitAlertParams, VisitParams, VisitTeamParams

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL: frozenset[ChannelName] = frozenset(CHANNELS)

zones = st.sampled_from(
    ["Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe"]
)
instants = st.integers(0, 6 * 365 * 86400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
times = st.times().map(lambda t: t.replace(microsecond=0))
importances = st.sampled_from(["low", "normal", "high"])


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    kinds = draw(st.lists(st.sampled_from(["fcm", "webpush"]), max_size=3))
    return Contact(
        account_id=UUID(int=1),
        language=draw(st.sampled_from(["zh-CN", "en"])),
        quiet_from=draw(times),
        quiet_to=draw(times),
        channels=draw(st.lists(st.sampled_from(["push", "sms", "mail", "wecom"]), max_size=4)),
        plain_titles=draw(st.booleans()),
        sign_outs=0,
        email_sealed=draw(st.none() | st.just(b"mail")),
        email_proved=draw(st.booleans()),
        phone_sealed=draw(st.none() | st.just(b"phone")),
        device_ids=[UUID(int=n) for n in range(len(kinds))],
        device_kinds=kinds,
        device_addresses=[b"token"] * len(kinds),
    )


orgs = st.builds(
    OrgChannels,
    time_zone=zones,
    channels=st.lists(st.sampled_from([*CHANNELS, "wecom"]), max_size=6),
    fcm_enabled=st.booleans(),
    webpush_enabled=st.booleans(),
)


@given(contacts(), orgs, importances, instants, st.frozensets(st.sampled_from(CHANNELS)))
def test_only_ways_that_organisation_person_and_process_have(
    contact: Contact, org: OrgChannels, importance: Importance, now: datetime, has: frozenset[ChannelName]
) -> None:
    choice = rules.choose_channels(contact, org, importance, now, ZoneInfo(org.time_zone), has)
    chosen = list(choice.channels)
    assert len(set(chosen)) == len(chosen)
    assert chosen == [c for c in dict.fromkeys(org.channels) if c in chosen]  # the organisation's order
    assert set(chosen) <= has
    assert importance != "low" or not chosen
    assert "fcm" not in chosen or org.fcm_enabled
    assert "webpush" not in chosen or org.webpush_enabled
    for channel in chosen:
        assert ("push" if channel in {"fcm", "webpush"} else channel) in contact.channels
        assert rules.addresses(contact, channel)
    # And none of those is left out.
    for channel in CHANNELS:
        if channel not in org.channels or channel not in has or channel in chosen:
            continue
        wanted = ("push" if channel in {"fcm", "webpush"} else channel) in contact.channels
        off = channel in {"fcm", "webpush"} and not getattr(org, f"{channel}_enabled")
        assert importance == "low" or not wanted or off or not rules.addresses(contact, channel)


@given(contacts(), orgs, importances, instants)
def test_quiet_hours_delay_what_can_wait_and_nothing_else(
    contact: Contact, org: OrgChannels, importance: Importance, now: datetime
) -> None:
    zone = ZoneInfo(org.time_zone)
    choice = rules.choose_channels(contact, org, importance, now, zone, ALL)
    clock, start, end = now.astimezone(zone).time(), contact.quiet_from, contact.quiet_to
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if importance == "high" or not inside:
        assert choice.at == now
    else:
        assert now < choice.at <= now + timedelta(hours=25)
        assert choice.at.utcoffset() == timedelta()
        # The wall clock shows the end of quiet hours, or what summer time made of it.
        shown = choice.at.astimezone(zone).time()
        assert shown == end or shown >= end


@pytest.mark.parametrize(
    ("now", "zone", "start", "end", "until"),
    [
        ("2026-11-23T14:00:00Z", "Asia/Shanghai", time(21, 30), time(7), "2026-11-23T23:00:00Z"),
        ("2026-11-23T22:59:59Z", "Asia/Shanghai", time(21, 30), time(7), "2026-11-23T23:00:00Z"),
        ("2026-11-23T23:00:00Z", "Asia/Shanghai", time(21, 30), time(7), None),
        ("2026-11-23T13:29:59Z", "Asia/Shanghai", time(21, 30), time(7), None),
        ("2026-11-23T13:30:00Z", "Asia/Shanghai", time(21, 30), time(7), "2026-11-23T23:00:00Z"),
        ("2026-11-23T04:00:00Z", "Asia/Shanghai", time(12), time(12), None),
        ("2026-11-23T04:00:00Z", "Asia/Shanghai", time(12), time(13), "2026-11-23T05:00:00Z"),
        # New York puts its clocks back on 1 November: half past one comes twice.
        ("2026-11-01T05:15:00Z", "America/New_York", time(22), time(1, 30), "2026-11-01T05:30:00Z"),
        ("2026-11-01T06:15:00Z", "America/New_York", time(22), time(1, 30), "2026-11-01T06:30:00Z"),
        # And forward on 8 March: half past two never comes.
        ("2026-03-08T06:30:00Z", "America/New_York", time(22), time(2, 30), "2026-03-08T07:30:00Z"),
    ],
)
def test_quiet_until(now: str, zone: str, start: time, end: time, until: str | None) -> None:
    found = rules.quiet_until(datetime.fromisoformat(now), ZoneInfo(zone), start, end)
    assert found == (datetime.fromisoformat(until) if until else None)


def past(
    channel: ChannelName, state: str, *, tries: int = 1, ago: timedelta = timedelta(), wait: timedelta | None = None
) -> Delivery:
    fields = {
        "channel": channel,
        "state": state,
        "tries": tries,
        "updated_at": NOW - ago,
        "retry_at": wait and NOW + wait,
    }
    return msgspec.convert({"message_id": UUID(int=1), "account_id": UUID(int=2), **fields}, Delivery)


def step(
    *deliveries: Delivery, importance: Importance = "normal", at: datetime = NOW, lives: timedelta = timedelta(days=1)
) -> Send | Wait | None:
    choice = Choice(channels=("fcm", "sms", "mail"), at=at)
    return rules.next_step(choice, {d.channel: d for d in deliveries}, importance, NOW, NOW + lives)


HOUR = timedelta(hours=1)


def test_steps() -> None:
    assert step() == Send("fcm")
    assert step(at=NOW + HOUR) == Wait(NOW + HOUR)
    assert step(past("fcm", "sent")) is None
    assert step(past("fcm", "sending")) == Send("fcm")
    assert step(past("fcm", "refused")) == Send("sms")
    assert step(past("fcm", "gone"), past("sms", "refused")) == Send("mail")
    assert step(past("fcm", "gone"), past("sms", "refused"), past("mail", "refused")) is None
    assert step(past("fcm", "later", wait=HOUR)) == Wait(NOW + HOUR)
    assert step(past("fcm", "later", wait=-HOUR)) == Send("fcm")
    assert step(past("fcm", "refused"), at=NOW + HOUR) == Wait(NOW + HOUR)
    assert step(past("fcm", "later", wait=-HOUR), at=NOW + HOUR) == Wait(NOW + HOUR)


def test_steps_of_high_importance() -> None:
    assert step(past("fcm", "sent"), importance="high") == Wait(NOW + UNREAD_WAIT)
    assert step(past("fcm", "sent", ago=UNREAD_WAIT), importance="high") == Send("sms")
    everything = [past("fcm", "sent", ago=3 * HOUR), past("sms", "sent", ago=2 * HOUR), past("mail", "sent", ago=HOUR)]
    assert step(*everything, importance="high") is None
    impatient = past("fcm", "later", tries=PATIENT_TRIES, wait=HOUR)
    assert step(impatient) == Wait(NOW + HOUR)
    assert step(impatient, importance="high") == Send("sms")
    others = [past("sms", "refused"), past("mail", "refused")]
    assert step(impatient, *others, importance="high") == Wait(NOW + HOUR)


def test_nobody_waits_past_the_end() -> None:
    assert step(at=NOW + HOUR, lives=HOUR) is None
    assert step(at=NOW + HOUR, lives=HOUR + timedelta(seconds=1)) == Wait(NOW + HOUR)


EXAMPLES: dict[type[Params], Params] = {
    FactorResetParams: FactorResetParams(opens_at=NOW),
    ReturnDueParams: ReturnDueParams(
        period_zh="2026年第三季度", period_en="quarter 3 of 2026", due_zh="10月10日", due_en="10 October"
    ),
    NumberObjectedParams: NumberObjectedParams(name="王芳"),
    NumberMovedElsewhereParams: NumberMovedElsewhereParams(name="王芳"),
    ColleagueParams: ColleagueParams(name="王芳"),
    LeaveParams: LeaveParams(first_day=NOW.date(), last_day=NOW.date()),
    StandInParams: StandInParams(first_day=NOW.date(), last_day=NOW.date(), name="王芳"),
    LastDayParams: LastDayParams(last_day=NOW.date()),
    ChildLastDayParams: ChildLastDayParams(last_day=NOW.date()),
    AppointmentParams: AppointmentParams(booking_id=uuid7(), starts_at=NOW),
    AppointmentWishParams: AppointmentWishParams(booking_id=uuid7(), starts_at=NOW, wished_at=NOW),
    NoticeParams: NoticeParams(notice_id=uuid7(), title_zh="秋游", title_en="Trip"),
    NoticeSentParams: NoticeSentParams(notice_sent_id=uuid7(), title_zh="秋游", title_en="Trip"),
    BureauNoticeParams: BureauNoticeParams(bureau_notice_id=uuid7(), title_zh="秋游", title_en="Trip"),
    NoParams: NoParams(),
    LectureParams: LectureParams(lecture_id=uuid7(), title_zh="秋游", title_en="Trip", starts_at=NOW, was=NOW),
    RegistrationParams: RegistrationParams(
        lecture_id=uuid7(), registration_id=uuid7(), title_zh="秋游", title_en="Trip", starts_at=NOW, was=NOW
    ),
    AskParams: AskParams(visited_student_id=uuid7(), campaign_id=uuid7(), answer_by=NOW),
    VisitParams: VisitParams(visit_id=uuid7(), starts_at=NOW, wished_at=NOW),
    VisitTeamParams: VisitTeamParams(visit_id=uuid7(), starts_at=NOW, team="凌老师"),
    VisitAlertParams: VisitAlertParams(visit_alert_id=uuid7(), starts_at=NOW, team="凌老师"),
    UrgentParams: UrgentParams(school_zh="北校", school_en="North School", observation_id=uuid7()),
    SchoolParams: SchoolParams(school_zh="北校", school_en="North School"),
    DisclosureParams: DisclosureParams(observer_disclosure_id=uuid7()),
}
"""One of each kind of params: a template of a kind that is missing here has not been looked at."""
DAY_WORDS = (day_words(NOW.date(), "zh-CN"), day_words(NOW.date(), "en").lower())
FORBIDDEN = ("咨询", "心理", "辅导", "观察", "counsel", "psych", "therap", "mental", "observ", "report", "committee")


@pytest.mark.parametrize("template", REGISTRY.templates)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("outside", [True, False])
def test_no_text_names_the_matter(template: str, language: str, plain: bool, outside: bool) -> None:
    known = REGISTRY.templates[template]
    params = msgspec.json.encode(EXAMPLES[known.params])
    words = rules.render(known, params, language, SHANGHAI, outside=outside, plain=plain)
    text = f"{words.title} {words.body}".lower()
    assert not any(word in text for word in FORBIDDEN)
    assert "{" not in text
    told = any(
        word in text
        for word in ("12:00", "秋游", "trip", "北校", "north school", "季度", "quarter", "王芳", *DAY_WORDS)
    )
    # The title of a withdrawn notice is withdrawn, too; one to children of a kind would say of which kind.
    # A request of custodians leads to itself and says nothing.
    tells = known.params not in {NoParams, DisclosureParams} and template not in {
        "notice_withdrawn",
        "notice_urgent_untitled",
    }
    assert told == (tells and (plain or not outside or not known.confidential))


@pytest.mark.parametrize("template", REGISTRY.templates)
def test_every_template_leads_to_the_id_that_its_params_hold(template: str) -> None:
    known = REGISTRY.templates[template]
    example = EXAMPLES[known.params]
    about = rules.about(known, msgspec.json.encode(example))
    if known.about is None:
        assert about is None
        # A bureau opens nothing of a school's, and who was taken off a visit cannot open it any more.
        changes = {ColleagueParams, LeaveParams, StandInParams, LastDayParams, ChildLastDayParams}
        numbers = {NumberObjectedParams, NumberMovedElsewhereParams}
        nowhere = {NoParams, SchoolParams, FactorResetParams, ReturnDueParams, *numbers, *changes}
        assert known.params in nowhere or template == "visit_taken_off"
    else:
        assert about == About(kind=known.about[0], id=getattr(example, f"{known.about[0]}_id"))


def test_a_title_is_text_whatever_it_holds() -> None:
    params = NoticeParams(notice_id=uuid7(), title_zh="{title_en} {0} <b>", title_en="%s {starts_at}")
    for language, title in (("zh-CN", params.title_zh), ("en", params.title_en)):
        stored = msgspec.json.encode(params)
        words = rules.render(REGISTRY.templates["notice"], stored, language, SHANGHAI, outside=True, plain=False)
        assert words.title == title
        assert rules.about(REGISTRY.templates["notice"], stored) == About(kind="notice", id=params.notice_id)


def test_a_template_of_another_version_reads_as_a_bare_message() -> None:
    words = rules.render(None, b'{"x":1}', "en", SHANGHAI, outside=False, plain=True)
    assert words == NEUTRAL.en
    assert rules.about(None, b"{}") is None


def test_when() -> None:
    assert rules.when(NOW, SHANGHAI, "zh-CN") == "11月23日 周一 12:00"
    assert rules.when(NOW, SHANGHAI, "en") == "Mon 23 Nov, 12:00"
    assert rules.when(datetime(2027, 1, 2, 16, 5, tzinfo=UTC), SHANGHAI, "zh-CN") == "1月3日 周日 00:05"
