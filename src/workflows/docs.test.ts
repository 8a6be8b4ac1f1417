import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OPERATORS, TRIGGER_TYPES } from '../policy/workflow/workflow-definition.ts'
import { WORKFLOW_FIELDS } from '../policy/workflow/workflow-fields.ts'
import { workflows as text } from '../web/text/workflows.ts'
import { workflowInput } from './schema.ts'

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/workflows.md'), 'utf8')
/** The cells of a table's rows. */
const rows = GUIDE.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

describe('docs/workflows.md', () => {
  it('O9: has every field of conditions as the API and the screen call it, with all that it can be', () => {
    for (const { name, label, options = [] } of WORKFLOW_FIELDS) {
      const row = rows.find(([first]) => first === `\`${name}\``)
      expect(row?.slice(0, 2)).toEqual([`\`${name}\``, label])
      if (options.length > 6 && name !== 'csat.state') continue
      for (const option of options) expect(row?.[2]).toContain(`\`${option}\``)
    }
    for (const operator of OPERATORS) expect(GUIDE).toContain(`\`${operator}\``)
    for (const trigger of TRIGGER_TYPES) expect(GUIDE).toContain(`\`${trigger}\``)
  })

  it('O9: has every step, and every field of it', () => {
    for (const [type, { name }] of Object.entries(text.steps)) {
      expect(rows).toContainEqual([`\`${type}\``, name, expect.any(String)])
    }
    const words = Object.values(text.fields).flatMap((each) => (typeof each === 'string' ? [each] : []))
    for (const [type, fields] of Object.entries(FIELDS)) {
      for (const field of fields) {
        const row = rows.find(
          ([steps, of]) => of === `\`${field}\`` && steps?.split(', ').includes(`\`${type}\``),
        )
        expect([type, field, row?.[2]]).toEqual([type, field, expect.toBeOneOf(words)])
      }
    }
  })
})

/** What can be set on each step: the fields that the API fills in where they are left out, and those it needs. */
const FIELDS: Record<string, string[]> = Object.fromEntries(
  Object.entries({
    send_csat: {},
    generate_link: {},
    get_score: {},
    wait: { duration: 'P1D' },
    set_status: { status: 'open' },
    assign: { member_id: null, team_id: null },
    tag: {},
    notify: { subject: 'x', body: 'x' },
    post_message: { body: 'x' },
    open_case: {},
    call_webhook: { url: 'https://a.test' },
  }).map(([type, input]) => {
    const trigger = { type: 'conversation.created' }
    const [step] = workflowInput.parse({ name: 'x', trigger, steps: [{ type, ...input }] }).steps
    return [type, Object.keys(step!).filter((field) => field !== 'id' && field !== 'type')]
  }),
)
