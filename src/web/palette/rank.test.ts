import { describe, expect, it } from 'vitest'
import { rankPlaces } from './rank.ts'

const PLACES = [
  { label: 'Mine', also: 'my conversations', group: 'Pages' },
  { label: 'My achievements', also: 'praise', group: 'Pages' },
  { label: 'Audit log', also: 'history', group: 'Settings' },
  { label: 'Members & teams', also: 'people my team', group: 'Settings' },
]
const labels = (typed: string): string[] => rankPlaces(PLACES, typed).map(({ label }) => label)

describe('where one can go, by what is typed', () => {
  it('I19: the name above what else it may be called; every word must fit', () => {
    expect(labels('my ach')).toEqual(['My achievements'])
    expect(labels('my')).toEqual(['My achievements', 'Mine', 'Members & teams'])
    expect(labels('praise')).toEqual(['My achievements'])
    expect(labels('log')).toEqual(['Audit log'])
    expect(labels('nowhere')).toEqual([])
  })

  it('I19: all without a word, in their order', () => {
    expect(labels('  ')).toEqual(PLACES.map(({ label }) => label))
  })
})
