"""The bytes of a mail: the shape that calendars expect, headers that nobody can forge, the same every time."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.calendar.render import render
from jobs.channels.mime import compose, message_id
from tests.calendar.events import event, recipient
from tests.channels.samples import NOW, outgoing
from tests.doubles.smtp import fault_of

SENDER = "心桥 <xinqiao@example.cn>"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def read(**changes: Any) -> EmailMessage:
    content = compose(outgoing("wang@example.cn", **changes), sender=SENDER, domain="mail.example.cn")
    assert fault_of(content) is None
    return message_from_bytes(content, policy=policy.SMTP)


def parts(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def test_a_plain_mail_has_two_readings_of_one_text() -> None:
    mail = read(body="第一行 <b>\n第二行 & 完", name="王 小明")
    assert parts(mail) == ["multipart/alternative", "text/plain", "text/html"]
    plain, html = mail.iter_parts()
    assert plain.get_content().splitlines()[:2] == ["第一行 <b>", "第二行 & 完"]
    assert "第一行 &lt;b&gt;<br>" in html.get_content()
    assert "https://xinqiao.example.cn/m/1" in plain.get_content()
    assert 'href="https://xinqiao.example.cn/m/1"' in html.get_content()
    assert mail["To"].addresses[0].display_name == "王 小明"
    assert mail["From"].addresses[0].addr_spec == "xinqiao@example.cn"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("cancelled", [False, True])
def test_an_invite_sits_where_outlook_google_and_apple_look_for_it(cancelled: bool) -> None:
    invite = render(event(cancelled=cancelled), recipient())
    mail = read(invite=invite)
    assert parts(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    alternative, attachment = mail.iter_parts()
    calendar = list(alternative.iter_parts())[2]
    assert dict(calendar["Content-Type"].params) == {
        "charset": "utf-8",
        "method": "CANCEL" if cancelled else "REQUEST",
    }
    assert calendar["Content-Disposition"] is None
    assert calendar.get_payload(decode=True) == invite.content
    assert attachment["Content-Disposition"].content_disposition == "attachment"
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_payload(decode=True) == invite.content
    assert Calendar.from_ical(invite.content)["METHOD"] == dict(calendar["Content-Type"].params)["method"]


def test_the_same_thing_is_the_same_bytes_and_one_message_id() -> None:
    invite = render(event(), recipient())
    item = outgoing("wang@example.cn", invite=invite)
    first, second = (compose(item, sender=SENDER, domain="d.cn") for _ in range(2))
    assert first == second
    assert message_id(item, "d.cn") == message_id(outgoing("wang@example.cn", title="anders"), "d.cn")
    assert message_id(item, "d.cn") != message_id(outgoing("wang@example.cn", 2), "d.cn")


@pytest.mark.parametrize(
    "title",
    ["a\r\nBcc: evil@example.cn", "a\nb", "a\n", "a\r", "a\x0bb", "a\x0c", "a\x85b", "a\u2028b", "\n", "a\x1eb"],
)
def test_a_title_of_two_lines_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        read(title=title)


def test_control_characters_are_left_out_of_headers() -> None:
    mail = read(title="心\x00桥\x1b[31m\x7f", name="王\r\n小\x00明")
    assert mail["Subject"] == "心桥[31m"
    assert not set(mail["To"].addresses[0].display_name) & {"\r", "\n", "\x00"}


@pytest.mark.parametrize(
    "sender", ["xinqiao@example.cn\r\nBcc: a@b.cn", "no address", "a@b.cn, c@d.cn", "心桥 <a@b.cn>\r\nBcc: c@d.cn"]
)
def test_a_sender_that_is_none_is_refused(sender: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  several layers may say so
        compose(outgoing("wang@example.cn"), sender=sender, domain="d.cn")


@settings(deadline=None)
@given(title=WORDS, body=WORDS, name=WORDS, link=st.none() | WORDS)
def test_whatever_is_typed_no_header_and_no_recipient_is_added(
    title: str, body: str, name: str, link: str | None
) -> None:
    if len(f"{title}.".splitlines()) > 1:
        return
    mail = read(title=title, body=body, name=name, link=link, invite=render(event(title=title), recipient(name=name)))
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert [address.addr_spec for address in mail["To"].addresses] == ["wang@example.cn"]
    assert len(parts(mail)) == 6


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=200))
def test_a_subject_is_read_as_it_was_written(title: str) -> None:
    # Headers fold at blanks, so runs of them may come back shorter; what could open an encoded word is parted.
    assert str(read(title=title)["Subject"]).split() == title.replace("=?", "= ?").split()


HIDDEN = [
    "=?utf-8?q?x=0D=0ABcc:_evil=40x.cn?=",
    "=?utf-8?b?eA0KQmNjOiBldmlsQHguY24=?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3D0D=3D0ABcc:_evil=40x.cn=3F=3D?=",
    "家访 =?utf-8?q?=0D=0A=0D=0Abody?= 之后",
    "=?utf-8?q?a?= =?utf-8?q?=0ABcc:_evil=40x.cn?=",
    "=?nonsense?q?x=0D=0ABcc:_evil=40x.cn?=",
    "=?utf-8?b?!!!?=",
    "=?utf-8?q?" + "=0A" * 200 + "?=",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_encoded_word_hides_no_header(hidden: str) -> None:
    """Kind of fault: text that the library decodes after we checked it (CVE-2024-6923, before 3.11.10 and 3.12.6)."""
    every: list[dict[str, Any]] = [{"title": hidden}, {"name": hidden}]
    for changes in every:
        content = compose(outgoing("wang@example.cn", **changes), sender=SENDER, domain="mail.example.cn")
        head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
        names = [line.partition(b":")[0].lower() for line in head if line[:1] not in b" \t"]
        assert names == [
            b"from",
            b"to",
            b"subject",
            b"date",
            b"message-id",
            b"auto-submitted",
            b"mime-version",
            b"content-type",
        ]
        mail = read(**changes)
        assert mail["Bcc"] is None
        assert len(mail["To"].addresses) == 1
