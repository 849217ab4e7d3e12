"""Bodies that a route reads as they are: the framework cannot see their type in the handler's signature."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema

from api.core.errors import Problem
from api.http import problems


def raw_body(media_type: str) -> type[Operation]:
    """The `operation_class` of a route whose body is a file of this type."""

    @dataclass
    class RawBody(Operation):
        def __post_init__(self) -> None:
            binary = OpenAPIMediaType(schema=Schema(content_media_type=media_type))
            self.request_body = RequestBody(content={media_type: binary}, required=True)

    RawBody.media_type = media_type  # pyright: ignore[reportAttributeAccessIssue]
    return RawBody


def too_large(problem: Problem) -> Callable[["Request[Any, Any, Any]", HTTPException], Response[bytes]]:
    """The handler of HTTPException of a route whose body has a limit of its own: beyond it, this problem."""

    def answer(request: "Request[Any, Any, Any]", error: HTTPException) -> Response[bytes]:
        return problems.answer(request, problem if error.status_code == 413 else error)

    return answer
