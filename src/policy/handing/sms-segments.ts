/** The letters of GSM 03.38 that take one place, and those that take two. Anything else makes the whole text UCS-2. */
const ONE_PLACE = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const TWO_PLACES = new Set('^{}\\[~]|€\f')

/** How many places a message has that stands alone, and each part of one that is put together again. */
const PLACES = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const

export type SmsSegments = {
  encoding: keyof typeof PLACES
  /** Places taken: septets, or units of 16 bits. */
  units: number
  /** As many messages are paid for. */
  segments: number
  /** The letters because of which it is UCS-2, each once, in order. */
  costly: string[]
}

/**
 * How a text goes out as SMS (O3): one letter outside the GSM alphabet, such as an emoji, more than halves what fits
 * into a message. A letter of two places is never cut in two. Pure, for the preview of a survey.
 */
export function smsSegments(text: string): SmsSegments {
  const letters = [...text]
  const costly = [...new Set(letters.filter((letter) => !ONE_PLACE.has(letter) && !TWO_PLACES.has(letter)))]
  const encoding = costly.length > 0 ? 'ucs2' : 'gsm7'
  const sizes = letters.map((letter) => {
    if (encoding === 'ucs2') return letter.length
    return TWO_PLACES.has(letter) ? 2 : 1
  })
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const { alone, part } = PLACES[encoding]
  return { encoding, units, segments: units <= alone ? 1 : partsIn(sizes, part), costly }
}

function partsIn(sizes: readonly number[], room: number): number {
  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > room) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}
