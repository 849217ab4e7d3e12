import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import { lapsed } from "../../keep/session";
import { useValue } from "../../keep/value";
import { language, setLanguage, useText } from "../../text";
import { Choices } from "../../ui/fields";
import { Page } from "../../ui/page";
import { words } from "../../words/signin";
import { ByPassword } from "./password";
import { ByPhone } from "./phone";
import { Pupil } from "./pupil";

type Way = "adult" | "pupil" | "staff";

/** Signing in: a phone and a code, a pupil's secret, or a password for those who open confidential text. */
export default function SignIn() {
  const t = useText();
  const { path } = useLocation();
  const over = useValue(lapsed);
  // Chosen here, not in the address: that says where the person was going, and they go on there.
  const [way, setWay] = useState<Way>(path.endsWith("/staff") ? "staff" : path.endsWith("/pupil") ? "pupil" : "adult");
  return (
    <Page title={words.title}>
      {over ? <p class="note" role="status">{t(words.lapsed)}</p> : <p class="quiet">{t(words.lead)}</p>}
      <Choices<Way>
        label={words.ways}
        value={[way]}
        onValue={([chosen]) => chosen && setWay(chosen)}
        options={[["adult", t(words.adult)], ["pupil", t(words.pupil)], ["staff", t(words.staff)]]}
      />
      {way === "adult" && <ByPhone />}
      {way === "pupil" && <Pupil />}
      {way === "staff" && <ByPassword />}
      <p>
        <button type="button" class="button plain wide" onClick={() => setLanguage(language.get() === "en" ? "zh-CN" : "en")}>
          {t(words.language)}
        </button>
      </p>
    </Page>
  );
}
