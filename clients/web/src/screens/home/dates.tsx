import type { Shape } from "../../api/client";
import type { Home } from "../../api/home";
import { useText } from "../../text";
import { Cells, Tag } from "../../ui/cells";
import { DayCell, who } from "../../ui/day-cell";
import { features, type HomeDate } from "../../ui/features";
import { Empty } from "../../ui/loaded";
import { words } from "../../words/home";

export function childrenOf(home: Home): Shape<"Child">[] {
  return home.orgs.flatMap((org) => org.children);
}

/** What is planned for the next two weeks, by time; a person with several children sees it by child. */
export function Dates({ home }: { home: Home }) {
  const t = useText();
  const dates = datesOf(home);
  const children = childrenOf(home);
  if (children.length < 2) return dates.length ? <DateList dates={dates} /> : <Empty words={words.nothingNext} />;
  const others = dates.filter((date) => !children.some((child) => child.studentId === date.studentId));
  return (
    <>
      {children.map((child) => {
        const own = dates.filter((date) => date.studentId === child.studentId);
        return (
          <section key={child.studentId} class="stack close">
            <h3><span class="named">{child.name}</span> <span class="quiet small">{child.className}</span></h3>
            {own.length ? <DateList dates={own} underName /> : <p class="quiet small">{t(words.nothingNext)}</p>}
          </section>
        );
      })}
      {others.length > 0 && (
        <section class="stack close">
          <h3>{t(words.others)}</h3>
          <DateList dates={others} />
        </section>
      )}
    </>
  );
}

/** `underName`: the student's name stands above the list. */
function DateList({ dates, underName }: { dates: HomeDate[]; underName?: boolean }) {
  const t = useText();
  return (
    <Cells>
      {dates.map(({ key, ...date }) => (
        <DayCell key={key} {...date} subtitle={[t(date.what), who(!underName && date.studentName), date.staffName && ` · ${date.staffName}`]} trailing={date.agreed ? undefined : <Tag tone="still">{t(words.waitsOther)}</Tag>} />
      ))}
    </Cells>
  );
}

function datesOf(home: Home): HomeDate[] {
  return features().flatMap((feature) => feature.dates?.(home) ?? []).sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}
