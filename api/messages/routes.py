"""Routes of messages."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.access import ME
from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.messages import actions, service
from api.messages.inbox import service as inbox
from api.messages.wechat import service as wechat
from api.messages.wecom import own as wecom
from schemas.messages.wechat import WechatAsk, WechatLink
from schemas.messages.wecom import WecomLink
from schemas.messages.wire import InboxMessage, InboxRead, PushSettings
from schemas.paging import Page


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the inbox: older than this. The same in every organisation, so that one cursor serves all of them."""

    at: datetime
    message_id: UUID


class MessagesController(Controller):
    """Messages to a person from all their organisations."""

    tags = ("Messages",)
    opt = NEUTRAL

    @get("/me/inbox", operation_id="listInbox", opt={"action": ME})
    async def list_inbox(
        self, runner: NamedDependency[RequestRunner], cursor: paging.Cursor = None, limit: paging.Limit = 50
    ) -> Page[InboxMessage]:
        """Lists your messages from every organisation, newest first."""
        place = paging.decode(runner, cursor, Before)
        before, before_id = (place.at, place.message_id) if place else (None, None)
        found = await runner.each_org(inbox.list_inbox, before, before_id, limit)
        rows = sorted((m for own in found.values() for m in own), key=lambda m: (m.at, m.message_id), reverse=True)
        return paging.page(runner, rows[:limit], limit, lambda row: Before(at=row.at, message_id=row.message_id))

    @get("/me/push", operation_id="getPushSettings", opt={"action": ME})
    async def get_push(self, runner: NamedDependency[RequestRunner]) -> PushSettings:
        """Returns how this browser can receive notifications, as far as your organisations allow them."""
        lets = (await runner.each_org(service.get_push)).values()
        config = runner.services.config
        return PushSettings(
            vapid_key=config.vapid.public if config.vapid and any(org.webpush_enabled for org in lets) else None,
            firebase=config.firebase_web if any(org.fcm_enabled for org in lets) else None,
        )

    @post(
        "/orgs/{org_id:int}/messages/{message_id:uuid}/read",
        operation_id="readMessage",
        opt={"action": actions.MESSAGE_READ},
        status_code=200,
    )
    async def read_message(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], message_id: FromPath[UUID]
    ) -> InboxMessage:
        """Marks a message as read.

        Nothing more is sent to you about it.
        """
        return await runner.write(inbox.read_message, message_id, again=inbox.get_message)

    @post(
        "/orgs/{org_id:int}/messages/read",
        operation_id="readMessages",
        opt={"action": actions.MESSAGE_READ},
        status_code=204,
    )
    async def read_messages(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[InboxRead]
    ) -> None:
        """Marks your messages of an organisation as read, but for urgent ones that still matter.

        Nothing more is sent to you about them. An urgent message is opened by itself.
        """
        await runner.write(inbox.read_all, data)

    @get("/orgs/{org_id:int}/me/wechat", operation_id="getWechatLink", opt={"action": actions.WECHAT_SEE})
    async def get_wechat(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> WechatLink:
        """Returns whether the school's WeChat service account tells you things, and where to link it."""
        return await runner.read(wechat.get_link)

    @put("/orgs/{org_id:int}/me/wechat", operation_id="linkWechat", opt={"action": actions.WECHAT_LINK})
    async def link_wechat(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[WechatAsk]
    ) -> WechatLink:
        """Links your WeChat to the school's service account, by what WeChat's page sent back.

        `asked` until WeChat has answered. A link that you had ends. 409 `wechat-off` when the school has no service account,
        409 `wechat-not-begun` when it was not you who began, or not lately. 409 `shared-phone` in a session
        on a device that others use. 403 `closed-for-now` in the week after your secret was reset without the old one.
        Signing out everywhere ends the link.
        """
        return await runner.write(wechat.ask, data, again=wechat.get_again)

    @delete("/orgs/{org_id:int}/me/wechat", operation_id="unlinkWechat", opt={"action": actions.WECHAT_SEE})
    async def unlink_wechat(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> None:
        """Ends the link at once: nothing reaches you by WeChat any more.

        403 `number-moved-lately` in the week after a school moved your number.
        """
        await runner.write(wechat.remove_link)

    @get("/orgs/{org_id:int}/me/wecom", operation_id="getWecomSignIn", opt={"action": actions.WECOM_SEE})
    async def get_wecom(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> WecomLink:
        """Returns whether you sign in from the school's WeCom."""
        return await runner.read(wecom.get_link)

    @put("/orgs/{org_id:int}/me/wecom", operation_id="switchOnWecomSignIn", opt={"action": actions.WECOM_SIGN_IN})
    async def switch_on_wecom(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> WecomLink:
        """Lets you sign in from the school's WeCom, as the parent there who has your number. You are told so.

        409 `wecom-off` when the school has no WeCom here, 409 `wecom-not-known` when its directory has no such parent who follows the school's
        notices. 409 `shared-phone` in a session on a device that others use. 403 `closed-for-now` in the week after your secret was reset
        without the old one. Signing out everywhere ends it.
        """
        return await runner.write(wecom.switch_on, again=wecom.get_again)

    @delete("/orgs/{org_id:int}/me/wecom", operation_id="switchOffWecomSignIn", opt={"action": actions.WECOM_SEE})
    async def switch_off_wecom(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> None:
        """Ends signing in from the school's WeCom at once. Its notices still reach you.

        403 `number-moved-lately` in the week after a school moved your number.
        """
        await runner.write(wecom.switch_off)
