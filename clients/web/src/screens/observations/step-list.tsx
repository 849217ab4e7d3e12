import type { Shape } from "../../api/client";
import type { GetPath, Params } from "../../api/read";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Sealed } from "../../ui/sealed";
import { first } from "../../words/first-steps";
import { cases } from "../../words/observations";

interface Props<P extends GetPath> {
  steps: Shape<"Step">[];
  zone: string | undefined;
  path: P;
  params: (stepId: string) => Params<P>;
}

type NotePath = "/api/v1/orgs/{org_id}/observations/{observation_id}/steps/{step_id}/note" | "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/steps/{step_id}/note";

/** What was done, by whom and when; notes are opened apart, on record. */
export function StepList<P extends NotePath>({ steps, zone, path, params }: Props<P>) {
  const t = useText();
  if (!steps.length) return <p class="quiet">{t(cases.noSteps)}</p>;
  return (
    <ul class="cells">
      {steps.map((step) => (
        <li key={step.stepId} class="step">
          <p>{t(cases.step[step.kind])}{step.answer && ` · ${t(first.answers[step.answer])}`}</p>
          <p class="quiet small">{step.byName || t(cases.officer)} · {day(step.at, zone)} {clock(step.at, zone)}</p>
          {step.hasNote && (
            <Sealed path={path} params={params(step.stepId)} button={cases.note}>
              {(note) => <p class="text">{(note as Shape<"StepNote">).text}</p>}
            </Sealed>
          )}
        </li>
      ))}
    </ul>
  );
}
