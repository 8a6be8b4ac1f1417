import type { TestApp } from './app.ts'

let count = 0

/** What the tests are made of: each answers with the API's own record, and fails loudly when refused. */
export function build({ api }: TestApp) {
  const must = async (answer: Promise<{ status: number; body: any }>): Promise<any> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    enable: (preset: string, policy: object = {}) =>
      must(api.put('/settings/csat', { preset, policy: { enabled: true, ...policy } })),
    member: (role = 'agent', input: object = {}) =>
      must(api.post('/members', { name: `Member ${++count}`, email: `m${count}@acme.test`, role, ...input })),
    contact: (input: object = {}) =>
      must(
        api.post('/contacts', {
          external_id: `c${++count}`,
          name: `Customer ${count}`,
          email: `c${count}@example.com`,
          kind: 'user',
          ...input,
        }),
      ),
    conversation: async (input: Record<string, unknown> = {}) =>
      must(
        api.post('/conversations', {
          channel: 'web_chat',
          ...(input['contact_id']
            ? {}
            : { contact: { external_id: `c${++count}`, email: `c${count}@example.com`, kind: 'user' } }),
          ...input,
        }),
      ),
    say: (conversationId: string, kind: string, body: string, input: object = {}, id?: string) =>
      must(api.post(`/conversations/${conversationId}/messages`, { author: { kind, id }, body, ...input })),
    status: (conversationId: string, status: string, input: object = {}) =>
      must(api.post(`/conversations/${conversationId}/status`, { status, ...input })),
    keyFor: async (memberId: string) =>
      (await must(api.post('/api-keys', { name: 'as member', scopes: ['*'], member_id: memberId })))
        .key as string,
  }
}
