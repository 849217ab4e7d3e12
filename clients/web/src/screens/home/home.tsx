import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Home, useHome } from "../../api/home";
import { named, useText, type Words } from "../../text";
import { Cells } from "../../ui/cells";
import { needsOf } from "../../ui/features";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { words } from "../../words/home";
import { childrenOf, Dates } from "./dates";

/** The first screen, from one request: what waits for the person, and what is planned. */
export default function HomeScreen() {
  const home = useHome();
  return (
    <Page title={words.title} wide>
      <Loaded of={home}>{(data) => <Overview home={data} />}</Loaded>
    </Page>
  );
}

function Overview({ home }: { home: Home }) {
  const t = useText();
  const needs = needsOf(home, t);
  const places = placesOf(home);
  if (!places.length) return <Later part="NoChild" home={home} />;
  return (
    <>
      {/* Several children are named below, each with what is planned. */}
      {childrenOf(home).length < 2 && <p class="quiet small">{places.map(t).join(" · ")}</p>}
      <div class="stack halves">
        <Section title={words.needs}>
          {needs.length > 0 && <Cells>{needs}</Cells>}
          <Later part="Numbers" home={home}>{!needs.length && <Empty words={words.nothing} />}</Later>
        </Section>
        <Section title={words.next}>
          <Dates home={home} />
        </Section>
      </div>
      <Later part="AfterFirst" home={home} />
    </>
  );
}

/** The person's children; without any, where they work or learn. Being only a guardian somewhere says nothing. */
function placesOf(home: Home): Words[] {
  const children = childrenOf(home).map((child): Words => [`${child.name}（${child.className}）`, `${child.name} (${child.className})`]);
  return children.length ? children : home.orgs.filter((org) => org.roles.some((role) => !/guardian$/.test(role))).map(named);
}

/** Fetched after the first screen has shown, which does not wait for it; `children` until then. */
function Later({ part, home, children }: { part: "AfterFirst" | "NoChild" | "Numbers"; home: Home; children?: ComponentChildren }) {
  const [Part, setPart] = useState<ComponentType<{ home: Home }>>();
  useEffect(() => {
    import("./later").then((module) => setPart(() => module[part]), () => undefined);
  }, []);
  return Part ? <Part home={home}>{children}</Part> : <>{children}</>;
}
