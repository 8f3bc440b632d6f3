import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

import { cssVariablesOf, tokens } from './tokens.ts'

const sea: MantineColorsTuple = [
  '#e8f5f2',
  '#cde8e2',
  '#9fd3c8',
  '#6dbcad',
  '#43a896',
  '#1f8f7e',
  tokens['accent-fill'].dark,
  tokens['accent-fill'].light,
  '#07564b',
  '#044239',
]

/** Mantine draws its dark controls from these. */
const dark: MantineColorsTuple = [
  tokens.text.dark,
  '#c3cdca',
  tokens.soft.dark,
  '#7d8a86',
  tokens['line-strong'].dark,
  tokens.line.dark,
  tokens.raised.dark,
  tokens.page.dark,
  tokens.sunken.dark,
  '#080c0b',
]

/** Mantine in Holdfast's measures: 13 px text, small radii, one accent. */
export const theme = createTheme({
  colors: { sea, dark },
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Inter Variable', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { root: { fontSize: 13, fontWeight: 550 } } },
    InputWrapper: {
      styles: {
        label: { fontSize: 13, fontWeight: 550, marginBottom: 2 },
        description: { fontSize: 12, lineHeight: 1.4, marginBottom: 2 },
        error: { fontSize: 12 },
      },
    },
    Input: { styles: { input: { fontSize: 13 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', withItemsBorders: false, transitionDuration: 120 } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Tooltip: { defaultProps: { openDelay: 350, withinPortal: true, transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // One banner a window: a dialog's head is none.
        attributes: { header: { role: 'none' } },
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.45 },
      },
    },
    Drawer: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // One banner a window: a dialog's head is none.
        attributes: { header: { role: 'none' } },
        transitionProps: { duration: 150 },
        overlayProps: { backgroundOpacity: 0.25 },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
  },
})

const common = (scheme: 'light' | 'dark'): Record<string, string> => ({
  ...cssVariablesOf(scheme),
  '--mantine-color-body': tokens.page[scheme],
  '--mantine-color-text': tokens.text[scheme],
  '--mantine-color-dimmed': tokens.soft[scheme],
  '--mantine-color-placeholder': tokens.soft[scheme],
  '--mantine-color-error': tokens.failed[scheme],
  '--mantine-color-anchor': tokens.accent[scheme],
  '--mantine-color-default': tokens.raised[scheme],
  '--mantine-color-default-hover': tokens.hover[scheme],
  '--mantine-color-default-color': tokens.text[scheme],
  '--mantine-color-default-border': tokens['line-strong'][scheme],
  '--mantine-color-gray-light-color': tokens.soft[scheme],
  '--mantine-color-gray-light-hover': tokens.hover[scheme],
  '--mantine-color-red-filled': scheme === 'light' ? '#b3261e' : '#b8362d',
  '--mantine-color-red-filled-hover': scheme === 'light' ? '#94201a' : '#a02c24',
  '--mantine-color-sea-light-color': tokens.accent[scheme],
  '--mantine-color-sea-light-hover': tokens.active[scheme],
})

/** Hands Mantine and the style sheets the same tokens. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: common('light'),
  dark: common('dark'),
})
