"""Bodies that a route reads as they are: the framework cannot see their type in the handler's signature."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema


def raw_body(media_type: str) -> type[Operation]:
    """The `operation_class` of a route whose body is a file of this type."""

    @dataclass
    class RawBody(Operation):
        def __post_init__(self) -> None:
            binary = OpenAPIMediaType(schema=Schema(content_media_type=media_type))
            self.request_body = RequestBody(content={media_type: binary}, required=True)

    RawBody.media_type = media_type  # pyright: ignore[reportAttributeAccessIssue]
    return RawBody
