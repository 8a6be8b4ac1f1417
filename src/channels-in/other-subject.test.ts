import { expect, it } from 'vitest'
import { otherSubject } from './other-subject.ts'

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
