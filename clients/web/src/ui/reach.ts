/** Where somebody is called, or written to who has no phone. */
interface Reach {
  phone: string | null;
  mail: string | null;
}

/** The link that calls or writes to them; undefined where neither is known. */
export function reachLink({ phone, mail }: Reach): string | undefined {
  return phone ? `tel:${phone}` : mail ? `mailto:${mail}` : undefined;
}
