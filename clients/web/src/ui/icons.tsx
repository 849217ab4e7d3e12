/** Line icons on a 24-point grid. They only decorate text, so screen readers skip them. */
const PATHS = {
  home: "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9",
  notices: "M5 9.5v5h3l6 4v-13l-6 4zM17.5 9a4 4 0 0 1 0 6",
  visits: "M12 20.5c4.5-4 6.5-7 6.5-10.5a6.5 6.5 0 0 0-13 0c0 3.5 2 6.5 6.5 10.5zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  talk: "M5 6h14v9H11l-4 4v-4H5z",
  me: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.8-3.5 3.6-5 7-5s6.2 1.5 7 5",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 18.5c.5-3 2.6-4.5 5.5-4.5s5 1.5 5.5 4.5M16 11a2.5 2.5 0 1 0 0-5M16.5 14c2 .2 3.5 1.5 4 4",
  report: "M7 4h10v16H7zM10 9h4M10 13h4",
  diary: "M5 6.5h14V19H5zM5 10.5h14M9 4.5v3M15 4.5v3",
  hours: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.5l3 2",
  chart: "M5 19V5M5 19h14M9 16v-4M13 16V8M17 16v-6",
  phone: "M6.5 4.5 9.5 5l1 3.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 3.5 1 .5 3c-1 2-3 2-5 1.5A15 15 0 0 1 5 9.5c-.5-2-.5-4 1.5-5z",
  inbox: "M4 6.5h16v11H4zM4.5 7.5l7.5 5.5 7.5-5.5",
  back: "M14.5 5.5 8 12l6.5 6.5",
  chevron: "M9.5 6l6 6-6 6",
  close: "M6 6l12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof PATHS;

/** `size`: in pixels at the normal text size; icons grow with the text. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg width={`${size / 16}rem`} height={`${size / 16}rem`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
