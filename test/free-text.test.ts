import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { keepable } from '../src/platform/http/text.ts'
import { makeTestApp, type TestApp } from './kit/app.ts'
import { build } from './kit/build.ts'

/** Half a character, and one that PostgreSQL does not store. */
const BAD = ['half \ud800 a character', 'a NUL \0 within']

const ROOT = join(import.meta.dirname, '..')
/** What the contracts take in, by how it is called. */
const TAKEN_IN = /(Input|Change|Query|Filters?)$|^inboundEvent$/

type Found = { at: string; kept: boolean }

/** Every text in a contract without a form of its own (an id, an address, a pattern); the policy's JSON checks itself. */
function freeTexts(schema: z.core.$ZodType, at: string): Found[] {
  if (schema instanceof z.ZodString) {
    const checks = schema._zod.def.checks ?? []
    const isBound = checks.some((check) => check._zod.def.check === 'string_format')
    return isBound ? [] : [{ at, kept: checks.includes(keepable as never) }]
  }
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, inner]) => freeTexts(inner as never, `${at}.${key}`))
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((inner) => freeTexts(inner, at))
  if (schema instanceof z.ZodArray) return freeTexts(schema.element, `${at}[]`)
  if (schema instanceof z.ZodRecord) {
    if (schema.valueType instanceof z.ZodUnknown) return []
    return [...freeTexts(schema.keyType, `${at} key`), ...freeTexts(schema.valueType, `${at}{}`)]
  }
  if (schema instanceof z.ZodPipe) return freeTexts(schema.in, at)
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType
  return inner ? freeTexts(inner, at) : []
}

describe('text that comes in', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await makeTestApp()
  })
  afterAll(() => app.close())

  it('O15: every free text of every contract is checked for what cannot be stored', async () => {
    const found: Found[] = []
    for (const path of globSync('src/*/{schema,*-schema}.ts', { cwd: ROOT })) {
      const contract = (await import(join(ROOT, path))) as Record<string, unknown>
      for (const [name, value] of Object.entries(contract)) {
        if (TAKEN_IN.test(name) && value instanceof z.ZodType)
          found.push(...freeTexts(value, `${path} ${name}`))
      }
    }
    expect(found.length).toBeGreaterThan(20)
    expect(found.filter(({ kept }) => !kept).map(({ at }) => at)).toEqual([])
  })

  it('O15: a contact’s name that cannot be stored is refused by its field', async () => {
    for (const name of BAD) {
      const { status, body } = await app.api.post('/contacts', { external_id: 'x', name })
      expect({ status, fields: body.fields }).toMatchObject({ status: 422, fields: [{ field: 'name' }] })
    }
    const addresses = { telegram: BAD[0] }
    const { status, body } = await app.api.post('/contacts', { external_id: 'x', addresses })
    expect([status, body.fields[0].field]).toEqual([422, 'addresses.telegram'])
    expect((await app.api.get('/contacts?q=%00')).status).toBe(422)
  })

  it('O15: a comment that cannot be stored is refused by its field; what a form sends is cleaned', async () => {
    const make = build(app)
    await make.enable('per_resolution')
    const { id } = await make.conversation()
    const path = new URL((await make.status(id, 'resolved')).survey.url).pathname
    for (const comment of BAD) {
      const { status, body } = await app.as(null).post(path, { score: 5, comment })
      expect({ status, fields: body.fields }).toMatchObject({ status: 422, fields: [{ field: 'comment' }] })
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const { status } = await app.as(null).post(path, 'score=5&comment=two%0D%0Alines%00', form)
    expect(status).toBe(200)
    expect((await app.api.get(`/conversations/${id}/csat`)).body.comment).toBe('two\nlines')
  })

  it('C7: a form with too long a comment gets the form again, with what was chosen', async () => {
    const make = build(app)
    await make.enable('per_resolution')
    const { id } = await make.conversation()
    const path = new URL((await make.status(id, 'resolved')).survey.url).pathname
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const long = await app.as(null).post(path, `score=5&comment=${'a'.repeat(5001)}`, form)
    expect(long.status).toBe(422)
    expect(long.body).toContain('aria-invalid="true"')
    expect((await app.as(null).post(path, 'comment=words', form)).status).toBe(422)
    expect((await app.api.get(`/conversations/${id}/csat`)).body).toBeNull()
  })
})
