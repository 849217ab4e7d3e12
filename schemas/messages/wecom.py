"""Messages: whether a guardian signs in from their school's WeCom."""

from typing import Literal

import msgspec


class WecomHolder(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: their number, how often they signed out everywhere, and whether they ask on a phone of their own."""

    phone_sealed: bytes | None
    sign_outs: int
    own_phone: bool


class WecomLinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who a guardian is in WeCom, and their word that this signs them in."""

    user_id: str
    phone_mark: bytes
    sign_in_mark: bytes | None


class WecomLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether you sign in from the school's WeCom.

    `state`: `off` the school has no WeCom here, `none` its directory has no parent with your number who follows the school's notices,
    `known` you are one, `signs_in` you are one and switched it on. `ownPhone`: it can be switched on here.
    """

    state: Literal["off", "none", "known", "signs_in"]
    own_phone: bool
