import { expect, it } from 'vitest'
import { isAnotherMatter, otherSubject } from './other-subject.ts'

it('C15: a subject is another one only where it says something else', () => {
  expect(otherSubject('Second question', 'My parcel')).toBe('Second question')
  expect(otherSubject('Re: Second question', 'My parcel')).toBe('Re: Second question')
  for (const same of [
    'My parcel',
    'Re: My parcel',
    'AW: WG: my  parcel',
    'Re[2]: FW: My parcel',
    'Re:',
    null,
  ]) {
    expect([same, otherSubject(same, 'My parcel')]).toEqual([same, null])
  }
  expect(otherSubject('My parcel', 'Fwd: My parcel')).toBeNull()
  expect(otherSubject('My parcel', null)).toBe('My parcel')
})

it('C15: a mail begins a conversation of its own where it answers nothing and is about something else', () => {
  const fresh = (subject: string | null, answers: string[] = []) => ({ subject, answers })
  expect(isAnotherMatter(fresh('Invoice 12'), 'My parcel')).toBe(true)
  expect(isAnotherMatter(fresh(' my  PARCEL '), 'My parcel')).toBe(false)
  expect(isAnotherMatter(fresh(null), 'My parcel')).toBe(false)
  expect(isAnotherMatter(fresh('  '), 'My parcel')).toBe(false)
  // What looks like an answer is one, to whatever it was.
  expect(isAnotherMatter(fresh('AW: Invoice 12'), 'My parcel')).toBe(false)
  expect(isAnotherMatter(fresh('Invoice 12', ['<lost@elsewhere>']), 'My parcel')).toBe(false)
  // Who was written to without a subject may well put one.
  expect(isAnotherMatter(fresh('Invoice 12'), null)).toBe(false)
})
