import { html, type Html } from './html.ts'

/** How a workspace presents itself to its customers. All three come from settings and are hostile until shown. */
export type Brand = { name: string; iconUrl: string | null; color: string | null }

/**
 * `fill` with text `onFill` on it (buttons), `rim` around a fill that would drown in the surface (else none), and `accent`
 * for text and outlines on the surface.
 */
export type Shades = { fill: string; onFill: string; rim: string | null; accent: string }

type Rgb = readonly [number, number, number]

const DEFAULT_COLOR = '#4f46e5'
/** The page's card, in page.css: what the shades must stand out from. */
const SURFACE = { light: [255, 255, 255], dark: [27, 30, 37] } as const

/** Six lower-case hex digits with `#`, or the default colour for anything else. */
export function brandColor(color: string | null | undefined): string {
  const digits = typeof color === 'string' ? /^#?([0-9a-f]{6})$/i.exec(color)?.[1] : undefined
  return digits ? `#${digits.toLowerCase()}` : DEFAULT_COLOR
}

/**
 * What a brand's colour may be used as under WCAG 2.2 AA. Fills keep the colour itself, with black or white text (4.5 : 1)
 * and a rim where they have less than 3 : 1 on the surface; the accent is the colour moved towards black or white just as
 * far as it takes to be read as text (4.5 : 1).
 */
export function brandShades(color: string | null | undefined): { light: Shades; dark: Shades } {
  const rgb = parse(brandColor(color))
  return { light: shadesOn(SURFACE.light, rgb), dark: shadesOn(SURFACE.dark, rgb) }
}

/** The tiny stylesheet that colours the public pages; it holds nothing but hex colours of our own making. */
export function brandCss(color: string | null | undefined): string {
  const { light, dark } = brandShades(color)
  return `:root{${variables(light)}}@media(prefers-color-scheme:dark){:root{${variables(dark)}}}`
}

/** Where `brandCss` is served: `/s/assets/brand.css?c=4f46e5`. */
export function brandCssPath(color: string | null | undefined): string {
  return `/s/assets/brand.css?c=${brandColor(color).slice(1)}`
}

const segmenter = new Intl.Segmenter()

/** The first letter a person would see, for brands without an icon. */
export function brandInitial(name: string): string {
  const [first] = segmenter.segment(name.trim().slice(0, 40))
  return first?.segment.toUpperCase() ?? '•'
}

/** The brand's icon or initial with its name. */
export function brandMark(brand: Brand): Html {
  const icon = safeIcon(brand.iconUrl)
  return html`<header class="brand">
    ${
      icon
        ? html`<img class="icon" src="${icon}" alt="" width="52" height="52" />`
        : html`<span class="icon initial" aria-hidden="true">${brandInitial(brand.name)}</span>`
    }<bdi>${brand.name}</bdi>
  </header>`
}

/** An icon address a page may load: our own path, https, or an inline raster image. Anything else is no icon. */
export function safeIcon(url: string | null): string | null {
  if (!url || url.length > 40_000) return null
  if (/^\/[^/\\\s][^\s\\]*$/.test(url)) return url
  if (/^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(url)) return url
  return iconOrigin(url) ? url : null
}

/** `https://host[:port]` of a foreign icon; null for everything that could say more than a host in a CSP. */
export function iconOrigin(url: string | null): string | null {
  if (!url || !URL.canParse(url)) return null
  const { origin } = new URL(url)
  return /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) ? origin : null
}

function shadesOn(surface: Rgb, rgb: Rgb): Shades {
  return {
    fill: format(rgb),
    onFill: contrast(rgb, [255, 255, 255]) >= 4.5 ? '#ffffff' : '#000000',
    rim: contrast(rgb, surface) < 3 ? format(reach(rgb, surface, 3)) : null,
    accent: format(reach(rgb, surface, 4.5)),
  }
}

/** The nearest mix with black (on light) or white (on dark) that has this contrast. */
function reach(rgb: Rgb, surface: Rgb, ratio: number): Rgb {
  const target = luminance(surface) > 0.5 ? 0 : 255
  for (let step = 0; step <= 50; step++) {
    const mixed = rgb.map((part) => Math.round(part + ((target - part) * step) / 50)) as unknown as Rgb
    if (contrast(mixed, surface) >= ratio) return mixed
  }
  return [target, target, target]
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** `#rrggbb` as three numbers. */
export function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16)
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255]
}

function format(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function variables({ fill, onFill, rim, accent }: Shades): string {
  return `--fill:${fill};--on-fill:${onFill};--rim:${rim ?? 'transparent'};--accent:${accent}`
}
