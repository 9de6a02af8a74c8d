import { theme as antd, type ThemeConfig } from 'antd'
import { stored } from './stored.ts'

export type Mode = 'light' | 'dark'

export const themeMode = stored<Mode>('theme', 'light')

/** Every colour of the console by what it is for. Text on its surface, and on a chosen row, has at least 4.5:1 in both modes. */
const palettes = {
  light: {
    ground: '#eef1f4',
    surface: '#ffffff',
    raised: '#f7f9fa',
    line: '#dbe1e7',
    text: '#1c2733',
    quiet: '#5a6875',
    accent: '#235789',
    accentSoft: '#e6eff7',
    onAccent: '#ffffff',
    nav: '#182b3c',
    navText: '#c0ccd7',
    navOn: '#284661',
    mark: '#ffe8a3',
    markLine: '#b98500',
    staff: '#7a4b00',
    staffSoft: '#fbf1df',
    alarm: '#b3261e',
    sev1: '#5f6b76',
    sev2: '#446c8c',
    sev3: '#935d00',
    sev4: '#b04708',
    sev5: '#b3261e',
    poolGreen: '#2a7a4b',
    poolBlue: '#1f66ad',
    poolYellow: '#8f6400',
    poolRed: '#b3261e',
  },
  dark: {
    ground: '#10171e',
    surface: '#18212a',
    raised: '#1f2a34',
    line: '#30404d',
    text: '#e2e8ed',
    quiet: '#9aabb9',
    accent: '#7fb2e0',
    accentSoft: '#22384c',
    onAccent: '#0e1821',
    nav: '#0c131a',
    navText: '#a9b8c5',
    navOn: '#22384c',
    mark: '#5a470e',
    markLine: '#e3b341',
    staff: '#e8bd74',
    staffSoft: '#33291a',
    alarm: '#f28b82',
    sev1: '#9aabb9',
    sev2: '#86b4d8',
    sev3: '#e3b341',
    sev4: '#f0975a',
    sev5: '#f28b82',
    poolGreen: '#6cc08d',
    poolBlue: '#7fb2e0',
    poolYellow: '#e3b341',
    poolRed: '#f28b82',
  },
} as const satisfies Record<Mode, Record<string, string>>

/** The system's own Chinese faces: nothing is fetched. */
export const fontFamily =
  '"PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'

/** Hands the palette to the style sheets as `--name`. */
export function paint(mode: Mode): void {
  const root = document.documentElement
  root.dataset.theme = mode
  root.style.colorScheme = mode
  root.style.setProperty('--font', fontFamily)
  for (const [name, colour] of Object.entries(palettes[mode]))
    root.style.setProperty(`--${name}`, colour)
}

/** The same palette as antd's components take it: small type, square corners, no motion to wait for. */
export function antdTheme(mode: Mode): ThemeConfig {
  const c = palettes[mode]
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: c.accent,
      colorInfo: c.accent,
      colorInfoBg: c.accentSoft,
      colorInfoBorder: c.line,
      controlItemBgActive: c.accentSoft,
      colorError: c.alarm,
      colorLink: c.accent,
      colorBgLayout: c.ground,
      colorBgContainer: c.surface,
      colorBgElevated: c.surface,
      colorBorder: c.line,
      colorBorderSecondary: c.line,
      colorText: c.text,
      colorTextSecondary: c.quiet,
      colorTextDescription: c.quiet,
      colorTextPlaceholder: c.quiet,
      colorTextLightSolid: c.onAccent,
      fontFamily,
      fontSize: 14,
      borderRadius: 4,
      controlHeight: 30,
      controlHeightSM: 24,
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.15s',
    },
    components: {
      Descriptions: { labelColor: c.quiet },
      Table: { headerBg: c.raised, cellPaddingBlockSM: 7, cellPaddingInlineSM: 12 },
      Tooltip: { colorBgSpotlight: c.nav, colorTextLightSolid: '#ffffff' },
    },
  }
}
