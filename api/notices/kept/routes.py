"""Routes of templates of notices."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.kept import service
from schemas.notices.templates import NoticeTemplate, NoticeTemplateEdit, NoticeTemplateLine, NoticeTemplateNew


class NoticeTemplateController(Controller):
    """Texts that fill the form of a notice: a writer's own, and the school's."""

    path = "/orgs/{org_id:int}/notice-templates"
    tags = ("Notices: writing",)

    @get(operation_id="listNoticeTemplates", opt={"action": actions.NOTICE_TEMPLATE_USE})
    async def list_templates(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]
    ) -> list[NoticeTemplateLine]:
        """Lists the templates that you may use: your own, then the school's."""
        return await runner.read(service.list_templates)

    @post(operation_id="addNoticeTemplate", opt={"action": actions.NOTICE_TEMPLATE_EDIT})
    async def add_template(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[NoticeTemplateNew]
    ) -> NoticeTemplate:
        """Keeps a template, as your own or as the school's.

        403 `template-shared-by-leaders` when a class teacher adds one for the school, 403 `urgent-by-leaders` when they make it
        urgent. 409 `template-name-taken`, 409 `templates-full` after 30 of your own or 100 of the school.
        """
        return await runner.write(service.add_template, data, again=service.get_template)

    @get("/{template_id:uuid}", operation_id="getNoticeTemplate", opt={"action": actions.NOTICE_TEMPLATE_USE})
    async def get_template(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], template_id: FromPath[UUID]
    ) -> NoticeTemplate:
        """Returns a template with its texts."""
        return await runner.read(service.get_template, template_id)

    @put("/{template_id:uuid}", operation_id="setNoticeTemplate", opt={"action": actions.NOTICE_TEMPLATE_EDIT})
    async def set_template(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        template_id: FromPath[UUID],
        data: JSONBody[NoticeTemplateEdit],
        version: NamedDependency[int],
    ) -> NoticeTemplate:
        """Replaces a template. Notices that were written with it stay as they are.

        409 `template-removed` when it was removed, 409 `template-name-taken` when another one has its name.
        """
        return await runner.write(service.set_template, template_id, data, version, again=service.get_template)

    @post(
        "/{template_id:uuid}/remove",
        operation_id="removeNoticeTemplate",
        opt={"action": actions.NOTICE_TEMPLATE_EDIT},
        status_code=200,
    )
    async def remove_template(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        template_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> NoticeTemplate:
        """Takes a template out of the lists. Removing it again changes nothing."""
        return await runner.write(service.remove_template, template_id, version, again=service.get_template)
