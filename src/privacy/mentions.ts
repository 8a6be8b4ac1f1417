/** What somebody is called, and where he is reached. */
type Called = {
  name: string | null
  email: string | null
  claimed_email: string | null
  phone: string | null
  external_id: string | null
  addresses: Readonly<Record<string, string>>
}

/** Scripts that set words apart, with digits; in the others a word has no edge to be known by. */
const WORD = String.raw`\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Georgian}\p{N}_`
const IN_WORD = new RegExp(`[${WORD}]`, 'u')
/** They set words apart, too, but write "and", "to" or "with" onto the next one. */
const PREFIXING = [
  { in: /\p{sc=Arabic}/u, script: String.raw`\p{sc=Arabic}`, prefixes: 'وفبلك' },
  { in: /\p{sc=Hebrew}/u, script: String.raw`\p{sc=Hebrew}`, prefixes: 'והבלמשכ' },
]
/** Parts of names that say nothing of who it is. */
const COMMON = new Set(
  (
    'and the for und von van der den del della dos das los las les bin ibn mrs miss herr frau madame ltd inc llc ' +
    'gmbh corp company team customer client support visitor guest user contact unknown test'
  ).split(' '),
)
/** Numbers are written with and without spaces and the like. */
const NUMBER = /^\+?[\d\s()./-]{7,}$/

/**
 * Tells whether a text names a contact: by its name, by a word of it with at least 3 letters, by an address, a number
 * or what another system calls it. Whole words count, in large and small letters and with or without accents; in
 * scripts without spaces between words, the whole name wherever it stands. Null names nobody (GDPR, article 17).
 */
export function mentionsOf(called: Called): (text: string | null) => boolean {
  const { name, email, claimed_email, phone, external_id, addresses } = called
  const ids = [email, claimed_email, phone, external_id, ...Object.values(addresses)]
  const sought = [...ofName(fold(name ?? '')), ...ids.flatMap((id) => ofId(fold(id ?? '')))]
  return (text) => {
    const folded = fold(text ?? '')
    return sought.some((pattern) => pattern.test(folded))
  }
}

/** One way of writing for what may be written in several: accents and vowel signs are left away. */
function fold(text: string): string {
  const bare = text.normalize('NFKD').replace(/[\u0300-\u036f\u064b-\u0652\u0591-\u05c7]/gu, '')
  return bare.normalize('NFC').replaceAll('’', "'").trim()
}

function ofName(name: string): RegExp[] {
  // Who is known by nothing else is often called by his number or address.
  if (name.includes('@') || NUMBER.test(name)) return ofId(name)
  const letters = count(name)
  if (letters < 2) return []
  // "Al" and "An" are names; "al" and "an" are not.
  if (letters < 3 && IN_WORD.test(name)) {
    const capital = name.charAt(0).toUpperCase() + name.slice(1)
    return [capital, name.toUpperCase()].map((each) => new RegExp(alone(each), 'u'))
  }
  const parts = name
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .map((part) => part.replace(/^'+|'+$/g, ''))
    .filter((part) => count(part) >= 3 && hasEdges(part) && !COMMON.has(part.toLowerCase()))
  return [name, ...parts].map((each) => new RegExp(alone(each), 'iu'))
}

function ofId(id: string): RegExp[] {
  const digits = id.replace(/\D/g, '')
  if (NUMBER.test(id) && digits.length >= 7) {
    return [new RegExp(String.raw`(?<!\p{N})(?:00)?${[...digits].join('[\\s()./-]*')}(?!\p{N})`, 'u')]
  }
  const bare = id.replace(/^@/, '')
  if ([...bare].length < 3) return []
  if (bare.includes('@')) {
    const before = `(?<![${WORD}]|[${WORD}][.+%-])`
    return [new RegExp(`${before}${literal(bare)}(?![${WORD}]|[.-][${WORD}])`, 'iu')]
  }
  // With and without the @ of a handle, but not as the host of somebody's address.
  return [new RegExp(`(?<![${WORD}]@)${alone(bare)}`, 'iu')]
}

/** A pattern for it where it stands by itself. */
function alone(text: string): string {
  const first = [...text].at(0)!
  const last = [...text].at(-1)!
  return edge(first, 'before') + literal(text) + edge(last, 'after')
}

function edge(letter: string, side: 'before' | 'after'): string {
  const prefixing = PREFIXING.find((each) => each.in.test(letter))
  if (prefixing && side === 'before') return `(?<!${prefixing.script})[${prefixing.prefixes}]{0,2}`
  const inside =
    prefixing?.script ?? (IN_WORD.test(letter) || !/\p{L}|\p{M}/u.test(letter) ? `[${WORD}]` : '')
  if (inside === '') return ''
  return side === 'before' ? `(?<!${inside})` : `(?!${inside})`
}

function hasEdges(part: string): boolean {
  return edge([...part].at(0)!, 'before') !== '' && edge([...part].at(-1)!, 'after') !== ''
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`)
}

function count(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0
}
