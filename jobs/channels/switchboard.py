"""Which channels this process has, by its configuration. What isn't configured isn't there, and delivery falls back."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.outbox import FOLDER
from jobs.channels.base import Channel, ChannelKind
from jobs.channels.mail import Mail
from jobs.channels.mime import compose
from jobs.channels.sms import Sms
from jobs.channels.spool import Spool
from jobs.channels.tencent_sms import TencentChannel
from jobs.channels.wechat import WechatTemplates
from jobs.channels.wecom import WecomNotices


@asynccontextmanager
async def open_channels(config: Config) -> AsyncGenerator[Mapping[ChannelKind, Channel]]:
    """The channels, closed at the end. Raises Misconfigured."""
    channels = _demo(config) if config.demo else _real(config)
    try:
        yield channels
    finally:
        for channel in channels.values():
            await channel.close()


def _demo(config: Config) -> dict[ChannelKind, Channel]:
    folder = config.data_dir / FOLDER
    mail = partial(compose, sender=config.mail_from, domain=config.mail_domain)
    push = Spool(folder, "push")
    return {"push": push, "webpush": push, "mail": Spool(folder, "mail", mail), "sms": Spool(folder, "sms")}


def _real(config: Config) -> dict[ChannelKind, Channel]:
    channels: dict[ChannelKind, Channel] = {}
    if config.fcm_credentials:
        # Imported only then: firebase-admin takes 40 MB and most of a second.
        from jobs.channels.fcm import Fcm  # noqa: PLC0415
        from jobs.channels.firebase import Account  # noqa: PLC0415

        channels["push"] = Fcm(Account(config.fcm_credentials), url=config.fcm_url, pace=config.fcm_pace)
    if config.vapid:
        from jobs.channels.webpush import WebPush  # noqa: PLC0415  as above: it brings aiohttp with it

        channels["webpush"] = WebPush(config.vapid, config.webpush_services)
    if config.wecom:
        channels["wecom"] = WecomNotices(config.wecom, url=config.wecom_url)
    if config.wechat:
        channels["wechat"] = WechatTemplates(config.wechat, url=config.wechat_url)
    if config.smtp_url:
        channels["mail"] = Mail(config.smtp_url, sender=config.mail_from, domain=config.mail_domain)
    if config.tencent_sms and config.sms_url:
        raise Misconfigured("XINQIAO_TENCENT_SMS and XINQIAO_SMS_URL are both set: SMS leave by one of them.")
    if config.tencent_sms:
        channels["sms"] = TencentChannel(config.tencent_sms, url=config.tencent_sms_url)
    if config.sms_url:
        channels["sms"] = Sms(config.sms_url, config.sms_secret or "")
    return channels
