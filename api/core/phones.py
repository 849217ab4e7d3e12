"""Phone numbers. People write them in many forms; we store mainland mobile numbers as 11 digits, others as E.164, and send to E.164.

The login key of a person is an HMAC of what is stored (`core/sealing`), so every written form must come to the same text.
"""

import re

import phonenumbers

REGION = "CN"
"""The country of a number that names none."""
# The library reads letters as keys of a dial; here they are mistakes. Whether a range of mobile numbers is in use yet is not
# asked: carriers open new ones faster than any list.
_BETWEEN = re.compile(r"[\s()（）-]")
_WRITTEN = re.compile(r"[+＋]?\d{1,30}")
_ABROAD = re.compile(r"(?:[+＋]|00)[0-9]{6,15}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# A short message reaches these. Some countries do not tell mobile numbers from others.
_MOBILE_TYPES = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})


def find_mobile(written: str) -> str | None:
    """The 11 digits of a mainland mobile number in any usual form (`+86 139-0000-0001`, `0086139…`); None for any other text."""
    closed = _BETWEEN.sub("", written)
    if not _WRITTEN.fullmatch(closed):
        return None
    plain = "" if closed[0] in "+＋" else phonenumbers.normalize_digits_only(closed)
    if _MOBILE.fullmatch(plain):
        return plain  # the library takes 179 xx 00 for the beginning of a call abroad
    try:
        number = phonenumbers.parse(closed, REGION)
    except phonenumbers.NumberParseException:
        return None
    digits = phonenumbers.national_significant_number(number)
    return digits if number.country_code == 86 and _MOBILE.fullmatch(digits) else None


def find_number(written: str) -> str | None:
    """A mobile number as it is stored: 11 digits of the mainland, or E.164 where another country or region is written before it.

    None for any other text, also for a number of Hong Kong without its +852: nobody knows whose it is.
    """
    if (mainland := find_mobile(written)) is not None:
        return mainland
    closed = _BETWEEN.sub("", written)
    if not _ABROAD.fullmatch(closed):
        return None
    try:
        number = phonenumbers.parse(closed, REGION)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.number_type(number) not in _MOBILE_TYPES:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def to_e164(stored: str) -> str:
    """A stored number as SMS services take it (ITU-T E.164); the region is China unless the number names a country.

    Raises ValueError for text that is no number.
    """
    try:
        number = phonenumbers.parse(f"+86{stored}" if _MOBILE.fullmatch(stored) else stored, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a phone number") from error
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
