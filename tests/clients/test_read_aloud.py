"""In the mode for the elderly a page is read aloud by one tap."""

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import MOTHER, Site

VOICE = """(() => {
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = [["zh-TW", false], ["en-GB", true], ["zh-CN", true]].map(([lang, localService]) => ({ lang, localService }));
  const voice = { getVoices: () => voices, speak: (one) => window.said.push(one), cancel: () => window.said.push(null) };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
})()"""
SAID = "window.said.map((one) => one && `${one.lang} ${one.text}`)"


async def _open(site: Site, browser: Browser, text: str, voice: str = VOICE) -> Page:
    context = await site.browser(browser, MOTHER, text=text)
    await context.add_init_script(voice)
    return await site.open(context, "/visits")


async def test_one_tap_reads_a_page_and_another_ends_it(site: Site, browser: Browser) -> None:
    page = await _open(site, browser, "largest")
    read, stop = (page.get_by_role("button", name=name) for name in ("朗读这一页", "停止朗读"))
    await expect(page.get_by_text("我方便的时间")).to_be_visible()
    assert await violations(page) + await small_targets(page, 60) == []
    await read.click()
    said = [one for one in await page.evaluate(SAID) if one]
    assert said[0] == "zh-CN 家访"
    assert any("我方便的时间" in one for one in said)
    assert not any("朗读" in one for one in said)
    await stop.click()
    await expect(read).to_be_visible()
    assert (await page.evaluate(SAID))[-1] is None
    await read.click()
    await page.get_by_role("link", name="通知").last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("通知")
    await expect(read).to_be_visible()  # the next page is not read by itself
    assert (await page.evaluate(SAID))[-1] is None
    await read.click()
    await page.evaluate("window.said[window.said.length - 1].onend()")
    await expect(read).to_be_visible()


async def test_other_sizes_and_phones_without_a_voice_show_no_button(site: Site, browser: Browser) -> None:
    mute = "Object.defineProperty(window, 'speechSynthesis', { value: undefined })"
    foreign, far = VOICE.replace('["zh-CN", true]', ""), VOICE.replace('["zh-CN", true]', '["zh-CN", false]')
    for text, voice in (
        ("normal", VOICE),
        ("larger", VOICE),
        ("largest", mute),
        ("largest", foreign),
        ("largest", far),
    ):
        page = await _open(site, browser, text, voice)
        await expect(page.get_by_text("我方便的时间")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await expect(page.get_by_role("button", name="朗读这一页")).to_have_count(0)
