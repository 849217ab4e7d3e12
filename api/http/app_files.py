"""The phone app's files, as the build left them: read once at start, so that a name not in the table is nowhere.

Text that the build compressed (`x.js.br`, `x.js.gz`) is answered as the client asks. Whatever is no file and no address
of the API is an address inside the app and is answered with its page.
"""

import re
from collections.abc import Mapping
from gzip import compress
from hashlib import blake2b
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

import msgspec
from litestar import Controller, HttpMethod, Request, Response, route
from litestar.di import NamedDependency

from api.core.config import Config
from api.core.errors import NotFound

RESERVED = frozenset({"api", "docs", "openapi", "health", "metrics", "demo", ".well-known"})
"""First parts of the server's own addresses: below them the app is never answered."""
PAGE = "/index.html"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""What the build writes beside a file, the best first."""
FIREBASE = "https://fcmregistrations.googleapis.com https://firebaseinstallations.googleapis.com"

_PICTURE = b'property="og:image" content="/'
_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"
_AGES = {"assets": _YEAR, "icons": _DAY}
# Our own list: the machine's differs from one to the next, and `nosniff` makes a wrong type a broken app. The
# framework adds the charset to text.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NOT_BUILT = (
    "还没有构建手机应用。请在项目目录运行 ./xinqiao web，再重新启动服务。",
    "The phone app has not been built. Run ./xinqiao web in the project's directory, then start the service again.",
)


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One file in one encoding. `etag` is strong and differs between encodings (RFC 9110 §8.8.3)."""

    body: bytes
    etag: str


class AppFile(msgspec.Struct, frozen=True, kw_only=True):
    """One name and what it is answered with; `variants` by encoding, the plain one as `identity`."""

    media_type: str
    cache_control: str
    variants: Mapping[str, Variant]

    def chosen(self, accept_encoding: str) -> tuple[str, Variant]:
        """The best encoding that the client takes."""
        taken = _taken(accept_encoding)
        name = next((n for n in ENCODINGS if n in taken and n in self.variants), "identity")
        return name, self.variants[name]


class AppFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is served of the app, by path; empty when no build is there."""

    files: Mapping[str, AppFile]
    policy: str

    def find(self, path: str) -> AppFile | None:
        """The file at a path, the page for an address inside the app, None for a file that is not there."""
        if (found := self.files.get(path)) is not None:
            return found
        return None if names_a_file(path) else self.files.get(PAGE)


def is_app(path: str) -> bool:
    """Whether an address is outside the server's own: a file of the app, or its page."""
    return path.strip("/").partition("/")[0] not in RESERVED


def names_a_file(path: str) -> bool:
    """Whether an address asks for a file: the page in its place would be read as a broken script or picture."""
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and (parts[1] in _AGES or "." in parts[-1] or any(part.startswith(".") for part in parts))


def read_app_files(folder: Path, *, firebase: bool, base_url: str = "") -> AppFiles:
    """Reads the build in `folder`. A folder without its page counts as no build; hidden files are not the app's.

    `base_url`: where the app is found from outside. Who shows a link's picture takes no address without it.
    """
    found = {f"/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()}
    names = {n for n in found if not n.endswith(tuple(ENCODINGS.values())) and "/." not in n}
    files = {name: _file(name, found) for name in names} if PAGE in names else {}
    if base_url and PAGE in files and _PICTURE in files[PAGE].variants["identity"].body:
        files[PAGE] = _with_picture(files[PAGE], base_url)
    return AppFiles(files=files, policy=policy(firebase=firebase))


def built_files(settings: Config) -> AppFiles:
    """The build of this installation."""
    firebase = settings.fcm_credentials is not None
    return read_app_files(settings.web_dist, firebase=firebase, base_url=settings.base_url)


def _with_picture(page: AppFile, base_url: str) -> AppFile:
    """The page with the picture of shared links at its whole address, compressed as the build compressed it, save that Brotli is not at hand."""
    body = page.variants["identity"].body.replace(_PICTURE, _PICTURE[:-1] + base_url.rstrip("/").encode() + b"/")
    bodies = {"identity": body} | ({"gzip": compress(body, mtime=0)} if "gzip" in page.variants else {})
    return msgspec.structs.replace(page, variants={name: _variant(each) for name, each in bodies.items()})


def policy(*, firebase: bool) -> str:
    """The Content-Security-Policy of the app: its own files alone, and Firebase's two addresses where push is on."""
    connect = f"'self' {FIREBASE}" if firebase else "'self'"
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        f"connect-src {connect}; manifest-src 'self'; worker-src 'self'; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


class AppFilesController(Controller):
    """Everything outside the API's addresses."""

    path = "/"
    include_in_schema = False
    METHODS: ClassVar[list[HttpMethod]] = [HttpMethod.GET, HttpMethod.HEAD]

    @route(["/", "/{path:path}"], http_method=METHODS, operation_id="app")
    async def app(self, request: "Request[Any, Any, Any]", app_files: NamedDependency[AppFiles]) -> Response[bytes]:
        """A file of the app, or its page."""
        path = request.scope["path"]
        if not is_app(path):
            raise NotFound
        file = app_files.find(path)
        if file is None:
            if app_files.files or names_a_file(path):
                raise NotFound
            return _not_built()
        return _answer(request, path, file, app_files.policy)


def _answer(request: "Request[Any, Any, Any]", path: str, file: AppFile, policy: str) -> Response[bytes]:
    encoding, variant = file.chosen(request.headers.get("accept-encoding", ""))
    headers = {"cache-control": file.cache_control, "etag": variant.etag}
    if len(file.variants) > 1:
        headers["vary"] = "Accept-Encoding"
    if encoding != "identity":
        headers["content-encoding"] = encoding
    # On scripts too: a service worker is held to the policy that its own file came with.
    headers["content-security-policy"] = policy
    if path == "/sw.js":
        headers["service-worker-allowed"] = "/"
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {variant.etag, "*"}:
        return Response(b"", status_code=304, headers=headers)
    return Response(variant.body, headers=headers, media_type=file.media_type)


def _not_built() -> Response[bytes]:
    lines = "".join(f"<p>{escape(line)}</p>" for line in _NOT_BUILT)
    page = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>心桥 Xinqiao</title><main>{lines}</main></html>'
    return Response(page.encode(), status_code=503, headers={"cache-control": "no-store"}, media_type=_TYPES[".html"])


def _file(name: str, found: Mapping[str, Path]) -> AppFile:
    variants = {"identity": _variant(found[name].read_bytes())}
    variants |= {e: _variant(found[name + end].read_bytes()) for e, end in ENCODINGS.items() if name + end in found}
    return AppFile(
        media_type=_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream"),
        cache_control=_AGES.get(name.split("/")[1], "no-cache"),
        variants=variants,
    )


def _variant(body: bytes) -> Variant:
    return Variant(body=body, etag=f'"{blake2b(body, digest_size=12).hexdigest()}"')


def _taken(header: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding names and does not refuse with a weight of zero (RFC 9110 §12.5.3)."""
    rows = (row.partition(";") for row in header.lower().split(","))
    return frozenset(name.strip() for name, _, weight in rows if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight))
