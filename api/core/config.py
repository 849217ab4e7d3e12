"""What the operator sets: environment variables, each secret also as NAME_FILE."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from api.core import addresses, tencent, transport, vapid, wechat, wecom
from api.core.clock import Clock, FileClock, SystemClock
from api.core.errors import Misconfigured
from api.core.vapid import Vapid
from schemas.messages.wire import FirebaseSettings

# Name, what `--help` says of it. The order is the order of `doctor` and the README.
VARIABLES: dict[str, str] = {
    "DATABASE_URL": "PostgreSQL as the app role; without it the demo starts its own",
    "DATABASE_DOOR_URL": "PostgreSQL as the door role: sign-in and enrolment, by API and worker",
    "DATABASE_OWNER_URL": "PostgreSQL as the owner role: migrate, import",
    "DATABASE_RELAY_URL": "PostgreSQL as the relay role: worker",
    "DATABASE_FIGURES_URL": "PostgreSQL as the figures role: counts only",
    "REDIS_URL": "Valkey or Redis; without it the demo starts its own",
    "KEYSTORE_URL": "key store: a SQLite file's path (default: keys.sqlite in the data directory)",
    "XINQIAO_MASTER_KEY": "secret: 32 bytes in base64; seals the key store, phone numbers and login keys",
    "XINQIAO_OLD_MASTER_KEY": "secret, for `rekey` alone: the master key that XINQIAO_MASTER_KEY replaces",
    "XINQIAO_DATA": "data directory (default .xinqiao): servers of the demo, key store",
    "XINQIAO_ANCHORS": "folder of the worker for daily anchors of the chains of openings (default: anchors in the data directory)",
    "XINQIAO_ANCHORS_MAIL": "email address that gets the daily check codes of all chains of openings, best outside of the installation",
    "XINQIAO_WEB_DIST": "directory of the built phone app (default clients/web/dist, which `./xinqiao web` makes)",
    "XINQIAO_BASE_URL": "address under which people reach the service, e.g. https://xinqiao.example.cn",
    "XINQIAO_MAIL_DOMAIN": "domain of the calendar organiser's addresses",
    "XINQIAO_MAIL_AUTHSERV": "id that our mail server signs Authentication-Results with; replies then need its `pass`",
    "XINQIAO_SMTP_URL": "mail: smtp://user:password@host:587 or smtps://host:465",
    "XINQIAO_MAIL_FROM": "sender of mail, e.g. xinqiao@example.cn",
    "XINQIAO_INBOUND_SECRET": "secret: with it our mail server delivers calendar replies (POST /api/v1/calendar/replies)",
    "XINQIAO_SMS_URL": "SMS gateway that takes JSON by POST",
    "XINQIAO_SMS_SECRET": "secret: bearer token of the SMS gateway",
    "XINQIAO_ROUTING_URL": "routing server (OSRM) for ways between homes; with {mode} in it for walk, bicycle and car, else for cars alone",
    "XINQIAO_SCANNER_URL": "virus scanner (clamd), tcp://host:3310, that looks into each PDF file before a notice can have it",
    "XINQIAO_TENCENT_SMS": "secret: account of Tencent Cloud SMS instead of a gateway, as JSON (docs/channels.md)",
    "XINQIAO_TENCENT_SMS_URL": "endpoint of Tencent Cloud SMS (default https://sms.tencentcloudapi.com)",
    "XINQIAO_WECOM": "secret: WeCom applications of schools as a JSON list: orgId, corpId, agentId, secret, department",
    "XINQIAO_WECOM_URL": "WeCom endpoint (default https://qyapi.weixin.qq.com)",
    "XINQIAO_WECHAT": "secret: WeChat service accounts of schools as a JSON list: orgId, appId, secret, templateId, fields",
    "XINQIAO_WECHAT_URL": "WeChat endpoint (default https://api.weixin.qq.com)",
    "XINQIAO_SMS_BUDGET": "SMS that an organisation without a budget of its own sends in a month (default: no limit)",
    "XINQIAO_SMS_PRICE": "yuan of one SMS, such as 0.045, shown before a notice is sent (default: no cost is shown)",
    "XINQIAO_FCM_CREDENTIALS": "path of the Firebase service account's JSON; push by FCM stays off without it",
    "XINQIAO_FCM_PACE": "pushes that a worker hands to FCM in a second at most (default 10000, the quota of a project: share it among workers)",
    "XINQIAO_FCM_URL": "FCM endpoint (default https://fcm.googleapis.com)",
    "XINQIAO_FIREBASE_WEB": "the Firebase project's public settings for browsers, as JSON (apiKey, appId, …)",
    "XINQIAO_VAPID_KEY": "secret: P-256 key of web push, 32 bytes in base64url; web push stays off without it",
    "XINQIAO_VAPID_CONTACT": "whom a push service may ask: mailto:… or https://…",
    "XINQIAO_WEBPUSH_SERVICES": "push services that may be called, as origins with * (default: those of the browsers)",
    "XINQIAO_TRUSTED_PROXIES": "addresses or networks of the proxies in front, whose X-Forwarded-For counts (default none)",
    "XINQIAO_RATE": "requests a second that one session may make (default 20, bursts of 60)",
    "XINQIAO_OPERATOR_SECRET": "secret: bearer of /metrics, /docs and /openapi, which answer 404 without it (the demo shows /docs)",
    "XINQIAO_SECURITY_CONTACT": "who takes reports of faults, for /.well-known/security.txt: mailto:… or https://…, several by spaces",
    "XINQIAO_SECURITY_POLICY": "address of the page that says how faults are reported, for the same file",
    "XINQIAO_PLAIN_NETWORK": "1 where databases, Valkey and gateways on other machines need no TLS, as their network is encrypted itself",
    "XINQIAO_DEMO": "1 in the demo: messages go to a page instead of people",
    "XINQIAO_CLOCK_FILE": "tests and demo only: a file that holds the current time",
}

WEB_DIST = Path(__file__).resolve().parents[2] / "clients" / "web" / "dist"
"""Where the build puts the phone app, in the repository and in the installed package."""


WEBPUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)

_CONNECTIONS = (
    *(
        "DATABASE_URL",
        "DATABASE_DOOR_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_RELAY_URL",
        "DATABASE_FIGURES_URL",
        "KEYSTORE_URL",
    ),
    *(
        "REDIS_URL",
        "XINQIAO_SMS_URL",
        "XINQIAO_TENCENT_SMS_URL",
        "XINQIAO_WECOM_URL",
        "XINQIAO_WECHAT_URL",
        "XINQIAO_FCM_URL",
        "XINQIAO_ROUTING_URL",
        "XINQIAO_SCANNER_URL",
    ),
)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one process. Addresses are URLs; None means: not configured, and the feature says so."""

    data_dir: Path
    web_dist: Path
    anchors_dir: Path
    anchors_mail: str | None
    master_key: bytes
    old_master_key: bytes | None
    database_url: str | None
    database_door_url: str | None
    database_owner_url: str | None
    database_relay_url: str | None
    database_figures_url: str | None
    redis_url: str | None
    keystore_url: str | None
    base_url: str
    mail_domain: str
    mail_authserv: str | None
    smtp_url: str | None
    mail_from: str
    inbound_secret: str | None
    sms_url: str | None
    sms_secret: str | None
    routing_url: str | None
    scanner_url: str | None
    tencent_sms: tencent.TencentSms | None
    tencent_sms_url: str
    wecom: tuple[wecom.App, ...]
    wecom_url: str
    wechat: tuple[wechat.Account, ...]
    wechat_url: str
    sms_price: float | None
    sms_budget: int | None
    fcm_credentials: Path | None
    fcm_url: str
    fcm_pace: float
    firebase_web: FirebaseSettings | None
    vapid: Vapid | None
    webpush_services: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    rate_limit: float
    operator_secret: str | None
    security_contacts: tuple[str, ...]
    security_policy: str | None
    demo: bool
    clock_file: Path | None

    def clock(self) -> Clock:
        """The clock of this process."""
        return FileClock(self.clock_file) if self.clock_file else SystemClock()

    def __repr__(self) -> str:
        # Secrets and addresses with passwords never reach a log through a stray repr.
        return f"Config(base_url={self.base_url!r}, demo={self.demo})"


def load(env: Mapping[str, str]) -> Config:
    """Reads the settings. Raises Misconfigured with one sentence that says what to set."""
    if env.get(transport.PLAIN) != "1":
        transport.check({name: _value(env, name) for name in _CONNECTIONS})
    return Config(
        data_dir=Path(_value(env, "XINQIAO_DATA") or ".xinqiao").resolve(),
        anchors_dir=_anchors(env),
        anchors_mail=_value(env, "XINQIAO_ANCHORS_MAIL"),
        web_dist=Path(_value(env, "XINQIAO_WEB_DIST") or WEB_DIST).resolve(),
        master_key=_master_key(_value(env, "XINQIAO_MASTER_KEY")),
        old_master_key=_old_master_key(_value(env, "XINQIAO_OLD_MASTER_KEY")),
        database_url=_value(env, "DATABASE_URL"),
        database_door_url=_value(env, "DATABASE_DOOR_URL"),
        database_owner_url=_value(env, "DATABASE_OWNER_URL"),
        database_relay_url=_value(env, "DATABASE_RELAY_URL"),
        database_figures_url=_value(env, "DATABASE_FIGURES_URL"),
        redis_url=_value(env, "REDIS_URL"),
        keystore_url=_value(env, "KEYSTORE_URL"),
        base_url=(_value(env, "XINQIAO_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        mail_domain=_value(env, "XINQIAO_MAIL_DOMAIN") or "xinqiao.invalid",
        mail_authserv=_value(env, "XINQIAO_MAIL_AUTHSERV"),
        smtp_url=_value(env, "XINQIAO_SMTP_URL"),
        mail_from=_value(env, "XINQIAO_MAIL_FROM") or "xinqiao@xinqiao.invalid",
        inbound_secret=_value(env, "XINQIAO_INBOUND_SECRET"),
        sms_url=_value(env, "XINQIAO_SMS_URL"),
        sms_secret=_value(env, "XINQIAO_SMS_SECRET"),
        routing_url=_value(env, "XINQIAO_ROUTING_URL"),
        scanner_url=transport.tcp("XINQIAO_SCANNER_URL", _value(env, "XINQIAO_SCANNER_URL")),
        **_outside(env),
        firebase_web=_firebase_web(_value(env, "XINQIAO_FIREBASE_WEB")),
        vapid=_vapid(env),
        webpush_services=_services(_value(env, "XINQIAO_WEBPUSH_SERVICES")),
        trusted_proxies=addresses.read_networks(_value(env, "XINQIAO_TRUSTED_PROXIES")),
        rate_limit=_number(_value(env, "XINQIAO_RATE"), "XINQIAO_RATE", 20),
        operator_secret=_value(env, "XINQIAO_OPERATOR_SECRET"),
        security_contacts=addresses.read_contacts(_value(env, "XINQIAO_SECURITY_CONTACT")),
        security_policy=_value(env, "XINQIAO_SECURITY_POLICY"),
        demo=_value(env, "XINQIAO_DEMO") == "1",
        clock_file=_path(env, "XINQIAO_CLOCK_FILE"),
    )


def _outside(env: Mapping[str, str]) -> dict[str, Any]:
    """The accounts with Tencent, WeCom, WeChat and Google, where their services are, and what an SMS costs."""
    return {
        "tencent_sms": tencent.read_sms(_value(env, "XINQIAO_TENCENT_SMS")),
        "tencent_sms_url": _value(env, "XINQIAO_TENCENT_SMS_URL") or tencent.URL,
        "sms_price": _price(_value(env, "XINQIAO_SMS_PRICE")),
        "sms_budget": _budget(_value(env, "XINQIAO_SMS_BUDGET")),
        "wecom": wecom.read_apps(_value(env, "XINQIAO_WECOM")),
        "wecom_url": _value(env, "XINQIAO_WECOM_URL") or wecom.URL,
        "wechat": wechat.read_accounts(_value(env, "XINQIAO_WECHAT")),
        "wechat_url": _value(env, "XINQIAO_WECHAT_URL") or wechat.URL,
        "fcm_credentials": _path(env, "XINQIAO_FCM_CREDENTIALS"),
        "fcm_url": _value(env, "XINQIAO_FCM_URL") or "https://fcm.googleapis.com",
        "fcm_pace": max(1.0, _number(_value(env, "XINQIAO_FCM_PACE"), "XINQIAO_FCM_PACE", 10_000)),
    }


def _value(env: Mapping[str, str], name: str) -> str | None:
    if path := env.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip() or None
        except OSError as error:
            raise Misconfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return env.get(name) or None


def _path(env: Mapping[str, str], name: str) -> Path | None:
    text = _value(env, name)
    return Path(text) if text else None


def _vapid(env: Mapping[str, str]) -> Vapid | None:
    key = _value(env, "XINQIAO_VAPID_KEY")
    return vapid.read(key, _value(env, "XINQIAO_VAPID_CONTACT")) if key else None


def _anchors(env: Mapping[str, str]) -> Path:
    data = Path(_value(env, "XINQIAO_DATA") or ".xinqiao")
    return Path(_value(env, "XINQIAO_ANCHORS") or data / "anchors").resolve()


def _number(text: str | None, name: str, default: float) -> float:
    try:
        number = float(text) if text else default
    except ValueError as error:
        raise Misconfigured(f"{name} is not a number.") from error
    if number <= 0:
        raise Misconfigured(f"{name} must be above 0.")
    return number


def _price(text: str | None) -> float | None:
    return _number(text, "XINQIAO_SMS_PRICE", 0) if text else None


def _budget(text: str | None) -> int | None:
    return int(_number(text, "XINQIAO_SMS_BUDGET", 0)) if text else None


def _services(text: str | None) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split()) if text else WEBPUSH_SERVICES


def _firebase_web(text: str | None) -> FirebaseSettings | None:
    try:
        return msgspec.json.decode(text, type=FirebaseSettings) if text else None
    except msgspec.DecodeError as error:
        raise Misconfigured(f"XINQIAO_FIREBASE_WEB is not right: {error}.") from error


def _master_key(text: str | None) -> bytes:
    if text is None:
        raise Misconfigured("XINQIAO_MASTER_KEY is missing: set it to 32 random bytes in base64.")
    return _key(text, "XINQIAO_MASTER_KEY")


def _old_master_key(text: str | None) -> bytes | None:
    return _key(text, "XINQIAO_OLD_MASTER_KEY") if text else None


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Misconfigured(f"{name} is not base64.") from error
    if len(key) != 32:
        raise Misconfigured(f"{name} must be 32 bytes long.")
    return key
