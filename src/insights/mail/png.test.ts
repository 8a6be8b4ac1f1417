import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { wilson95 } from '../../policy/score.ts'
import { CHART, drawTrend } from './png-chart.ts'
import { dotsOf } from './png-letters.ts'
import { encodePng } from './png.ts'

/** The chunks of a PNG file by name. */
function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return chunks
}

describe('pictures', () => {
  it('J10: the smallest picture is a PNG file, byte by byte', () => {
    const file = encodePng({
      width: 2,
      height: 1,
      palette: [
        [255, 0, 0],
        [0, 0, 255],
      ],
      pixels: Uint8Array.of(0, 1),
    })
    expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    const chunks = chunksOf(file)
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
    expect(chunks.get('IHDR')!.toString('hex')).toBe('00000002000000010803000000')
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 0, 1])
    // The check sum that every PNG file ends with.
    expect(file.subarray(-8).toString('hex')).toBe('49454e44ae426082')
  })

  it('J10: a trend is light, small, and as high as its bars', () => {
    const bar = (part: number, n: number) => ({
      label: '2 MAR',
      n,
      share: part / n,
      interval: wilson95(part, n),
    })
    const file = drawTrend([
      bar(50, 100),
      { label: '9 MAR', n: 2, share: null, interval: null },
      bar(100, 100),
    ])
    expect(file.length).toBeLessThan(10_000)
    const chunks = chunksOf(file)
    expect(chunks.get('IHDR')!.readUInt32BE(0)).toBe(CHART.width)
    const lines = inflateSync(chunks.get('IDAT')!)
    const color = (x: number, y: number) => lines[y * (CHART.width + 1) + 1 + x]
    const filled = (x: number): number =>
      Array.from({ length: CHART.height }, (_, y) => color(x, y)).filter((each) => each === 3).length
    const third = (1088 - 128) / 3
    const beside = (index: number): number => Math.round(128 + third * (index + 0.5) + 40)
    expect(filled(beside(0)) / filled(beside(2))).toBeCloseTo(0.5, 1)
    expect(filled(beside(1))).toBe(0)
    expect(color(0, 0)).toBe(0)
  })

  it('J10: every letter of every date and count is drawn', () => {
    const months = Array.from({ length: 12 }, (_, month) =>
      new Date(Date.UTC(2026, month))
        .toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' })
        .slice(0, 3)
        .toUpperCase(),
    )
    for (const letter of new Set(`${months.join('')}0123456789%-n`)) {
      expect([letter, dotsOf(letter).length > 0]).toEqual([letter, true])
      expect(dotsOf(letter).every(([x, y]) => x < 5 && y < 7)).toBe(true)
    }
  })
})
