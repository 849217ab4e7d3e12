"""FCM HTTP v1: checks the bearer, the shape and the size of a message, answers in Google's envelope.

Shape and codes: the REST reference of `projects.messages` and its ErrorCode table.
"""

import json
import re
import ssl
from collections import defaultdict, deque
from typing import Any, cast

from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble
from tests.doubles.token import PROJECT, TokenDouble

FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
TARGETS = ("token", "fid", "topic", "condition")
FREE: dict[str, Any] = {"*": str}
# Field → type, or the fields of an object. "*" takes any name; Ellipsis takes any value (google.protobuf.Struct).
OPTIONS = {"analytics_label": str}
ANDROID_NOTIFICATION = {
    "title": str, "body": str, "icon": str, "color": str, "sound": str, "tag": str, "click_action": str,
    "channel_id": str, "ticker": str, "image": str, "notification_priority": str, "visibility": str,
}  # fmt: skip
MESSAGE: dict[str, Any] = {
    "name": str,
    "data": FREE,
    "notification": {"title": str, "body": str, "image": str},
    "android": {
        "collapse_key": str, "priority": str, "ttl": str, "restricted_package_name": str, "data": FREE,
        "notification": ANDROID_NOTIFICATION, "fcm_options": OPTIONS, "direct_boot_ok": bool,
        "bandwidth_constrained_ok": bool, "restricted_satellite_ok": bool,
    },
    "webpush": {"headers": FREE, "data": FREE, "notification": ..., "fcm_options": {"link": str, **OPTIONS}},
    "apns": {"headers": FREE, "payload": ..., "fcm_options": {**OPTIONS, "image": str}, "live_activity_token": str},
    "fcm_options": OPTIONS,
    **dict.fromkeys(TARGETS, str),
}  # fmt: skip


NAMED: dict[str | int, tuple[int, str, str | None]] = {
    "unregistered": (404, "Requested entity was not found.", "UNREGISTERED"),
    "not-found": (404, "Requested entity was not found.", None),
    "mismatch": (403, "SenderId mismatch", "SENDER_ID_MISMATCH"),
    "invalid": (400, "The registration token is not a valid FCM registration token", "INVALID_ARGUMENT"),
    "apns-key": (401, "Auth error from APNS or Web Push Service", "THIRD_PARTY_AUTH_ERROR"),
    "quota": (429, "Quota exceeded.", "QUOTA_EXCEEDED"),
}


class FcmDouble(HttpDouble):
    """`accepted` holds each message it took. `script[address]` says how the next sends to it fail:

    "unregistered", "not-found", "mismatch", "invalid", "apns-key", "quota", 401, 500, 503, "accept-then-503",
    "stall", "reset", "garbage", "proxy-page", "odd-error". `always` does so for every send to every address.
    """

    http2 = True

    def __init__(self, tokens: TokenDouble, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self._tokens = tokens
        self.accepted: list[dict[str, Any]] = []
        self.sends = 0
        self.script: defaultdict[str, deque[str | int]] = defaultdict(deque)
        self.always: str | int | None = None
        self.retry_after: str | None = None
        self.location: str | None = None

    @property
    def addresses(self) -> list[str]:
        return [next(message[target] for target in TARGETS if target in message) for message in self.accepted]

    async def answer(self, request: Request) -> Answer:
        self.sends += 1
        if refusal := self._refusal(request):
            return refusal
        try:
            content = json.loads(request.body)
        except ValueError:
            return error(400, "Invalid JSON payload received.")
        if fault := fault_of(content):
            return error(400, fault, "INVALID_ARGUMENT")
        message = cast("dict[str, Any]", content["message"])
        address = next(message[target] for target in TARGETS if target in message)
        script = self.script[address]
        step = script.popleft() if script else self.always
        return await self._play(step, message) if step else self._accept(message)

    def _refusal(self, request: Request) -> Answer | None:
        if (request.method, request.path) != ("POST", f"/v1/projects/{PROJECT}/messages:send"):
            return Answer(404, b"<html>not found</html>", {"Content-Type": "text/html"})
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens.valid:
            return error(401, "Request had invalid authentication credentials.")
        if not request.headers.get("content-type", "").startswith("application/json"):
            return error(400, "Invalid content type.")
        return None

    def _accept(self, message: dict[str, Any]) -> Answer:
        self.accepted.append(message)
        return Answer.json(200, {"name": f"projects/{PROJECT}/messages/{len(self.accepted)}"})

    async def _play(self, step: str | int, message: dict[str, Any]) -> Answer:
        named = {"Retry-After": self.retry_after, "Location": self.location}
        wait = {name: value for name, value in named.items() if value}
        if step in NAMED:
            return error(*NAMED[step], headers=wait)
        if isinstance(step, int):
            return error(step, "Scripted.", headers=wait)
        if step == "accept-then-503":
            self._accept(message)
            return error(503, "The service is currently unavailable.", "UNAVAILABLE", wait)
        return await self._misbehave(step)

    async def _misbehave(self, step: str) -> Answer:
        match step:
            case "stall":
                await self.stall()
                raise Reset
            case "reset":
                raise Reset
            case "garbage":
                return Answer(500, b"\xff\xfe\x00{", {"Content-Type": "application/json"})
            case "proxy-page":
                return Answer(200, b"<html>Sign in to the network</html>", {"Content-Type": "text/html"})
            case "odd-error":
                return Answer.json(404, {"error": "gone"})
            case _:
                raise AssertionError(f"no such script: {step}")


def error(status: int, text: str, code: str | None = None, headers: dict[str, str] | None = None) -> Answer:
    """Google's error envelope (google.rpc.Status)."""
    envelope: dict[str, Any] = {"code": status, "message": text, "status": STATUS.get(status, "UNKNOWN")}
    if code:
        envelope["details"] = [{"@type": FCM_ERROR, "errorCode": code}]
    elif status == 400:
        envelope["details"] = [{"@type": BAD_REQUEST, "fieldViolations": [{"description": text}]}]
    return Answer.json(status, {"error": envelope}, headers)


def fault_of(content: Any) -> str | None:
    """What the real server would object to in this request."""
    if fault := _unknown(content, {"message": MESSAGE, "validate_only": bool}, "request"):
        return fault
    message: dict[str, Any] = content.get("message", {})
    if sum(target in message for target in TARGETS) != 1 or not all(message.get(target, "-") for target in TARGETS):
        return "Recipient of the message is not set."
    return _values_fault(message) or ("Message is too big." if _size(message) > 4096 else None)


def _size(message: dict[str, Any]) -> int:
    """What counts towards FCM's limit: the data and the notification."""
    texts = [*message.get("data", {}).items(), *message.get("notification", {}).items()]
    return sum(len(key.encode()) + len(value.encode()) for key, value in texts)


def _unknown(value: Any, shape: Any, path: str) -> str | None:
    if shape is ...:
        return None
    if not isinstance(shape, dict):
        return None if isinstance(value, shape) else f"Invalid value at '{path}'"
    if not isinstance(value, dict):
        return f"Invalid value at '{path}'"
    fields = cast("dict[str, Any]", shape)
    for name, item in cast("dict[str, Any]", value).items():
        if name not in fields and "*" not in fields:
            return f"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': Cannot find field."
        if fault := _unknown(item, fields.get(name, fields.get("*")), f"{path}.{name}"):
            return fault
    return None


def _values_fault(message: dict[str, Any]) -> str | None:
    android, webpush, apns = (message.get(part, {}) for part in ("android", "webpush", "apns"))
    ttl = android.get("ttl", "0s")
    reserved = [k for k in message.get("data", {}) if k in {"from", "message_type"} or k.startswith(("google", "gcm"))]
    sound = {
        "data": not reserved,
        "android.ttl": re.fullmatch(r"\d+(\.\d{1,9})?s", ttl) and float(ttl[:-1]) <= 2419200,
        "android.priority": android.get("priority", "normal").lower() in {"normal", "high"},
        "webpush.fcm_options.link": webpush.get("fcm_options", {}).get("link", "https://").startswith("https://"),
        "webpush.headers.Topic": re.fullmatch(r"[A-Za-z0-9_-]{0,32}", webpush.get("headers", {}).get("Topic", "")),
        "apns.headers.apns-collapse-id": len(apns.get("headers", {}).get("apns-collapse-id", "").encode()) <= 64,
    }
    return next((f"Invalid value at 'message.{field}'" for field, fine in sound.items() if not fine), None)
