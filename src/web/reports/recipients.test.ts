import { describe, expect, it } from 'vitest'
import { recipientsProblem, tidyRecipients } from './recipients.ts'

describe('the recipients of a report', () => {
  it('O7: typed or pasted, each once, in small letters', () => {
    expect(tidyRecipients(['Ann@x.org; bob@x.org', ' ann@x.org ', 'cy@x.org,dee@x.org'])).toEqual([
      'ann@x.org',
      'bob@x.org',
      'cy@x.org',
      'dee@x.org',
    ])
  })

  it('O7: none, a wrong one and too many are told apart', () => {
    expect(recipientsProblem([])).toBe('Enter at least one address')
    expect(recipientsProblem(['ann@x.org', 'bob'])).toBe('bob is not an email address')
    expect(recipientsProblem(['ann@x.org'])).toBeNull()
    const many = Array.from({ length: 21 }, (_, index) => `a${index}@x.org`)
    expect(recipientsProblem(many)).toBe('At most 20 addresses')
  })
})
