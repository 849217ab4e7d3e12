import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import { expiredAccount } from "../../storage/session";
import { useValue } from "../../storage/value";
import { language, setLanguage, useText } from "../../text";
import { inWechat } from "../../text/device";
import { useFetched } from "../../ui/fetched";
import { Choices } from "../../ui/fields";
import { Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { TextSize } from "../../ui/text-size";
import { words as numbers } from "../../words/numbers";
import { words } from "../../words/signin";
import { ByPassword } from "./password";
import { ByPhone } from "./phone";
import { Student } from "./student";
import { isTablet, schoolOf, WECOM } from "./sign-in";
import { TakeBack } from "./take-back";

type Mode = "adult" | "student" | "paper" | "staff" | "number";

const ENDS: Mode[] = ["staff", "student", "paper", "number"];

/** A class tablet shows its names wherever nobody is signed in; the other ways in have addresses of their own. */
export default function SignIn() {
  const { path } = useLocation();
  const tablet = path === "/sign-in/tablet" || (isTablet() && !path.startsWith("/sign-in"));
  if (path === WECOM) return <InWecom />;
  return tablet ? <OnTablet /> : <ByHand />;
}

/** Fetched in WeCom alone. */
function InWecom() {
  const part = useFetched(() => import("./wecom"));
  return part.data ? <part.data.FromWecom /> : <Page title={words.title}><Loaded of={part}>{() => null}</Loaded></Page>;
}

/** Fetched on class tablets alone. */
function OnTablet() {
  const part = useFetched(() => import("./tablet"));
  return part.data ? <part.data.Tablet /> : <Page title={words.title}><Loaded of={part}>{() => null}</Loaded></Page>;
}

/** Signing in: by phone and code, by a student's secret, by a code on paper, or by password for staff who open confidential text. */
function ByHand() {
  const t = useText();
  const { path } = useLocation();
  const expired = useValue(expiredAccount);
  const orgId = inWechat() && schoolOf(location.search);
  // State, not part of the address: the address is the screen to continue to.
  const [mode, setMode] = useState<Mode>(ENDS.find((end) => path.endsWith(`/${end}`)) ?? "adult");
  return (
    <Page title={words.title}>
      {expired ? <p class="note" role="status">{t(words.lapsed)}</p> : <p class="welcome">{t(words.lead)}</p>}
      {orgId && <p><a class="button wide" href={`${WECOM}?o=${orgId}`}>{t(words.wecom)}</a></p>}
      <Choices<Mode>
        label={words.modes}
        value={[mode]}
        onValue={([chosen]) => chosen && setMode(chosen)}
        options={[["adult", t(words.adult)], ["student", t(words.student)], ["paper", t(words.paper)], ["staff", t(words.staff)]]}
      />
      {mode === "adult" && <ByPhone />}
      {mode === "student" && <Student />}
      {mode === "paper" && <OnPaper />}
      {mode === "staff" && <ByPassword />}
      {mode === "number" ? <TakeBack onDone={() => setMode("adult")} /> : mode === "adult" && (
        <p><button type="button" class="button plain wide" onClick={() => setMode("number")}>{t(numbers.link)}</button></p>
      )}
      <TextSize />
      <p>
        <button type="button" class="button plain wide" onClick={() => setLanguage(language.get() === "en" ? "zh-CN" : "en")}>
          {t(words.language)}
        </button>
      </p>
    </Page>
  );
}

/** Fetched when it is chosen: few have no phone. */
function OnPaper() {
  return <Loaded of={useFetched(() => import("./paper"))}>{({ Paper }) => <Paper />}</Loaded>;
}
