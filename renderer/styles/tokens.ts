/** A token's value in each theme. */
interface ThemedToken {
  readonly light: string
  readonly dark: string
}

/**
 * Every colour of the window. The five states are told apart by lightness as well as hue (read under deuteranopia and
 * protanopia), and always have an icon shape and a word beside them.
 */
export const tokens = {
  page: { light: '#ffffff', dark: '#121817' },
  rail: { light: '#f4f6f5', dark: '#0d1211' },
  raised: { light: '#ffffff', dark: '#1a2221' },
  sunken: { light: '#f4f6f5', dark: '#0d1211' },
  hover: { light: '#eff4f2', dark: '#1b2423' },
  active: { light: '#e0eeea', dark: '#1d322e' },
  line: { light: '#e0e5e3', dark: '#29332f' },
  'line-strong': { light: '#c2cbc8', dark: '#3d4a46' },
  text: { light: '#17201e', dark: '#e4eae8' },
  soft: { light: '#52605c', dark: '#9eaba7' },
  accent: { light: '#0b6b5d', dark: '#56c5b0' },
  'accent-fill': { light: '#0b6b5d', dark: '#12796b' },
  'on-accent': { light: '#ffffff', dark: '#ffffff' },
  proved: { light: '#0a6e5f', dark: '#4fc4ae' },
  stored: { light: '#1c5fae', dark: '#78b4f4' },
  running: { light: '#6a45b8', dark: '#b9a3f7' },
  'at-risk': { light: '#8f5400', dark: '#eaa941' },
  failed: { light: '#b3261e', dark: '#ff8a7c' },
  'proved-tint': { light: '#e4f3ef', dark: '#15302b' },
  'stored-tint': { light: '#e6effa', dark: '#172a40' },
  'running-tint': { light: '#efeafa', dark: '#282140' },
  'at-risk-tint': { light: '#fbf0dc', dark: '#362910' },
  'failed-tint': { light: '#fbe9e7', dark: '#3c1a17' },
} as const satisfies Record<string, ThemedToken>

/** The name of a colour token; `--hf-NAME` in the style sheets. */
export type TokenName = keyof typeof tokens

/** The tokens of one theme as CSS variables. */
export function cssVariablesOf(scheme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--hf-${name}`, value[scheme]]))
}
