import { useRoute } from "preact-iso";
import { language, setLanguage, useText } from "../../text";
import { Choices } from "../../ui/fields";
import { Page } from "../../ui/page";
import { goTo } from "../../way";
import { words } from "../../words/signin";
import { ByPassword } from "./password";
import { ByPhone } from "./phone";
import { Pupil } from "./pupil";

type Way = "adult" | "pupil" | "staff";

/** Signing in: a phone and a code, a pupil's secret, or a password for those who open confidential text. */
export default function SignIn() {
  const t = useText();
  const { params } = useRoute();
  const way: Way = params.way === "pupil" || params.way === "staff" ? params.way : "adult";
  const go = (chosen: Way) => goTo(chosen === "adult" ? "/sign-in" : `/sign-in/${chosen}`, true);
  return (
    <Page title={words.title}>
      <p class="quiet">{t(words.lead)}</p>
      <Choices<Way>
        label={words.ways}
        value={[way]}
        onValue={([chosen]) => chosen && go(chosen)}
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
