"""What can be refused about templates of notices."""

from api.core.errors import Problem


class TemplateSharedByLeaders(Problem):
    """The school's templates are kept by leaders and administrators."""

    status, slug = 403, "template-shared-by-leaders"
    zh, en = (
        "全校共用的模板由校领导或学校管理员添加。您可以存为自己的模板，或请他们添加。",
        "Leaders and administrators add templates for the whole school. Keep it as your own, or ask them.",
    )


class TemplateNameTaken(Problem):
    """Two templates of one name look alike in the list."""

    status, slug = 409, "template-name-taken"
    zh, en = "已有同名的模板，请换一个名称。", "There is a template of this name. Please choose another one."


class TemplatesFull(Problem):
    """A list that nobody can look through helps nobody."""

    status, slug = 409, "templates-full"
    zh, en = "模板已满，请先移除不用的模板。", "There are too many templates. Remove one that you do not need."


class TemplateRemoved(Problem):
    """A template that was taken out of the lists."""

    status, slug = 409, "template-removed"
    zh, en = "这个模板已移除，请另存一个。", "This template was removed. Keep another one."
