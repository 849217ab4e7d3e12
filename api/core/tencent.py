"""Tencent Cloud's API 3.0: the settings of its SMS service, and signature v3 (TC3-HMAC-SHA256). Its documents: docs/channels.md."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from api.core.errors import Misconfigured

URL = "https://sms.tencentcloudapi.com"
SERVICE, ACTION, VERSION = "sms", "SendSms", "2021-01-11"
CONTENT_TYPE = "application/json; charset=utf-8"
_SIGNED = "content-type;host;x-tc-action"
_PLACE = re.compile(r"\\\{[0-9]+\\\}")
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class SmsTemplate(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A text that Tencent approved, with `{1}`, `{2}` … where it varies, and its id. The sign before it is not part of it."""

    id: _Text
    text: _Text

    def params_of(self, text: str) -> list[str] | None:
        """What stands at the places; None: it is another text."""
        found = re.fullmatch(_PLACE.sub("(.+?)", re.escape(self.text)), text, re.DOTALL)
        return list(found.groups()) if found else None


class TencentSms(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An account of Tencent Cloud SMS. `otherwise`: the template, without places, for a message whose own text is not approved."""

    secret_id: _Text
    secret_key: _Text
    sdk_app_id: _Text
    sign_name: _Text
    templates: Annotated[tuple[SmsTemplate, ...], msgspec.Meta(min_length=1)]
    otherwise: str | None = None
    region: str = "ap-guangzhou"

    def __repr__(self) -> str:
        return f"TencentSms({self.sdk_app_id})"


def read_sms(text: str | None) -> TencentSms | None:
    """Reads XINQIAO_TENCENT_SMS. Raises Misconfigured."""
    try:
        sms = msgspec.json.decode(text, type=TencentSms) if text else None
    except msgspec.DecodeError as error:
        raise Misconfigured(f"XINQIAO_TENCENT_SMS is not right: {error}.") from None
    if sms and sms.otherwise and not any(t.id == sms.otherwise and t.params_of(t.text) == [] for t in sms.templates):
        raise Misconfigured("XINQIAO_TENCENT_SMS: `otherwise` names no template without places.")
    return sms


def signed_headers(account: TencentSms, url: str, body: bytes, now: datetime) -> Mapping[str, str]:
    """The headers of one POST, which prove who asks and that nobody changed the body. Valid for five minutes."""
    host, stamp = urlsplit(url).netloc, int(now.timestamp())
    day = now.astimezone(UTC).date().isoformat()
    scope = f"{day}/{SERVICE}/tc3_request"
    signature = sign(account.secret_key, day, SERVICE, string_to_sign(canonical(host, ACTION, body), scope, stamp))
    proof = f"Credential={account.secret_id}/{scope}, SignedHeaders={_SIGNED}, Signature={signature}"
    return {
        "Authorization": f"TC3-HMAC-SHA256 {proof}",
        "Content-Type": CONTENT_TYPE,
        "X-TC-Action": ACTION,
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": str(stamp),
        "X-TC-Region": account.region,
    }


def canonical(host: str, action: str, body: bytes) -> str:
    """The request as it is signed."""
    headers = f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    return "\n".join(["POST", "/", "", headers, _SIGNED, hashlib.sha256(body).hexdigest()])


def string_to_sign(request: str, scope: str, stamp: int) -> str:
    """What the key signs."""
    return "\n".join(["TC3-HMAC-SHA256", str(stamp), scope, hashlib.sha256(request.encode()).hexdigest()])


def sign(secret_key: str, day: str, service: str, text: str) -> str:
    """The signature in hex, by a key for the day and the service."""
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
