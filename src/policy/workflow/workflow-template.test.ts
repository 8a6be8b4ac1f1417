import { expect, it } from 'vitest'
import { withoutLinesOf } from './workflow-template.ts'

it.each([
  ['Score: {{score}}\nComment: {{ comment | none }}\nAgent: {{agent.name}}', 'Agent: {{agent.name}}'],
  ['Score {{score}}, comment {{comment}}.', 'Score {{score}}, comment {{comment}}.'],
  ['Score: {{score}}\n\n', 'Score: {{score}}\n\n'],
  ['Call {{contact.name}}.\n\nSoon.', 'Call {{contact.name}}.\n\nSoon.'],
])(
  'I15: lines for an answer are left out of what all read, unless they are all there is: %j',
  (body, left) => {
    expect(withoutLinesOf(body, ['score', 'comment'])).toBe(left)
  },
)
