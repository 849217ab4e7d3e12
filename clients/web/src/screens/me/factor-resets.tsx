import type { Shape } from "../../api/client";
import type { Read } from "../../api/read";
import { write } from "../../api/write";
import { useText } from "../../text";
import { clock, fullDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/recovery";
import { words as steps } from "../../words/step-up";

type Reset = Shape<"FactorReset">;

const instant = (at: string) => `${fullDay(at)} ${clock(at)}`;
const isOver = (reset: Reset) => reset.outcome !== null || new Date(reset.endsAt) <= new Date();

/** Whether what was lost can be set once more now. */
export function worksNow(resets: Reset[] | undefined): boolean {
  return (resets ?? []).some((reset) => !isOver(reset) && new Date(reset.opensAt) <= new Date());
}

/** Resets of one's own second factor: who stood behind them, and a way to refuse one. */
export function FactorResets({ resets }: { resets: Read<Reset[]> }) {
  const t = useText();
  return (
    <Loaded of={resets}>
      {(all) =>
        all.length ? (
          <Section title={words.own}>
            {all.filter((reset) => !isOver(reset)).map((reset) => <Waits key={reset.resetId} reset={reset} />)}
            <Cells>
              {all.map((reset) => (
                <Cell key={reset.resetId} trailing={fullDay(reset.confirmedAt)} subtitle={isOver(reset) ? t(words.outcomes[reset.outcome ?? "lapsed"]) : undefined}>{t(words.ownBy(reset.firstName, reset.secondName))}</Cell>
              ))}
            </Cells>
          </Section>
        ) : (
          <p class="quiet small">{t(steps.lost)}</p>
        )
      }
    </Loaded>
  );
}

function Waits({ reset }: { reset: Reset }) {
  const t = useText();
  const open = new Date(reset.opensAt) <= new Date();
  return (
    <div class="note soon" role="status">
      <p>{t(open ? words.open(instant(reset.endsAt)) : words.opens(instant(reset.opensAt)))}</p>
      <ConfirmButton
        action={words.refuse}
        consequence={words.refuseSure}
        send={(key) => write("post", "/api/v1/me/factor-resets/{reset_id}/refuse", { path: { reset_id: reset.resetId } }, key)}
        onDone={() => toast(words.refused)}
      />
    </div>
  );
}
