import { type Html, html } from '../../../branding/html.ts'

const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
  reopened: 'M9 7L4.5 11.5 9 16M5 11.5h8.5a6 6 0 0 1 6 6V19',
  broken:
    'M10 14a4 4 0 0 0 5.66 0l3-3A4 4 0 0 0 13 5.34l-.8.8M14 10a4 4 0 0 0-5.66 0l-3 3A4 4 0 0 0 11 18.66l.8-.8M4 4l16 16',
  muted: 'M3.5 7.5A2 2 0 0 1 5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM4 7.5l8 6 8-6',
} as const

export type Symbol = keyof typeof PATHS

/** A line drawing, for the eye only: the words beside it say the same. */
export function symbol(name: Symbol): Html {
  return html`<svg class="line" viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}" /></svg>`
}
