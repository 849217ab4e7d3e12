"""Signing in from a school's WeCom on the wire."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from schemas.accounts.wire import TokenKind
from schemas.input import Input
from schemas.text import LINE

SignInState = Literal["asked", "found", "unknown", "refused", "down"]
"""`unknown`: no parent of the school's directory; `refused`: WeCom did not take the code; `down`: it did not answer."""


class WecomBegin(Input, frozen=True, kw_only=True):
    """The school in whose WeCom somebody is."""

    org_id: Annotated[int, Meta(gt=0, le=2**63 - 1)]


class WecomBegun(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Opened in WeChat or WeCom, `authorizeUrl` comes back to the app's page with what `askWecom` takes, for ten minutes at least."""

    authorize_url: str


class WecomBack(Input, frozen=True, kw_only=True):
    """What WeCom's page sent back with the person, unchanged."""

    wecom_code: Annotated[str, Meta(min_length=1, max_length=512, pattern=LINE)]
    state: Annotated[str, Meta(min_length=1, max_length=128, pattern=LINE)]


class WecomSignIn(Input, frozen=True, kw_only=True):
    """Signs in whom WeCom named to this browser."""

    token_kind: TokenKind = "cookie"
