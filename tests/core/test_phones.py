"""Phone numbers: one number has one stored form, as its login key is made of it, and leaves with its country."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.core import phones

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(MOBILE)
@example("17900001000")  # 179 xx 00 begins a call abroad by some carriers
def test_a_stored_number_stays_what_it_is(number: str) -> None:
    """Every number that the contract lets in (`schemas.accounts.wire.Phone`), ranges not yet in use included."""
    assert phones.find_mobile(number) == number
    assert phones.to_e164(number) == f"+86{number}"


@given(MOBILE, st.sampled_from(["", "+86", "0086", "86", "0", "+86 ", "(+86) ", "＋86", "+86-", "-"]))
def test_all_forms_come_to_the_same_digits(number: str, before: str) -> None:
    spaced = re.sub(r"(\d{3})(\d{4})(\d{4})", r"\1-\2 \3", number)
    assert phones.find_mobile(before + number) == phones.find_mobile(before + spaced) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "+",
        "1640000010",
        "164000001011",
        "12400000101",
        "0755-12345678",
        "+86",
        "8616400000",
        "手机",
        "1640000010A",
        "1800FLOWERS",
        "16400000101 ext 5",
        "16400000101#5",
        "16400000101;13900000001",
        "+4915112345678",
        "+8521640000101",
        "+17900001000",
        "1" * 300,
    ],
)
def test_what_is_no_mainland_mobile_number(written: str) -> None:
    assert phones.find_mobile(written) is None


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("+852 6123 4567", "+85261234567"),
        ("00852-6123-4567", "+85261234567"),
        ("＋853 6612 3456", "+85366123456"),
        ("+886 0912 345 678", "+886912345678"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("+86 139 0000 0001", "13900000001"),
        ("13900000001", "13900000001"),
        ("61234567", None),
        ("+852 2123 4567", None),  # a line on a desk gets no message
        ("+852 6123", None),
        ("+86 0755 1234 5678", None),
        ("+999 123456789", None),
        ("手机", None),
    ],
)
def test_numbers_of_other_places_need_their_code(written: str, stored: str | None) -> None:
    assert phones.find_number(written) == stored
    if stored:
        assert phones.find_number(stored) == stored
        assert phones.find_number(phones.to_e164(stored)) == stored


def test_a_number_of_another_country_keeps_it() -> None:
    assert phones.to_e164("+4915112345678") == "+4915112345678"


def test_text_that_is_no_number_has_no_address() -> None:
    """What reads addresses in batches goes on after a ValueError."""
    with pytest.raises(ValueError, match="not a phone number"):
        phones.to_e164("手机")
