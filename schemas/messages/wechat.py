"""Messages: a guardian's own link to their school's WeChat service account."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.text import LINE

LinkState = Literal["asked", "linked", "failed"]


class WechatRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a person's last try."""

    app_id: str
    state: LinkState
    phone_mark: bytes | None


class WechatHolder(msgspec.Struct, frozen=True, kw_only=True):
    """Who links: their number, how often they signed out everywhere, and whether they ask on a phone of their own."""

    phone_sealed: bytes | None
    sign_outs: int
    own_phone: bool


class WechatFound(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is to a service account. `phone_mark`: what they asked with."""

    account_id: UUID
    app_id: str
    user_id: str
    phone_mark: bytes


class WechatAsk(Input, frozen=True, kw_only=True):
    """What WeChat's page sent back with the person, unchanged."""

    wechat_code: Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=LINE)]
    state: Annotated[str, msgspec.Meta(min_length=1, max_length=128, pattern=LINE)]


class WechatLink(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether the school's WeChat service account tells you things.

    `state`: `off` the school has no service account, `none` you are not linked to it, `asked` WeChat is being asked who you are, `failed`
    it did not say so: begin again. `connectUrl`: opened in WeChat, it comes back to the app's settings with what the link takes;
    null on a device that others use.
    """

    state: Literal["off", "none", "asked", "linked", "failed"]
    connect_url: str | None
