"""Errors as `application/problem+json` (RFC 9457): a stable type, a sentence in the reader's language, fields."""

import re
from typing import Any, cast

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers.http_handlers import HTTPRouteHandler

from api.core.errors import FieldError, Forbidden, Invalid, NotFound, Problem, TooLarge, Unavailable
from api.http import language
from schemas.text import PLAIN_MARK

log = structlog.get_logger("problem")
MEDIA_TYPE = "application/problem+json"
TYPE = "https://xinqiao.invalid/problems/"  # a name, not an address (RFC 9457 §3.1.1)


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a refused request is answered with."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError]


class MethodNotAllowed(Problem):
    status, slug = 405, "method-not-allowed"
    zh, en = "这个地址不支持该操作。", "This address does not support that operation."


class BadRequest(Problem):
    pass


class UnsupportedType(Problem):
    status, slug = 415, "unsupported-type"
    zh, en = "不支持这种内容格式。", "This kind of content is not supported."


class Internal(Problem):
    status, slug = 500, "internal"
    zh, en = (
        "出了点问题，我们已记录。请稍后再试。",
        "Something went wrong on our side and was noted. Please try again later.",
    )


class ReadOnly(Problem):
    status, slug = 503, "read-only"
    zh, en = "服务正在维护，暂时只能查看。", "The service is being maintained; for now you can only read."


# The database is away or about to come back: the client is asked to try again.
_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server died between two messages of one statement
    TimeoutError,
)
_HTTP: dict[int, type[Problem]] = {
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedType,
}


def answer(request: "Request[Any, Any, Any]", error: Exception) -> Response[bytes]:
    """The answer to any failure: expected ones speak for themselves, others say nothing of their inside."""
    reader = language.preferred(request.headers.get("accept-language"))
    problem = _problem(error, reader)
    if type(problem) is TooLarge:
        problem = TooLarge(limit=_limit_of(request))
    if problem.status >= 500:
        log.error("failed", exc_info=error)
    headers = {"cache-control": "no-store"}
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    return Response(write(problem, reader), status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def _limit_of(request: "Request[Any, Any, Any]") -> str:
    """How large a body the route of a request takes, as people write it."""
    handler = cast("dict[str, object]", request.scope).get("route_handler")
    size = handler.resolve_request_max_body_size() if isinstance(handler, HTTPRouteHandler) else None
    return _written(size or 0)


def _written(size: int) -> str:
    unit = 1000 if size % 1024 else 1024
    return f"{size // unit**2} MB" if size >= unit**2 else f"{size // unit} KB"


def write(problem: Problem, reader: str) -> bytes:
    """The body of a problem."""
    sentence = problem.sentence(reader)
    body = ProblemBody(
        type=TYPE + problem.slug, title=sentence, status=problem.status, detail=sentence, errors=list(problem.fields)
    )
    return msgspec.json.encode(body)


def _problem(error: Exception, reader: str) -> Problem:  # noqa: PLR0911 - one line a kind
    if isinstance(error, Problem):
        return error
    if isinstance(error, ValidationException):
        return Invalid(fields=_fields(error, reader))
    if isinstance(error, HTTPException):
        return _HTTP.get(error.status_code, BadRequest)()
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        return ReadOnly(retry_after=60)
    if isinstance(error, _AWAY):
        return Unavailable(retry_after=5)
    if isinstance(error, asyncpg.CharacterNotInRepertoireError | asyncpg.UntranslatableCharacterError):
        return BadRequest()  # a NUL in a text: JSON can say it, PostgreSQL cannot keep it
    return Internal()


_SENTENCES = {
    "unknown": ("不认识的字段，请去掉。", "This field is not known. Leave it out."),
    "missing": ("这一项必填。", "This is required."),
    "too-long": ("内容太长了。", "This is too long."),
    "too-short": ("内容太短了。", "This is too short."),
    "cursor": (
        "列表的位置不对或已失效，请从头再看。",
        "This place in the list is not yours or has lapsed. Start at the beginning of the list.",
    ),
    "characters": (
        "这里要有看得见的文字，不能有制表符、控制字符或改变文字方向的字符。",
        "This needs text that can be seen, without tabs, control characters or characters that turn its direction.",
    ),
    "login": (
        "手机号是 11 位；大陆以外的号码，前面写 + 和区号，如 +852。邮箱要写完整。",
        "A mainland mobile number has 11 digits; others begin with + and the country code, such as +852. Write an email address in full.",
    ),
    "link": (
        "请填写完整的网址，以 https:// 开头，不带用户名和空格。",
        "Write a whole web address: it begins with https:// and has no user name and no spaces.",
    ),
    "six-digits": ("验证码是六位数字。", "The code has six digits."),
    "invalid": ("这一项填写不正确。", "This is not right."),
}


_PATTERNS = {PLAIN_MARK: "characters", "1[3-9][0-9]{9}": "login", "^[0-9]{6}": "six-digits", "^https://": "link"}
"""What the parser quotes of a pattern that a text breaks, and the sentence that says what the pattern wants."""


def _fields(error: ValidationException, reader: str) -> tuple[FieldError, ...]:
    """Field errors from what msgspec says: `… - at `$.items[0].name``."""
    rows = cast("list[dict[str, Any]]", error.extra if isinstance(error.extra, list) else [])
    found = [_field(str(r.get("message", "")), str(r.get("key", "")), reader) for r in rows]
    return tuple(found) or (_field(str(error.detail), "", reader),)


def _field(message: str, key: str, reader: str) -> FieldError:
    at = re.search(r"at `(\$[^`]*)`", message)
    named = re.search(r"(?:unknown|missing required) field `([^`]+)`", message)
    path = at.group(1) if at else ("$" if named else f"$.{_on_the_wire(key)}" if key and key != "data" else "$")
    if named:
        path = f"{path}.{named.group(1)}"
    return field(path, _code(message), reader)


def field(path: str, code: str, reader: str) -> FieldError:
    """What is wrong with one field, in the reader's language."""
    zh, en = _SENTENCES[code]
    return FieldError(path=path[:200], code=code, message=en if reader == "en" else zh)


def _on_the_wire(key: str) -> str:
    """A query parameter by the name that the client knows: `from_` is `from`, `class_id` is `classId`."""
    first, *rest = key.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _code(message: str) -> str:
    if "unknown field" in message:
        return "unknown"
    if "missing required field" in message:
        return "missing"
    if "matching regex" in message:
        return next((code for mark, code in _PATTERNS.items() if mark in message), "invalid")
    if "of length <=" in message:
        return "too-long"
    return "too-short" if "of length >=" in message else "invalid"
