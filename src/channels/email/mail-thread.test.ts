import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { conversationAt, messageIdsIn, namedBy, replyAddress } from './mail-thread.ts'

const key = createSecretKey(Buffer.alloc(32, 1))
const [workspaceId, other] = [newId(), newId()]
const address = 'support@acme.test'

describe('the thread of a mail', () => {
  it('C15: the address of an answer leads to its conversation, in whatever case it comes back', () => {
    fc.assert(
      fc.property(fc.uuid(), (conversationId) => {
        const to = replyAddress(key, { workspaceId, conversationId, address })!
        expect(to).toMatch(/^support\+[0-9a-z]{41}@acme\.test$/)
        for (const each of [to, to.toUpperCase()]) {
          expect(conversationAt(key, workspaceId, ['x@y.test', each])).toBe(conversationId)
        }
      }),
    )
  })

  it('C15: an address that we did not make for this workspace leads nowhere', () => {
    const to = replyAddress(key, { workspaceId, conversationId: newId(), address })!
    expect(conversationAt(key, other, [to])).toBeNull()
    expect(conversationAt(createSecretKey(Buffer.alloc(32, 2)), workspaceId, [to])).toBeNull()
    const changed = to.replace(/\+(.)/, (_all, first: string) => `+${first === '1' ? '2' : '1'}`)
    const hostile = [
      changed,
      `support+${'z'.repeat(41)}@acme.test`,
      `support+${'0'.repeat(41)}@acme.test`,
      'support+@a',
      '',
    ]
    for (const each of hostile) expect(conversationAt(key, workspaceId, [each])).toBeNull()
  })

  it('C15: an address without room for a token has none', () => {
    const long = `${'a'.repeat(23)}@acme.test`
    for (const each of [long, '"a b"@acme.test', 'nobody']) {
      expect(replyAddress(key, { workspaceId, conversationId: newId(), address: each })).toBeNull()
    }
    const to = replyAddress(key, { workspaceId, conversationId: newId(), address: long.slice(1) })!
    expect(to.split('@')[0]).toHaveLength(64)
  })

  it('C15: Message-IDs of ours name what they are', () => {
    const id = newId()
    expect(messageIdsIn(`<message.${id}@acme.test> <a@b>\r\n <a@b>`, undefined, '<c@d>')).toEqual([
      `<message.${id}@acme.test>`,
      '<a@b>',
      '<c@d>',
    ])
    for (const kind of ['message', 'survey', 'conversation']) {
      expect(namedBy(`<${kind}.${id}@acme.test>`)).toEqual({ kind, id })
    }
    for (const wrong of [
      '<a@b>',
      `<other.${id}@acme.test>`,
      `<message.1@acme.test>`,
      `message.${id}@acme.test`,
      `<conversation.${'-'.repeat(36)}@x>`,
      `<conversation.${id.replaceAll('-', 'a')}@x>`,
      `<conversation.${id}@x\u0000y>`,
    ]) {
      expect(namedBy(wrong)).toBeNull()
    }
    expect(messageIdsIn('<a@b>'.repeat(1), '<'.repeat(100_000), `<${'x'.repeat(300)}@y>`)).toEqual(['<a@b>'])
    expect(messageIdsIn('<a\u0000b@c> <d@e> <f\u0007@g> <h\ud800@i>')).toEqual(['<d@e>'])
  })
})
