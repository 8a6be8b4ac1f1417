import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR } from '../../test/kit/clock.ts'
import { DISCORD, discordRequest, interactions, SAM } from '../../test/kit/fakes/discord.ts'
import { findAccount, hookUrl, storeAccount } from '../channels/accounts.ts'
import { pressToken } from '../surveys/token.ts'

let app: TestApp
let make: ReturnType<typeof build>
let hook = ''
let count = 0

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
  const { ctx } = app.app
  const name = { workspaceId: app.workspace.workspaceId, channel: 'discord' as const }
  const who = { memberId: null, now: ctx.clock.now() }
  await ctx.db.transaction().execute((tx) => storeAccount(ctx, tx, name, DISCORD, who))
  hook = new URL(hookUrl(ctx, (await findAccount(ctx.db, name))!)).pathname
})
afterAll(() => app.close())

/** What Discord is answered at once. */
async function interact(interaction: { id: string }): Promise<any> {
  const id = String(BigInt(interaction.id) + BigInt((count += 1)))
  const { headers, body } = discordRequest({ ...interaction, id })
  const given = { 'content-type': 'application/json', ...headers } as Record<string, string>
  const server = await app.app.server()
  const reply = await server.inject({ method: 'POST', url: hook, headers: given, payload: body })
  expect(reply.statusCode).toBe(200)
  return reply.json()
}

/** A survey that Sam has in his direct messages. */
async function asked(address = SAM) {
  const contact = await make.contact({ addresses: { discord: address } })
  const { id } = await make.conversation({ channel: 'discord', contact_id: contact.id })
  const { survey } = await make.status(id, 'resolved')
  await app.app.pool.query(`update surveys set state = 'sent', sent_at = now() where id = $1`, [survey.id])
  const name = { workspaceId: app.workspace.workspaceId, surveyId: survey.id }
  return { id, press: (score: number) => pressToken(app.app.ctx.keys.surveyTokens, name, score) }
}
const statusOf = async (id: string) => (await app.api.get(`/conversations/${id}`)).body.status

it('J8, I9: the button lights up and words are thanked for only where that is true', async () => {
  const { id, press } = await asked()
  expect(await interact(interactions.press(press(4)))).toMatchObject({ type: 7 })
  expect(await interact(interactions.press(`${press(4).slice(0, -1)}5`))).toEqual({ type: 6 })
  const stranger = await asked('990000000000000099')
  expect(await interact(interactions.press(stranger.press(1)))).toEqual({ type: 6 })
  expect(await interact(interactions.comment('Quick.', press(4)))).toMatchObject({
    type: 4,
    data: { content: expect.stringContaining('Vielen Dank') },
  })
  expect((await app.api.get(`/conversations/${id}/csat`)).body).toMatchObject({ score: 4, comment: 'Quick.' })
  // The second word is a message to the team, and says so.
  app.clock.advance(HOUR)
  const { data } = await interact(interactions.comment('And one more thing.', press(4)))
  expect(data.content).toContain('Nachricht')
  expect(data.content).not.toContain('Vielen Dank')
  expect(await statusOf(id)).toBe('open')
})
