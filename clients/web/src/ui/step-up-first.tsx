import { useHome } from "../api/home";
import { refetchAll } from "../api/read";
import { useText } from "../text";
import { words } from "../words/step-up";
import { StepUp } from "./step-up";

/** At the top of what staff change with a second factor: asks for it before anything is typed. Nothing for a session that has one. */
export function StepUpFirst() {
  const t = useText();
  const home = useHome();
  if (!home.data || home.data.assurance > 1 || !home.data.orgs.some((org) => org.roles.includes("staff"))) return null;
  return (
    <div class="note soon small" role="note">
      <p>{t(home.data.needs.some(({ kind }) => kind === "set_passkey" || kind === "set_totp") ? words.setUpFirst : words.first)}</p>
      <StepUp proved={refetchAll} />
    </div>
  );
}
