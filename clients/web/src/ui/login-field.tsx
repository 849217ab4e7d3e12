import { useState } from "preact/hooks";
import { useText, type Words } from "../text";
import { words } from "../words/login-field";
import { Input } from "./fields";

/** What somebody signs in by: a phone number, or the mail address of somebody who has no phone. */
export function LoginField({ username, value, onValue, error, ...phone }: { label: Words; hint?: Words; username?: boolean; value: string; onValue: (value: string) => void; error?: string | undefined }) {
  const t = useText();
  const [byMail, setByMail] = useState(value.includes("@"));
  const change = () => {
    onValue("");
    setByMail(!byMail);
  };
  const field = { required: true, value, onValue, error };
  return (
    <>
      {byMail ? (
        <Input {...field} label={words.mail} hint={words.mailHint} type="email" inputMode="email" autocomplete={username ? "username" : "email"} maxLength={200} />
      ) : (
        <Input {...field} {...phone} type="tel" inputMode="tel" autocomplete={username ? "username" : "tel-national"} maxLength={20} />
      )}
      <button type="button" class="button plain" onClick={change}>{t(byMail ? words.usePhone : words.useMail)}</button>
    </>
  );
}

/** A phone number as people write it (+86 164-0000-0031, 00852 6123 4567), or a mail address, in the API's form. */
export function plainLogin(written: string): string {
  if (written.includes("@")) return written.trim();
  const digits = written.replace(/\D/g, "").replace(/^00/, "");
  if (digits.length === 13 && digits.startsWith("86")) return digits.slice(2);
  return /^\s*([+＋]|00)/.test(written) ? `+${digits}` : digits;
}
