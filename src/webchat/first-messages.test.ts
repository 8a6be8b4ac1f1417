import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import { type ChatStage, setStage } from '../../test/kit/chat-stage.ts'

let stage: ChatStage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

describe('first messages of one visitor that come at once', () => {
  it('C6: are one conversation, in which all of them are', async () => {
    const visitor = { workspace: stage.workspaceId, key: newId().replaceAll('-', '') }
    // The contact is there already: nothing but his conversation is made by all of them at once.
    await stage.server.inject({
      method: 'POST',
      url: '/widget/v1/messages',
      payload: { body: 'Gone', client_id: newId(), visitor },
    })
    await stage.ctx.db.deleteFrom('conversations').execute()
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (number) => {
        const payload = { body: `Message ${number}`, client_id: newId(), visitor }
        const answer = await stage.server.inject({ method: 'POST', url: '/widget/v1/messages', payload })
        expect(answer.statusCode).toBe(200)
        return answer.json()
      }),
    )
    expect(new Set(answers.map((answer) => answer.conversation_id)).size).toBe(1)
    expect(await stage.count('conversations')).toBe(1)
    const headers = { authorization: `Bearer ${answers[0].token}` }
    const history = await stage.server.inject({ url: '/widget/v1/conversation', headers })
    expect(history.json().messages).toHaveLength(6)
  })
})
