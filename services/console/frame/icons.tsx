/** Line drawings on a 20-unit grid, drawn here so that no icon font is needed. */
const drawings = {
  home: 'M3 9.500L10 3l7 6.500V17h-5v-4.500H8V17H3z',
  applications: 'M5 3h10v14H5zM8 3v2.500h4V3M7.500 9l1.200 1.200L11 8M7.500 13h5',
  public:
    'M10 3a7 7 0 100 14 7 7 0 000-14zM3 10h14M10 3c2.500 2 2.500 12 0 14M10 3c-2.500 2-2.500 12 0 14',
  system: 'M4 6h12M4 10h12M4 14h12M8 4.500v3M13 8.500v3M7 12.500v3',
  search: 'M8.500 3a5.500 5.500 0 100 11 5.500 5.500 0 000-11zM13 13l4 4',
  review: 'M3 4h14v9H9l-4 3v-3H3zM7 7.5h6M7 10h4',
  candidates: 'M10 3a5 5 0 00-3 9v2.500h6V12a5 5 0 00-3-9zM8 17h4',
  notices: 'M3 5h14v10H3zM3 6l7 5 7-5',
  rooms: 'M3 5h14v9H3zM8 7.5l4.5 2-4.5 2zM7 17h6',
  recordings: 'M4 4h12v12H4zM4 8h12M4 12h12M8 4v12M12 4v12',
  proposals: 'M5 3h7l3 3v11H5zM12 3v3h3M8 10h4M8 13h4',
  rules: 'M4 3h9l3 3v11H4zM7 8h6M7 11h6M7 14h3',
  reports: 'M4 16V4M4 16h13M7.5 13V9.5M11 13V6.5M14.5 13V8.5',
  fold: 'M12 5l-5 5 5 5M16 4v12',
  unfold: 'M8 5l5 5-5 5M4 4v12',
  sun: 'M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M15.7 4.3l-1.4 1.4M5.7 14.3l-1.4 1.4',
  moon: 'M16 12.5A6.5 6.5 0 017.5 4a6.5 6.5 0 108.5 8.5z',
  help: 'M10 3a7 7 0 100 14 7 7 0 000-14zM7.8 8a2.2 2.2 0 113 2c-.6.3-.8.7-.8 1.4M10 14v.1',
  upload: 'M10 13V4M6.5 7.500L10 4l3.500 3.500M4 13v3.500h12V13',
  play: 'M6 4l10 6-10 6z',
  pause: 'M7 4v12M13 4v12',
  again: 'M4 10a6 6 0 106-6H6M8.5 1.5L6 4l2.5 2.5',
  volume: 'M3 8v4h3l4 3V5L6 8zM13 7.5a3.5 3.5 0 010 5M15 5.5a6.5 6.5 0 010 9',
  muted: 'M3 8v4h3l4 3V5L6 8zM13 8l4 4M17 8l-4 4',
  full: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4',
  danmaku: 'M3 4h14v10H3zM6 7.5h5M13 7.5h1.5M6 10.5h2M10 10.5h4.5M8 17h4',
  back: 'M12 4l-6 6 6 6',
  forward: 'M8 4l6 6-6 6',
  empty: 'M3 11l2.5-6h9L17 11v5H3zM3 11h4.5l1 2h3l1-2H17',
  alert: 'M10 3l7.5 13.5h-15zM10 8v4M10 14v.2',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 016 0V9',
  person: 'M10 4a3 3 0 100 6 3 3 0 000-6zM4 17c.5-3.5 2.8-5 6-5s5.500 1.500 6 5',
} as const

export type IconName = keyof typeof drawings

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={drawings[name]} />
    </svg>
  )
}
