import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  Switch,
  Tooltip,
} from '@mantine/core'

const iris: MantineColorsTuple = [
  '#f3f2fd',
  '#e4e3f9',
  '#cac8f3',
  '#aeaaec',
  '#938ee5',
  '#7b75dd',
  '#5b56cf',
  '#4d48bd',
  '#413d9f',
  '#332f7d',
]

const gray: MantineColorsTuple = [
  '#f8f8f9',
  '#f2f2f4',
  '#e7e8eb',
  '#d9dbe0',
  '#c3c6cd',
  '#8c909c',
  '#676b77',
  '#4d515c',
  '#33363f',
  '#1c1e24',
]

const dark: MantineColorsTuple = [
  '#e4e5ea',
  '#c3c5cd',
  '#a0a3ae',
  '#6d717d',
  '#3a3d46',
  '#2a2c33',
  '#202227',
  '#17181c',
  '#111215',
  '#0c0d0f',
]

/** One accent, small type, quiet surfaces. */
export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 6 },
  colors: { iris, gray, dark },
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '14px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', fw: 500 } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm' } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 }, padding: 'lg' },
    }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 80 },
        withinPortal: true,
        withInitialFocusPlaceholder: false,
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 320 },
    }),
  },
})

/** The app's own surfaces, per scheme. Text on them meets 4.5:1, edges of controls 3:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--c-bg': '#ffffff',
    '--c-panel': '#f8f8f9',
    '--c-line': '#e7e8eb',
    '--c-hover': '#f2f2f4',
    '--c-selected': '#eeedfb',
    '--c-muted': '#5d616d',
    '--c-accent-text': '#4d48bd',
    '--c-in': '#f2f2f4',
    '--c-out': '#eceafb',
    '--c-note': '#fdf6e3',
    '--c-good': '#1d6f42',
    '--c-good-bg': '#e3f4e9',
    '--c-warn': '#85520b',
    '--c-warn-bg': '#fcf0d9',
    '--c-bad': '#b3261e',
    '--c-bad-bg': '#fde9e7',
    '--c-quiet-bg': '#eeeff1',
    '--mantine-color-dimmed': '#5d616d',
    '--mantine-color-placeholder': '#6a6e7a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#d9dbe0',
    '--mantine-color-anchor': '#4d48bd',
    '--input-edge': '#8c909c',
  },
  dark: {
    '--c-bg': '#17181c',
    '--c-panel': '#111215',
    '--c-line': '#2a2c33',
    '--c-hover': '#202227',
    '--c-selected': '#292947',
    '--c-muted': '#a0a3ae',
    '--c-accent-text': '#aeaaec',
    '--c-in': '#25272d',
    '--c-out': '#2d2c54',
    '--c-note': '#2d2819',
    '--c-good': '#7fd6a2',
    '--c-good-bg': '#17301f',
    '--c-warn': '#f0c274',
    '--c-warn-bg': '#352a14',
    '--c-bad': '#ff9f97',
    '--c-bad-bg': '#3a1b19',
    '--c-quiet-bg': '#2a2c33',
    '--mantine-color-dimmed': '#a0a3ae',
    '--mantine-color-placeholder': '#8b8e9a',
    '--mantine-color-error': '#ff9f97',
    '--mantine-color-default-border': '#3a3d46',
    '--mantine-color-anchor': '#aeaaec',
    '--input-edge': '#6d717d',
  },
})
