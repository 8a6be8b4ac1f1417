import { expect, it } from 'vitest'
import { refuseActor, refuseAuthor } from './speak-as.ts'

const ME = 'me'
const KINDS = ['contact', 'teammate', 'bot', 'workflow'] as const

it('J10: a member writes as himself, named or not, and as nobody else', () => {
  const named = KINDS.flatMap((kind) => [undefined, null, ME, 'other'].map((id) => ({ kind, id })))
  const taken = named.filter((author) => refuseAuthor(ME, author) === null)
  expect(taken).toEqual([
    { kind: 'teammate', id: undefined },
    { kind: 'teammate', id: null },
    { kind: 'teammate', id: ME },
  ])
  expect(refuseAuthor(ME, { kind: 'contact' })).toMatchObject({ reason: 'not_yourself' })
})

it('J10: what was done was done by the member himself', () => {
  expect([undefined, null, ME].map((id) => refuseActor(ME, id))).toEqual([null, null, null])
  expect(refuseActor(ME, 'other')).toMatchObject({ reason: 'not_yourself' })
})

it('J10: who speaks for the workspace tells what anybody wrote or did', () => {
  for (const kind of KINDS) {
    for (const id of [undefined, null, 'other']) expect(refuseAuthor(null, { kind, id })).toBeNull()
  }
  expect(refuseActor(null, 'other')).toBeNull()
})
