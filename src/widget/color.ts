type Rgb = [number, number, number]

/** The least contrast of text that WCAG 2.2 AA allows. */
const READABLE = 4.5

/** The brand colour, and what can be read on it and beside it. All as #rrggbb. */
export type Palette = { brand: string; onBrand: string; accentOnLight: string; accentOnDark: string }

/** Makes a readable palette of any brand colour; one that is none becomes Candor's own blue. */
export function makePalette(color: string): Palette {
  const brand = parse(color) ?? parse('#3b5bdb')!
  return {
    brand: hex(brand),
    onBrand: contrast(brand, [255, 255, 255]) >= READABLE ? '#ffffff' : '#000000',
    accentOnLight: hex(until(brand, [244, 245, 248], [0, 0, 0])),
    accentOnDark: hex(until(brand, [42, 45, 54], [255, 255, 255])),
  }
}

/** Moves a colour towards an end until it can be read on the ground. */
function until(color: Rgb, ground: Rgb, end: Rgb): Rgb {
  for (let step = 0; step < 20; step++) {
    const mixed = color.map((part, i) => part + ((end[i]! - part) * step) / 20) as Rgb
    if (contrast(mixed, ground) >= READABLE) return mixed
  }
  return end
}

function parse(color: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  return match ? [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)] : null
}

function hex(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

/** WCAG contrast ratio of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter! + 0.05) / (darker! + 0.05)
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
