import { encodePng, type Rgb } from './png.ts'
import { dotsOf, LETTER } from './png-letters.ts'

export type Bar = {
  /** Such as "2 MAR". */
  label: string
  n: number
  /** Null: not enough data, or closed. */
  share: number | null
  interval: { low: number; high: number } | null
}

/** Twice the size it is shown in, for screens that show more dots. */
export const CHART = { width: 1120, height: 460, shownWidth: 560, shownHeight: 230 }

const PALETTE: readonly Rgb[] = [
  [255, 255, 255],
  [226, 228, 234],
  [88, 94, 108],
  [79, 70, 229],
  [23, 25, 31],
]
const [GROUND, GRID, SOFT, FILL, INK] = [0, 1, 2, 3, 4]

const PLOT = { left: 128, right: 1088, top: 24, bottom: 360 }
const SCALE = 4

/** CSAT over time as bars with their 95 % intervals, dates and n beneath; for mails, so on a light ground. */
export function drawTrend(bars: readonly Bar[]): Buffer {
  const { width, height } = CHART
  const pixels = new Uint8Array(width * height).fill(GROUND!)
  const rect = (x: number, y: number, w: number, h: number, color: number): void => {
    for (let row = Math.round(y); row < Math.round(y + h); row += 1) {
      pixels.fill(color, row * width + Math.round(x), row * width + Math.round(x + w))
    }
  }
  const write = (text: string, x: number, y: number, color: number): void => {
    for (const [at, letter] of [...text].entries()) {
      for (const [dx, dy] of dotsOf(letter)) {
        rect(x + (at * LETTER.advance + dx) * SCALE, y + dy * SCALE, SCALE, SCALE, color)
      }
    }
  }
  const lengthOf = (text: string): number => (text.length * LETTER.advance - 1) * SCALE
  const heightOf = (share: number): number => PLOT.bottom - share * (PLOT.bottom - PLOT.top)

  for (const share of [0, 0.5, 1]) {
    const label = `${share * 100}%`
    rect(PLOT.left, heightOf(share) - 1, PLOT.right - PLOT.left, 2, GRID!)
    write(label, PLOT.left - 16 - lengthOf(label), heightOf(share) - (LETTER.height * SCALE) / 2, SOFT!)
  }
  const step = (PLOT.right - PLOT.left) / Math.max(1, bars.length)
  const widest = Math.max(0, ...bars.flatMap(({ label, n }) => [lengthOf(label), lengthOf(`n ${n}`)]))
  // Labels that would touch are left out, counted from the newest.
  const every = Math.max(1, Math.ceil((widest + 12) / step))
  for (const [index, { label, n, share, interval }] of bars.entries()) {
    const middle = PLOT.left + step * (index + 0.5)
    const centred = (text: string, y: number, color: number): void =>
      write(text, middle - lengthOf(text) / 2, y, color)
    if ((bars.length - 1 - index) % every === 0) {
      centred(label, PLOT.bottom + 20, INK!)
      centred(`n ${n}`, PLOT.bottom + 62, SOFT!)
    }
    if (share === null) {
      centred('-', PLOT.bottom - 40, SOFT!)
      continue
    }
    const top = heightOf(share)
    rect(middle - step * 0.32, top, step * 0.64, Math.max(3, PLOT.bottom - top), FILL!)
    if (interval) {
      const [high, low] = [heightOf(interval.high), heightOf(interval.low)]
      rect(middle - 1.5, high, 3, low - high, INK!)
      for (const end of [high, low]) rect(middle - 9, end - 1.5, 18, 3, INK!)
    }
    const value = String(Math.round(share * 100))
    const lowest = interval ? heightOf(interval.low) : top
    const isRoomy = PLOT.bottom - lowest > LETTER.height * SCALE + 20
    if (isRoomy) centred(value, PLOT.bottom - LETTER.height * SCALE - 10, GROUND!)
  }
  return encodePng({ width, height, palette: PALETTE, pixels })
}
