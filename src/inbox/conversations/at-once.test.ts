import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const times = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))
const codes = (answers: { status: number }[]): number[] => [...new Set(answers.map(({ status }) => status))]

describe('changes at the same time', () => {
  it('O11: of one contact, in different fields, are all kept', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await make.contact({ name: 'Before', email: null })
      await Promise.all([
        app.api.patch(`/contacts/${id}`, { name: 'After' }),
        app.api.patch(`/contacts/${id}`, { email: 'after@example.com' }),
        app.api.patch(`/contacts/${id}`, { addresses: { telegram: '1' } }),
        app.api.patch(`/contacts/${id}`, { addresses: { crm: '2' } }),
      ])
      expect((await app.api.get(`/contacts/${id}`)).body).toMatchObject({
        name: 'After',
        email: 'after@example.com',
        addresses: { telegram: '1', crm: '2' },
      })
    }
  })

  it('I12: two people brought into each other’s conversations hold nobody up', async () => {
    const [a, b] = [
      await make.contact({ external_id: 'ring-a' }),
      await make.contact({ external_id: 'ring-b' }),
    ]
    const [one, two] = [
      await make.conversation({ contact_id: a.id }),
      await make.conversation({ contact_id: b.id }),
    ]
    const byFields = await times(40, (index) =>
      app.api.post(`/conversations/${(index % 2 ? one : two).id}/contacts`, {
        contact: { external_id: index % 2 ? 'ring-b' : 'ring-a', name: `Name ${index}` },
      }),
    )
    expect(codes(byFields)).toEqual([200])
    const byId = await times(40, (index) =>
      app.api.post(`/conversations/${(index % 2 ? one : two).id}/contacts`, {
        contact_id: index % 2 ? b.id : a.id,
      }),
    )
    expect(codes(byId)).toEqual([200])
    expect((await app.api.get(`/conversations/${one.id}`)).body.contact_count).toBe(2)
  })

  it('I20: of teams and of their members from both sides all succeed', async () => {
    const members = [await make.member(), await make.member(), await make.member()]
    const teams = await times(2, async (index) => (await app.api.post('/teams', { name: `T${index}` })).body)
    const answers = await times(40, (index) =>
      index % 2
        ? app.api.patch(`/teams/${teams[0].id}`, { member_ids: members.map(({ id }) => id) })
        : app.api.patch(`/members/${members[index % 3].id}`, { team_ids: teams.map(({ id }) => id) }),
    )
    expect(codes(answers)).toEqual([200])
  })
})

describe('the same unique value at the same time', () => {
  it('O11: an external_id is given to one contact, the others are told which field', async () => {
    const contacts = await times(6, () => make.contact())
    const answers = await Promise.all(
      contacts.map(({ id }) => app.api.patch(`/contacts/${id}`, { external_id: 'wanted' })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.fields[0].field]).toEqual([422, 'external_id'])
    }
  })

  it('O11: also when the other one is seen only at the very end', async () => {
    const [first, second] = await times(2, () => make.contact())
    const other = await app.app.pool.connect()
    await other.query('begin')
    await other.query(`update contacts set external_id = 'late' where id = $1`, [first.id])
    const answer = app.api.patch(`/contacts/${second.id}`, { external_id: 'late' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await other.query('commit')
    other.release()
    const { status, body } = await answer
    expect([status, body.fields[0].field]).toEqual([422, 'external_id'])
  })

  it('I20: a team name too, and a member’s address', async () => {
    const teams = await times(6, () => app.api.post('/teams', { name: 'Wanted' }))
    expect(teams.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(
      teams.filter(({ status, body }) => status === 422 && body.fields[0].field === 'name'),
    ).toHaveLength(5)
    const input = { name: 'R', email: 'race@acme.test', role: 'agent' }
    const members = await times(6, () => app.api.post('/members', input))
    expect(members.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(
      members.filter(({ status, body }) => status === 422 && body.fields[0].field === 'email'),
    ).toHaveLength(5)
  })
})
