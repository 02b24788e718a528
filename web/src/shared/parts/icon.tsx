/** SVG paths of outlines, for a view box of 24 by 24 and a line width of 1.75. */
const PATHS = {
  shelf: 'M4 20h16M5.5 17V5.5h3V17m2 0V8h3v9m2.2.2-2.4-10 3-.8 2.6 10.3z',
  search: 'M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6Zm4.9-1.9L20.5 20.5',
  stats: 'M4 20h16M6.5 16.5v-5m5.5 5v-10m5.5 10v-7',
  imports: 'M12 4v10m-4-3.6 4 4 4-4M4.5 17.5V20h15v-2.5',
  exports: 'M12 14V4m-4 3.6 4-4 4 4M4.5 17.5V20h15v-2.5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 5a3.3 3.3 0 0 1 0 6.3m2.3 3.4c1.8.8 2.9 2.4 3.2 4.8',
  key: 'M8 16.5a4.5 4.5 0 1 1 4.2-6.2H21v3.4h-2.5V16h-3v-2.3h-3.3A4.5 4.5 0 0 1 8 16.5Zm0-4.4v.01',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.8 7.5 7 9 4.2-1.5 7-4.7 7-9V6z',
  lock: 'M6 11h12v9H6zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
  gauge: 'M4.2 17a8.5 8.5 0 1 1 15.6 0M12 14l4-5',
  devices: 'M3.5 5.5h13v9h-13zm2 12.5h6M15.5 10h5v9h-5z',
  plus: 'M12 5v14M5 12h14',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  remove: 'M5 7h14M9.5 7V4.5h5V7m-7.5 0 .8 12.5h8.4L17 7M10 10.5v6m4-6v6',
  play: 'M8 5.5v13l10.5-6.5z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  note: 'M5 4.5h14v10.5l-4.5 4.5H5zM14.5 19.5V15H19M8.5 9h7m-7 3.5h4',
  grid: 'M4.5 4.5h6v6h-6zm9 0h6v6h-6zm-9 9h6v6h-6zm9 0h6v6h-6z',
  table: 'M4 5.5h16M4 10h16M4 14.5h16M4 19h16',
  menu: 'M4 7h16M4 12h16M4 17h16',
  logout: 'M14 4.5H5v15h9M10 12h10.5m-3.5-3.5 3.5 3.5-3.5 3.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 1 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 1 0 5.7 5.7l1.1-1.1',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4m0-12.8L17 7M7 17l-1.4 1.4',
  moon: 'M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z',
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.5m0 2.5v.01',
  back: 'M19 12H5m6-6-6 6 6 6',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon, which is only decoration: the text beside it, or the name of its button, says what it means. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg class={filled ? 'icon icon-filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
