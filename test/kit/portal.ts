import type { InjectOptions } from 'fastify'
import type { TestApp } from './app.ts'

export type Shown = {
  status: number
  html: string
  headers: Record<string, unknown>
  location: string | null
}

let browsers = 0

/** A browser without JavaScript at the portal: it keeps cookies, sends forms as they stand, and follows what it is told. Each has an address of its own. */
export function portalBrowser({ app, workspace }: TestApp, workspaceId = workspace.workspaceId) {
  const jar = new Map<string, string>()
  const base = `/portal/${workspaceId}`
  const number = ++browsers
  const remoteAddress = `10.1.${number >> 8}.${number & 255}`
  let check = ''

  async function ask(options: InjectOptions): Promise<Shown> {
    const server = await app.server()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.inject({ remoteAddress, ...options, headers: { cookie, ...options.headers } })
    for (const { name, value } of answer.cookies) {
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const html = String(answer.body)
    check = /name="check" value="([^"]+)"/.exec(html)?.[1] ?? check
    const location = (answer.headers['location'] as string | undefined) ?? null
    return { status: answer.statusCode, html, headers: answer.headers, location }
  }
  const at = (path: string): string => (path.startsWith('/portal') ? path : base + path)
  const get = (path: string, headers: Record<string, string> = {}): Promise<Shown> =>
    ask({ method: 'GET', url: at(path), headers })
  const postForm = (path: string, fields: object, headers: Record<string, string> = {}): Promise<Shown> =>
    ask({
      method: 'POST',
      url: at(path),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams({ check, ...fields }).toString(),
    })

  return {
    base,
    jar,
    get,
    postForm,
    /** Sends a form and shows where it leads. */
    async submit(path: string, fields: object = {}): Promise<Shown> {
      const answer = await postForm(path, fields)
      return answer.location ? get(answer.location) : answer
    },
    /** Signs in as the chat's visitor would, with the token that the chat holds. */
    async enter(token: string): Promise<Shown> {
      const answer = await get(`?visitor=${token}`)
      return answer.location ? get(answer.location) : answer
    },
  }
}
