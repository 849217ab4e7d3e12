import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { orgsWith, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { type Language, language, setLanguage, useText } from "../../text";
import { Check, Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { TextSize } from "../../ui/text-size";
import { toast } from "../../ui/toast";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { words } from "../../words/me";
import { words as own } from "../../words/own-login";
import { queued } from "../../words/queued";
import { Wechat } from "./wechat";
import { Wecom } from "./wecom";

type Profile = Shape<"Profile">;

const AT_ONCE = "at_once";
/** The hours that the API takes. */
const HOURS = Array.from({ length: 15 }, (_, n) => `${String(n + 7).padStart(2, "0")}:00`);

/** Language, text size, quiet hours and channels; for guardians also their school's WeChat and WeCom. */
export default function Settings() {
  const profile = useRead("/api/v1/me", undefined, { store: true });
  return (
    <Page title={words.settings} back>
      <TextSize />
      {profile.data && <OwnLogin login={profile.data.login} />}
      <Loaded of={profile}>{(data) => <UntilSaved of={data}>{(profile) => <Edit profile={profile} />}</UntilSaved>}</Loaded>
      {orgsWith(useHome().data, "guardian").map((org) => <Wechat key={org.orgId} org={org} />)}
      {orgsWith(useHome().data, "guardian").map((org) => <Wecom key={org.orgId} org={org} />)}
    </Page>
  );
}

/** What the person signs in by, and who can change it. */
function OwnLogin({ login }: { login: string | null }) {
  const t = useText();
  const named = orgsWith(useHome().data, "student").length ? own.student : own.paper;
  return (
    <Section title={own.title}>
      {login && <p class="card">{login}</p>}
      <p class="quiet small">{t(login ? (login.includes("@") ? own.mail : own.phone) : named)}</p>
    </Section>
  );
}

function Edit({ profile }: { profile: Profile }) {
  const t = useText();
  const onSaved = useSaved();
  const mutation = useMutation();
  const [input, setInput] = useState<Shape<"ProfileEdit">>({
    language: language.get(), // what is on the screen, whatever messages have been in until now
    quietFrom: profile.quietFrom,
    quietTo: profile.quietTo,
    channels: profile.channels,
    digest: profile.digest,
    plainTitles: profile.plainTitles,
  });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const send = () =>
    void mutation.run((key) => write("put", "/api/v1/me", { body: input, version: profile.version, queueAs: words.savedLater }, key), (saved) => {
      onSaved(saved);
      toast(saved ? words.saved : queued);
    });
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Choices<Language>
        label={words.language}
        value={[input.language]}
        onValue={([chosen]) => {
          if (!chosen) return;
          setLanguage(chosen);
          set({ language: chosen });
        }}
        options={[["zh-CN", t(words.zh)], ["en", t(words.en)]]}
      />
      <fieldset class="stack close">
        <legend class="label">{t(words.quiet)}</legend>
        <div class="buttons">
          <Input label={words.from} type="time" required value={input.quietFrom} onValue={(quietFrom) => set({ quietFrom })} />
          <Input label={words.to} type="time" required value={input.quietTo} onValue={(quietTo) => set({ quietTo })} />
        </div>
        <span class="quiet small">{t(words.quietHint)}</span>
      </fieldset>
      <Choices
        label={words.channels}
        hint={words.channelsHint}
        multiple
        value={input.channels}
        onValue={(channels) => set({ channels })}
        options={(["push", "sms", "mail"] as const).map((option) => [option, rankedName(input.channels.indexOf(option), t(words[option]))])}
      />
      <Select label={words.digest} hint={words.digestHint} value={input.digest ?? AT_ONCE} onValue={(digest) => set({ digest })} options={[[AT_ONCE, t(words.atOnce)], ...HOURS.map((hour): [string, string] => [hour, t(words.digestAt(hour))])]} />
      <Check label={words.plain} value={input.plainTitles} onValue={(plainTitles) => set({ plainTitles })} />
    </Form>
  );
}

function rankedName(at: number, name: string): string {
  return at < 0 ? name : `${at + 1}. ${name}`;
}
