"""What `doctor` says of the channels: which are configured, and whether WeCom and WeChat give tokens."""

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec

from api.cli.environment import given
from api.cli.findings import Finding, examined
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.wechat import Wechat
from api.core.wecom import Failed, Wecom


async def findings(config: Config, env: dict[str, str]) -> AsyncGenerator[Finding]:
    """A line for each channel."""
    for finding in _channels(config, env):
        yield finding
    async for finding in _wecom(config):
        yield finding
    async for finding in _wechat(config):
        yield finding


def _channels(config: Config, env: dict[str, str]) -> list[Finding]:
    if config.demo:
        return [Finding("ok", "messages", "shown on the demo's page, sent nowhere")]
    domain = given(env, "XINQIAO_MAIL_DOMAIN")
    return [
        _channel("mail", config.smtp_url, "XINQIAO_SMTP_URL"),
        Finding(
            "ok" if domain else "off",
            "mail domain",
            config.mail_domain if domain else "XINQIAO_MAIL_DOMAIN is not set: replies to invites reach nobody",
        ),
        _sms(config),
        _credentials(config.fcm_credentials),
        _channel("web push", config.vapid and config.vapid.public, "XINQIAO_VAPID_KEY"),
    ]


def _sms(config: Config) -> Finding:
    if config.tencent_sms and config.sms_url:
        return Finding("MISSING", "sms", "XINQIAO_TENCENT_SMS and XINQIAO_SMS_URL are both set: keep one of them")
    if config.tencent_sms:
        return Finding("ok", "sms", f"Tencent Cloud, {len(config.tencent_sms.templates)} approved templates")
    return _channel("sms", config.sms_url, "XINQIAO_SMS_URL or XINQIAO_TENCENT_SMS")


async def _wecom(config: Config) -> AsyncGenerator[Finding]:
    if not config.wecom and not config.demo:
        yield _channel("WeCom", None, "XINQIAO_WECOM")
    for app in config.wecom:
        yield await examined(
            f"WeCom of {app.org_id}",
            lambda app=app: _token(Wecom(app, url=config.wecom_url), "WeCom", "corpId", "application"),
        )


async def _wechat(config: Config) -> AsyncGenerator[Finding]:
    if not config.wechat and not config.demo:
        yield _channel("WeChat", None, "XINQIAO_WECHAT")
    for account in config.wechat:
        yield await examined(
            f"WeChat of {account.org_id}",
            lambda own=account: _token(Wechat(own, url=config.wechat_url), "WeChat", "appId", "service account"),
        )


async def _token(client: Wecom | Wechat, whose: str, identity: str, what: str) -> str:
    """Whether they give this account a token. `identity`: the setting that names it."""
    try:
        await client.check()
    except Failed as error:
        raise Misconfigured(
            f"no token ({error}): check {identity}, secret, and the addresses that {whose} allows."
        ) from None
    finally:
        await client.close()
    return f"its {what} gets a token"


def _channel(name: str, value: str | None, variable: str) -> Finding:
    # The address may hold a password, and is not shown.
    return Finding("ok", name, "configured") if value else Finding("off", name, f"{variable} is not set: none is sent")


def _credentials(path: Path | None) -> Finding:
    if path is None:
        return _channel("push by FCM", None, "XINQIAO_FCM_CREDENTIALS")
    try:
        msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return Finding("MISSING", "push by FCM", f"{path} is not a readable JSON file")
    return Finding("ok", "push by FCM", "configured")
