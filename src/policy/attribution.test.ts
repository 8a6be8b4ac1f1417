import { expect, it } from 'vitest'
import { attributeTo, type Candidates } from './attribution.ts'
import type { Policy } from './settings.ts'

const ALL: Candidates = { lastTeammateId: 'last', assigneeId: 'assignee', resolverId: 'resolver' }

it.each([
  ['last_teammate', ['last', 'assignee', 'resolver']],
  ['assignee', ['assignee', 'last', 'resolver']],
  ['resolver', ['resolver', 'last', 'assignee']],
] satisfies [Policy['attribution'], string[]][])(
  'I7: %s, else the next best known, who spoke before whose it was',
  (attribution, order) => {
    const without = (gone: readonly string[]): Candidates => ({
      lastTeammateId: gone.includes('last') ? null : ALL.lastTeammateId,
      assigneeId: gone.includes('assignee') ? null : ALL.assigneeId,
      resolverId: gone.includes('resolver') ? null : ALL.resolverId,
    })
    const named = [0, 1, 2, 3].map((gone) => attributeTo({ attribution }, without(order.slice(0, gone))))
    expect(named).toEqual([...order, null])
  },
)
