import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { tabsOf } from "../../tabs";
import { PushPrompt } from "../../push/prompt";
import { type Words, named, useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Icon } from "../../ui/icons";
import { Page, Section } from "../../ui/page";
import { Empty, Shown } from "../../ui/shown";
import { words } from "../../words/home";
import { childrenOf, Coming } from "./coming";
import { needsOf } from "./needs";

/** The first screen, from one request: what needs me, what is next, by child. */
export default function Home() {
  const home = useRead("/api/v1/me/home", undefined, { keep: true });
  return (
    <Page title={words.title}>
      <Shown of={home}>{(data) => <Whole home={data} />}</Shown>
    </Page>
  );
}

function Whole({ home }: { home: Shape<"Home"> }) {
  const t = useText();
  const needs = needsOf(home, t);
  const who = whoAmI(home);
  if (!who.length) return <><Empty words={words.noChild}><p>{t(words.noChildMore)}</p></Empty><More home={home} /></>;
  return (
    <>
      {/* Several children are named below, each with what is next. */}
      {childrenOf(home).length < 2 && <p class="quiet small">{who.map(t).join(" · ")}</p>}
      <Section title={words.needs}>
        {needs.length ? <Cells>{needs}</Cells> : <Empty words={words.nothing} />}
      </Section>
      <Section title={words.next}>
        <Coming home={home} />
      </Section>
      {(home.next.length > 0 || home.visits.length > 0) && <PushPrompt />}
      <More home={home} />
    </>
  );
}

/** One's children; without any, where one works or learns: to be no more than a guardian there says nothing. */
function whoAmI(home: Shape<"Home">): Words[] {
  const children = childrenOf(home).map((child): Words => [`${child.name}（${child.className}）`, `${child.name} (${child.className})`]);
  return children.length ? children : home.orgs.filter((org) => org.roles.some((role) => !/guardian$/.test(role))).map(named);
}

/** The way to all that has no tab. */
function More({ home }: { home: Shape<"Home"> }) {
  const t = useText();
  const { beyond } = tabsOf(home);
  return (
    <Section title={words.more}>
      <Cells>
        <Cell href="/inbox" more={home.unread ? t(words.unread(home.unread)) : undefined}><span class="with-icon"><Icon name="inbox" size={20} /> {t(words.inbox)}</span></Cell>
        {beyond.map((area) => (
          <Cell key={area.path} href={area.path}><span class="with-icon"><Icon name={area.icon} size={20} /> {t(area.words)}</span></Cell>
        ))}
      </Cells>
    </Section>
  );
}
