import { describe, expect, it } from 'vitest'
import { smsSegments } from './sms-segments.ts'

const segments = (text: string) => smsSegments(text).segments

describe('smsSegments', () => {
  it('O3: 160 letters of the GSM alphabet are one message, 161 two, 307 three', () => {
    expect(smsSegments('a'.repeat(160))).toEqual({ encoding: 'gsm7', units: 160, segments: 1, costly: [] })
    expect(segments('a'.repeat(161))).toBe(2)
    expect(segments('a'.repeat(306))).toBe(2)
    expect(segments('a'.repeat(307))).toBe(3)
    expect(segments('')).toBe(1)
  })

  it('O3: one emoji makes it 70 and 67, and is named', () => {
    expect(smsSegments('a'.repeat(68) + '😍')).toEqual({
      encoding: 'ucs2',
      units: 70,
      segments: 1,
      costly: ['😍'],
    })
    expect(segments('a'.repeat(69) + '😍')).toBe(2)
    expect(smsSegments('„Wie war’s?“ „').costly).toEqual(['„', '’', '“'])
  })

  it('O3: € and brackets take two places, and are not cut in two', () => {
    expect(smsSegments('€'.repeat(80))).toMatchObject({ encoding: 'gsm7', units: 160, segments: 1 })
    // 153 is odd: in each part one place stays empty.
    expect(segments('€'.repeat(152))).toBe(2)
    expect(segments('€'.repeat(153))).toBe(3)
    expect(segments('😍'.repeat(66))).toBe(2)
    expect(segments('😍'.repeat(67))).toBe(3)
  })

  it('O3: umlauts are in the alphabet, other accents are not', () => {
    expect(smsSegments('Größe Évaluez è à Ñ ¿').encoding).toBe('gsm7')
    expect(smsSegments('Oceń').encoding).toBe('ucs2')
    expect(smsSegments('Rate…').costly).toEqual(['…'])
  })
})
