"""A father sees that the mother has signed for the child, need not, and still may."""

import re

from playwright.async_api import Browser, expect

from tests.clients.calls import Api, until
from tests.clients.site import FATHER, MOTHER, TEACHER, Site


async def test_the_other_parent_sees_who_signed(site: Site, browser: Browser) -> None:
    teacher = await site.page(browser, TEACHER)
    api = Api(teacher.request, site.url)
    class_id = next(c["classId"] for c in (await api.get("orgs/101/notices/form"))["classes"])
    text = {"kind": "sign", "titleZh": "周六参观科技馆", "bodyZh": "九点校门口集合。"}
    notice = await api.send("orgs/101/notices", text | {"audience": {"classIds": [class_id]}})
    one = f"orgs/101/notices/{notice['noticeId']}"
    await api.send(f"{one}/send", {}, version=notice["version"])
    await until(lambda: api.get(one), lambda found: found["state"] == "sent")

    mother = await site.page(browser, MOTHER, f"/notices/101/{notice['noticeId']}")
    await mother.get_by_label("请写全名").fill("陈雪梅")
    await mother.get_by_role("radio", name="同意", exact=True).check()
    await mother.get_by_role("button", name="签字").click()
    await expect(mother.get_by_text("已签字：同意。")).to_be_visible()

    father = await site.page(browser, FATHER, f"/notices/101/{notice['noticeId']}")
    await expect(father.get_by_text(re.compile("母亲陈雪梅.*已签字：同意"))).to_be_visible()
    await expect(father.get_by_text("一位家长签字就可以")).to_be_visible()
    await expect(father.get_by_role("button", name="签字")).to_be_visible()
    await father.goto("/notices")
    waiting = father.locator("section", has=father.get_by_role("heading", name="待回复"))
    await expect(father.get_by_role("link", name=re.compile("周六参观科技馆"))).to_be_visible()
    await expect(waiting.get_by_role("link", name=re.compile("周六参观科技馆"))).to_have_count(0)
