"""The API reference as one plain page from our own server: nothing is loaded from elsewhere (P6)."""

from html import escape
from typing import Any, cast

from litestar import Controller, MediaType, Request, get

from api.http.contract import completed
from api.http.operator import for_operator_or_demo

Doc = dict[str, Any]

CSS = """
:root { color-scheme: light dark; --jade: #0f766e; }
body { margin: 0; font: 16px/1.7 system-ui, sans-serif; }
main { max-width: 56rem; margin: auto; padding: 1rem; }
nav a { margin-right: .8rem; } a { color: var(--jade); }
h2 { margin-top: 2.5rem; border-bottom: 1px solid currentColor; }
section { margin: 1.5rem 0; overflow-wrap: anywhere; } h3 { margin-bottom: 0; } small { opacity: .75; }
"""


class ReferenceController(Controller):
    """The contract, for people and for programs."""

    path = "/docs"
    include_in_schema = False
    guards = (for_operator_or_demo,)

    @get(operation_id="reference", media_type=MediaType.HTML)
    async def reference(self, request: "Request[Any, Any, Any]") -> str:
        """Every operation, by subject."""
        return page(completed(request.app).to_schema())

    @get("/reference.css", operation_id="referenceStyle", media_type=MediaType.CSS)
    async def style(self) -> str:
        """The page's own style."""
        return CSS


def page(doc: Doc) -> str:
    """The whole page: contents, operations, shapes."""
    rows: dict[str, list[str]] = {}
    for path, methods in sorted(cast("Doc", doc.get("paths", {})).items()):
        for method, operation in cast("Doc", methods).items():
            tag = str((operation.get("tags") or ["Other"])[0])
            rows.setdefault(tag, []).append(_operation(method, path, operation))
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a> ' for tag in rows)
    parts = "".join(f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(ops)}' for tag, ops in rows.items())
    shapes = cast("Doc", cast("Doc", doc.get("components", {})).get("schemas", {}))
    structs = "".join(_shape(name, shape) for name, shape in sorted(shapes.items()))
    title = escape(str(doc["info"]["title"]))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title} API</title><link rel="stylesheet" href="/docs/reference.css"><main><h1>{title} API</h1>'
        f"<p>Base path <code>/api/v1</code>. Errors are <code>application/problem+json</code> in the reader's language. "
        f"Each write carries an <code>Idempotency-Key</code>; a change of an object carries <code>If-Match</code>. "
        f'The machine-readable contract is <a href="/openapi/openapi.json">openapi.json</a>.</p>'
        f'<nav>{links}<a href="#shapes">Shapes</a></nav>{parts}<h2 id="shapes">Shapes</h2>{structs}</main></html>'
    )


def _operation(method: str, path: str, operation: Doc) -> str:
    parameters = "".join(
        f"<li><code>{escape(p['name'])}</code> <small>{escape(p['in'])}{', required' if p.get('required') else ''}</small> "
        f"{_type(p.get('schema', {}))} {escape(p.get('description', ''))}</li>"
        for p in cast("list[Doc]", operation.get("parameters", []))
    )
    body = _content(operation.get("requestBody", {}))
    answers = "".join(
        f"<li><code>{escape(status)}</code> {_content(answer)} {escape(answer.get('description', ''))}</li>"
        for status, answer in sorted(cast("Doc", operation.get("responses", {})).items())
    )
    return (
        f'<section id="{escape(str(operation.get("operationId")))}"><h3><b>{escape(method.upper())}</b> <code>{escape(path)}</code></h3>'
        f"<p>{escape(str(operation.get('description') or operation.get('summary') or ''))}</p>"
        f"<ul>{parameters}</ul>{f'<p>Body: {body}</p>' if body else ''}<ul>{answers}</ul></section>"
    )


def _content(holder: Doc) -> str:
    return " ".join(_type(c.get("schema", {})) for c in cast("Doc", holder.get("content", {})).values())


def _type(schema: Doc) -> str:
    if "$ref" in schema:
        name = escape(str(schema["$ref"]).rsplit("/", 1)[-1])
        return f'<a href="#shape-{name}">{name}</a>'
    if "oneOf" in schema:
        return " or ".join(_type(s) for s in cast("list[Doc]", schema["oneOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return "<code>" + escape(" | ".join(str(v) for v in cast("list[Any]", schema["enum"]))) + "</code>"
    limits = ", ".join(f"{k} {schema[k]}" for k in ("minimum", "maximum", "minLength", "maxLength") if k in schema)
    kind = " ".join(str(schema[k]) for k in ("type", "format") if k in schema)
    return f"<code>{escape(kind)}</code>{f' <small>{escape(limits)}</small>' if limits else ''}"


def _shape(name: str, shape: Doc) -> str:
    needed = set(cast("list[str]", shape.get("required", [])))
    fields = "".join(
        f"<li><code>{escape(field)}</code>{'' if field in needed else ' <small>optional</small>'} {_type(schema)}</li>"
        for field, schema in cast("Doc", shape.get("properties", {})).items()
    )
    about = escape(str(shape.get("description") or ""))
    return f'<section id="shape-{escape(name)}"><h3>{escape(name)}</h3><p>{about}</p><ul>{fields}</ul></section>'
