"""Replies as the three common calendars send them, by their shape: headers, parts, encodings, what they leave out."""

import base64
import quopri

Mail = bytes


def outlook(sender: str, to: str, uid: str, sequence: int, answer: str, stamp: str) -> Mail:
    """Outlook and Exchange: one alternative with quoted-printable text and a base64 calendar; no ORGANIZER, folded lines."""
    event = _ics(
        "PRODID:Microsoft Exchange Server 2010",
        "METHOD:REPLY",
        [
            f"ATTENDEE;PARTSTAT={answer};CN=Wang:mailto:{sender}",
            "COMMENT;LANGUAGE=zh-CN:\\n",
            f"UID:{uid}",
            "SUMMARY;LANGUAGE=zh-CN:已接受: 家访",
            "DTSTART;TZID=China Standard Time:20261126T190000",
            "DTEND;TZID=China Standard Time:20261126T200000",
            "CLASS:PUBLIC",
            "PRIORITY:5",
            f"DTSTAMP:{stamp}",
            "TRANSP:OPAQUE",
            "STATUS:CONFIRMED",
            f"SEQUENCE:{sequence}",
            "LOCATION;LANGUAGE=zh-CN:",
            "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        ],
        zone="China Standard Time",
    )
    text = quopri.encodestring("好的\n".encode()).decode()
    return _mail(
        [f"From: =?utf-8?B?{_b64('王老师')}?= <{sender}>", f'To: "心桥" <{to}>', "Subject: =?utf-8?B?5bey5o6l5Y+X?="],
        "multipart/alternative",
        [
            ('text/plain; charset="utf-8"', "quoted-printable", text),
            ('text/calendar; charset="utf-8"; method=REPLY', "base64", _b64(event)),
        ],
    )


def apple(sender: str, to: str, uid: str, sequence: int, answer: str, stamp: str) -> Mail:
    """Apple Calendar: mixed, with the calendar inside, ORGANIZER with parameters, and an address in capitals."""
    event = _ics(
        "PRODID:-//Apple Inc.//macOS 15.1//EN",
        "METHOD:REPLY",
        [
            "DTEND;TZID=Asia/Shanghai:20261126T200000",
            f"ORGANIZER;CN=Xinqiao;SCHEDULE-STATUS=1.1:MAILTO:{to}",
            f"UID:{uid}",
            f"DTSTAMP:{stamp}",
            "SUMMARY:家访",
            "LAST-MODIFIED:20261123T040000Z",
            "DTSTART;TZID=Asia/Shanghai:20261126T190000",
            f"SEQUENCE:{sequence}",
            f"ATTENDEE;CN=Wang;CUTYPE=INDIVIDUAL;PARTSTAT={answer};ROLE=REQ-PARTICIPANT:mailto:{sender.upper()}",
        ],
        zone="Asia/Shanghai",
    )
    return _mail(
        [f"From: Wang <{sender}>", f"To: {to}", "Subject: Re: =?utf-8?Q?=E5=AE=B6=E8=AE=BF?="],
        "multipart/mixed",
        [
            ("text/plain; charset=us-ascii", "7bit", "Wang has answered.\r\n"),
            ("text/calendar; method=REPLY; charset=utf-8; name=reply.ics", "8bit", event),
        ],
    )


def gmail(sender: str, to: str, uid: str, sequence: int, answer: str, stamp: str) -> Mail:
    """Gmail: an alternative with text, html and calendar, and the same calendar once more as an attachment."""
    event = _ics(
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "CALSCALE:GREGORIAN\r\nMETHOD:REPLY",
        [
            "DTSTART:20261126T110000Z",
            "DTEND:20261126T120000Z",
            f"DTSTAMP:{stamp}",
            f"ORGANIZER;CN=心桥:mailto:{to}",
            f"UID:{uid}",
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={sender};X-NUM-GUESTS=0:mailto:{sender}",
            "CREATED:20261123T040000Z",
            "DESCRIPTION:",
            "LAST-MODIFIED:20261123T040000Z",
            f"SEQUENCE:{sequence}",
            "STATUS:CONFIRMED",
            "SUMMARY:家访",
            "TRANSP:OPAQUE",
        ],
    )
    return _mail(
        [f"From: Wang <{sender}>", f"To: {to}", "Subject: Accepted: =?UTF-8?B?5a626K6/?="],
        "multipart/mixed",
        [
            ('text/html; charset="UTF-8"', "base64", _b64("<p>Wang</p>")),
            ('text/calendar; charset="UTF-8"; method=REPLY', "base64", _b64(event)),
            ('application/ics; name="invite.ics"', "base64", _b64(event)),
        ],
    )


def _ics(product: str, method: str, lines: list[str], zone: str | None = None) -> str:
    head = ["BEGIN:VCALENDAR", product, "VERSION:2.0", method]
    named = [
        *("BEGIN:VTIMEZONE", f"TZID:{zone}", "BEGIN:STANDARD", "DTSTART:16010101T000000"),
        *("TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "END:STANDARD", "END:VTIMEZONE"),
    ]
    body = [*head, *(named if zone else []), "BEGIN:VEVENT", *map(_fold, lines), "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body)


def _fold(line: str) -> str:
    return "\r\n ".join([line[:70], *(line[n : n + 60] for n in range(70, len(line), 60))])


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _mail(headers: list[str], kind: str, parts: list[tuple[str, str, str]]) -> Mail:
    lines = [*headers, "Message-ID: <1@mail.example>", "MIME-Version: 1.0", f'Content-Type: {kind}; boundary="=_b"', ""]
    for of_kind, encoding, content in parts:
        lines += ["--=_b", f"Content-Type: {of_kind}", f"Content-Transfer-Encoding: {encoding}", "", content]
    return "\r\n".join([*lines, "--=_b--", ""]).encode()
