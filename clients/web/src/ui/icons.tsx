/** Line icons on a 24-point grid. They only decorate text, so screen readers skip them. */
const PATHS = {
  home: "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9",
  notices: "M5 9.5v5h3l6 4v-13l-6 4zM17.5 9a4 4 0 0 1 0 6",
  visits: "M12 20.500c4.500-4 6.500-7 6.500-10.500a6.500 6.500 0 0 0-13 0c0 3.500 2 6.500 6.500 10.500zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  talk: "M5 6h14v9H11l-4 4v-4H5z",
  me: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.8-3.5 3.6-5 7-5s6.2 1.5 7 5",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 18.5c.5-3 2.600-4.500 5.500-4.500s5 1.500 5.500 4.500M16 11a2.500 2.500 0 1 0 0-5M16.500 14c2 .2 3.500 1.500 4 4",
  report: "M7 4h10v16H7zM10 9h4M10 13h4",
  diary: "M5 6.500h14V19H5zM5 10.500h14M9 4.500v3M15 4.500v3",
  hours: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.500l3 2",
  chart: "M5 19V5M5 19h14M9 16v-4M13 16V8M17 16v-6",
  phone: "M6.500 4.500 9.500 5l1 3.500-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 3.500 1 .5 3c-1 2-3 2-5 1.500A15 15 0 0 1 5 9.500c-.5-2-.5-4 1.500-5z",
  inbox: "M4 6.500h16v11H4zM4.500 7.500l7.500 5.500 7.500-5.500",
  back: "M14.500 5.500 8 12l6.500 6.500",
  chevron: "M9.500 6l6 6-6 6",
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
