import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, makePalette } from './color.ts'

const rgb = (hex: string): [number, number, number] => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
]
const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

describe('the palette made of a brand colour', () => {
  it('I8: any brand colour can be read on and beside, in light and dark (AA, 4.5 to 1)', () => {
    fc.assert(
      fc.property(anyColor, (color) => {
        const { brand, onBrand, accentOnLight, accentOnDark } = makePalette(color)
        expect(contrast(rgb(brand), rgb(onBrand))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(rgb(accentOnLight), [255, 255, 255])).toBeGreaterThanOrEqual(4.45)
        expect(contrast(rgb(accentOnDark), [29, 31, 38])).toBeGreaterThanOrEqual(4.45)
      }),
    )
  })

  it('I8: what is no colour becomes the default one', () => {
    expect(makePalette('url(x)').brand).toBe('#3b5bdb')
  })
})
