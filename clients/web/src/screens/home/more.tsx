import type { Home } from "../../api/home";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Icon } from "../../ui/icons";
import { Section } from "../../ui/page";
import { tabsOf } from "../../ui/tabs";
import { words } from "../../words/home-more";

/** Links to everything that has no tab. */
export function More({ home }: { home: Home }) {
  const t = useText();
  const { overflow } = tabsOf(home);
  return (
    <div class="phone-only"><Section title={words.more}>
      <Cells>
        <Cell href="/inbox" trailing={home.unread ? t(words.unread(home.unread)) : undefined}><span class="with-icon"><Icon name="inbox" size={20} /> {t(words.inbox)}</span></Cell>
        {overflow.map((tab) => (
          <Cell key={tab.path} href={tab.path}><span class="with-icon"><Icon name={tab.icon} size={20} /> {t(tab.words)}</span></Cell>
        ))}
      </Cells>
    </Section></div>
  );
}
