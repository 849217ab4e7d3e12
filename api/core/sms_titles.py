"""What an SMS says of a title that somebody wrote: one line, cut, and no link. Pure."""

import re
import unicodedata

SMS_UNITS = 20
"""Units of UTF-16 of a title in an SMS: what gateways take as one varying part of an approved text."""
_LINK = re.compile(
    r"://|www\.|[\w-]\.(?:[a-z]{2,}|xn--|中国|公司|网络|网址|在线)|[a-z0-9-][。．｡][a-z]{2,}|\d+(?:\.\d+){3}",
    re.IGNORECASE,
)
"""Also a bare domain, as in a shortened link: phones make a link of it."""
_SIGN = str.maketrans("", "", "【】")
"""What stands in them is who sends an SMS."""


def in_zh(title: str) -> str:
    """What a Chinese SMS says of a title: in its marks, or nothing."""
    said = _in_sms(title)
    return f"《{said}》" if said else ""


def in_en(title: str) -> str:
    """The same in English."""
    said = _in_sms(title)
    return f"“{said}”" if said else ""


def has_link(title: str) -> bool:
    """Whether a phone would show a part of it as a link. One that is not meant so, as `a.bc`, counts as well."""
    return _LINK.search(unicodedata.normalize("NFKC", title)) is not None


def _in_sms(title: str) -> str:
    """The title in one line, cut. One with a link is left out: links in SMS are how people are robbed."""
    said = " ".join(title.translate(_SIGN).split())
    if has_link(said):
        return ""
    return said if _units(said) <= SMS_UNITS else _cut(said) + "…"


def _cut(text: str) -> str:
    while _units(text) >= SMS_UNITS:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
