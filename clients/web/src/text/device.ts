/** Whether the page stands inside WeChat or WeCom, whose pages lack some of what browsers have. */
export const inWechat = (): boolean => /MicroMessenger|wxwork/i.test(navigator.userAgent);

/** A short name for a device, from the browser's user agent. */
export function deviceName(agent: string): string {
  const found = /iPhone|iPad|Android|HarmonyOS|Windows|Mac|Linux/.exec(agent)?.[0];
  const browser = /MicroMessenger/.test(agent) ? "WeChat" : /(Edg|Firefox|Chrome|Safari)/.exec(agent)?.[1]?.replace("Edg", "Edge");
  return [found, browser].filter(Boolean).join(" · ") || agent.slice(0, 40);
}
