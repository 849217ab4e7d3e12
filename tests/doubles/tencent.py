"""Tencent Cloud's SendSms as its documents describe it (docs/channels.md): checks signature, clock, shape, limits, templates."""

import hashlib
import hmac
import json
import re
from collections import defaultdict, deque
from datetime import UTC, datetime
from typing import Any

from api.core.tencent import SmsTemplate, TencentSms
from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble

SECRET_ID, SECRET_KEY, APP, SIGN = "AKIDexample", "key-of-the-account", "1400006666", "心桥"
CODE, NEUTRAL = "1110", "1111"
ACCOUNT = TencentSms(
    secret_id=SECRET_ID,
    secret_key=SECRET_KEY,
    sdk_app_id=APP,
    sign_name=SIGN,
    templates=(
        SmsTemplate(id=CODE, text="您的验证码是{1}，5分钟内有效。请勿告诉他人。"),
        SmsTemplate(id=NEUTRAL, text="您有一条新消息，请登录后查看。"),
    ),
    otherwise=NEUTRAL,
)
_PROOF = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/([0-9-]+)/sms/tc3_request, SignedHeaders=([a-z;-]+), Signature=([0-9a-f]{64})"
)


class TencentDouble(HttpDouble):
    """`sent` holds what would reach phones. `script[number]`: that number's code. `whole`: what the next calls get: a code, "http-503", "stall", "reset", "garbage"."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.sent: list[tuple[str, str, tuple[str, ...]]] = []
        self.script: dict[str, str] = {}
        self.whole: deque[str] = deque()
        self.retry_after: str | None = None
        self.calls: defaultdict[str, int] = defaultdict(int)

    async def answer(self, request: Request) -> Answer:
        if fault := self._unsigned(request):
            return _error(fault)
        if step := self.whole.popleft() if self.whole else None:
            return await self._play(step)
        body = json.loads(request.body)
        if fault := _fault(body):
            return _error(fault)
        self.calls[body["TemplateId"]] += 1
        # The order of the numbers is nobody's promise.
        statuses = [self._status(number, body) for number in reversed(body["PhoneNumberSet"])]
        return Answer.json(200, {"Response": {"SendStatusSet": statuses, "RequestId": "r"}})

    def _status(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        code = self.script.get(number, "Ok")
        if code == "Ok":
            self.sent.append((number, body["TemplateId"], tuple(body["TemplateParamSet"])))
        serial = f"serial-{len(self.sent)}" if code == "Ok" else ""
        return {"SerialNo": serial, "PhoneNumber": number, "Fee": int(code == "Ok"), "Code": code, "Message": ""}

    async def _play(self, step: str) -> Answer:
        if step.startswith("http-"):
            wait = {"Retry-After": self.retry_after} if self.retry_after else {}
            return Answer.json(int(step.removeprefix("http-")), {}, wait)
        if step == "stall":
            await self.stall()
        if step == "reset":
            raise Reset
        return Answer(200, b"\xff<html>", {}) if step == "garbage" else _error(step)

    def _unsigned(self, request: Request) -> str | None:
        headers = request.headers
        found = _PROOF.fullmatch(headers.get("authorization", ""))
        if request.method != "POST" or not found or "host" not in found[3] or "content-type" not in found[3]:
            return "AuthFailure.InvalidAuthorization"
        if found[1] != SECRET_ID:
            return "AuthFailure.SecretIdNotFound"
        stamp = int(headers["x-tc-timestamp"])
        if abs(stamp - self.now.timestamp()) > 300:
            return "AuthFailure.SignatureExpire"
        if found[2] != datetime.fromtimestamp(stamp, UTC).date().isoformat() or found[4] != _sign(
            request, found, stamp
        ):
            return "AuthFailure.SignatureFailure"
        asked = (headers.get("x-tc-action"), headers.get("x-tc-version"), "x-tc-region" in headers)
        return None if asked == ("SendSms", "2021-01-11", True) else "InvalidAction"


def _sign(request: Request, found: re.Match[str], stamp: int) -> str:
    """The signature again, written down from the document and not from our own code."""
    values = {**request.headers, "x-tc-action": request.headers["x-tc-action"].lower()}
    lines = "".join(f"{name}:{values[name]}\n" for name in found[3].split(";"))
    canonical = f"POST\n/\n\n{lines}\n{found[3]}\n{hashlib.sha256(request.body).hexdigest()}"
    scope = f"{found[2]}/sms/tc3_request"
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    date_key = hmac.digest(b"TC3" + SECRET_KEY.encode(), found[2].encode(), "sha256")
    service_key = hmac.digest(date_key, b"sms", "sha256")
    return hmac.digest(hmac.digest(service_key, b"tc3_request", "sha256"), text.encode(), "sha256").hex()


def _fault(body: dict[str, Any]) -> str | None:
    numbers: list[str] = body["PhoneNumberSet"]
    places = {CODE: 1, NEUTRAL: 0}.get(body["TemplateId"])
    faults = {
        "InvalidParameterValue.SdkAppIdNotExist": body["SmsSdkAppId"] != APP,
        "FailedOperation.SignatureIncorrectOrUnapproved": body["SignName"] != SIGN,
        "LimitExceeded.PhoneNumberCountLimit": len(numbers) > 200,
        "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber": len({n.startswith("+86") for n in numbers})
        > 1,
        "FailedOperation.TemplateIncorrectOrUnapproved": places is None,
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": len(body["TemplateParamSet"]) != places,
    }
    return next((code for code, wrong in faults.items() if wrong), None)


def _error(code: str) -> Answer:
    return Answer.json(200, {"Response": {"Error": {"Code": code, "Message": "refused"}, "RequestId": "r"}})
