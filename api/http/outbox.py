"""Demo only: a page with every message that would have left (push, SMS, mail with its invite), newest first."""

from email import message_from_bytes, policy
from html import escape

from litestar import Controller, MediaType, get
from litestar.di import NamedDependency

from api.core.outbox import FOLDER, Left, list_left
from api.core.services import Services

_KINDS = {"push": "推送 Push", "sms": "短信 SMS", "mail": "邮件 Mail"}
_STYLE = """
:root { color-scheme: light dark; } body { margin: 0; font: 16px/1.7 system-ui, sans-serif; }
main { max-width: 44rem; margin: auto; padding: 1rem; }
article { border: 1px solid #8884; border-radius: 12px; padding: .8rem 1rem; margin: 1rem 0; }
small { opacity: .7; } pre { overflow-x: auto; font-size: 13px; background: #8881; padding: .6rem; border-radius: 8px; }
"""


class OutboxController(Controller):
    """What left, for a newcomer to see the whole loop. Registered in the demo alone."""

    path = "/demo"
    include_in_schema = False

    @get("/outbox", operation_id="demoOutbox", media_type=MediaType.HTML, sync_to_thread=True)
    def outbox(self, services: NamedDependency[Services]) -> str:
        """The page; it reloads itself."""
        rows = "".join(_article(left) for left in list_left(services.config.data_dir / FOLDER))
        empty = "<p>还没有消息。登录一次，验证码就会出现在这里。<br>Nothing yet. Ask for a sign-in code and it shows up here.</p>"
        return (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            '<meta http-equiv="refresh" content="5"><title>心桥 · 发出的消息</title>'
            '<link rel="stylesheet" href="/demo/outbox.css">'
            f"<main><h1>发出的消息 <small>Messages that left</small></h1>{rows or empty}</main></html>"
        )

    @get("/outbox.json", operation_id="demoOutboxJson", sync_to_thread=True)
    def outbox_json(self, services: NamedDependency[Services]) -> list[Left]:
        """The same for programs; `raw` is base64."""
        return list_left(services.config.data_dir / FOLDER)

    @get("/outbox.css", operation_id="demoOutboxStyle", media_type=MediaType.CSS)
    async def style(self) -> str:
        """The page's own style."""
        return _STYLE


def _article(left: Left) -> str:
    at = left.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    head = f"<small>{_KINDS[left.kind]} · {escape(at)} · {escape(left.name)} {escape(left.address)}</small>"
    invite = _invite(left.raw)
    shown = f"<details><summary>日历邀请 Invite</summary><pre>{escape(invite)}</pre></details>" if invite else ""
    body = escape(left.body).replace("\n", "<br>")
    return f"<article>{head}<h3>{escape(left.title)}</h3><p>{body}</p>{shown}</article>"


def _invite(raw: bytes) -> str:
    """The calendar part of a mail, as text; empty where there is none."""
    if not raw:
        return ""
    mail = message_from_bytes(raw, policy=policy.default)
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return str(part.get_content())
    return ""
