import { workflowInput, type WorkflowTemplate } from './schema.ts'

type Input = Parameters<typeof workflowInput.parse>[0]

/** Workflows to begin with; each can be saved as it is, and changed in everything. */
export function workflowTemplates(): WorkflowTemplate[] {
  return TEMPLATES.map(({ workflow, ...about }) => ({ ...about, workflow: workflowInput.parse(workflow) }))
}

const TEMPLATES: readonly { key: string; title: string; sentence: string; workflow: Input }[] = [
  {
    key: 'low_score',
    title: 'Low score: tell a lead and reopen',
    sentence:
      'When a customer gives less than 3, the leads of the team are told and the conversation is opened again.',
    workflow: {
      name: 'Low score: tell a lead and reopen',
      trigger: { type: 'csat.score_submitted', updates: 'score_changed' },
      conditions: { type: 'test', field: 'csat.score', operator: 'lt', value: 3 },
      steps: [
        {
          id: 'tell_leads',
          type: 'notify',
          to: [{ type: 'leads' }],
          email: true,
          note: false,
          subject: '{{contact.name|A customer}} is not happy',
          body: 'Score: {{score}}\nComment: {{comment|none}}\nAgent: {{agent.name|nobody}}',
        },
        { id: 'reopen', type: 'reopen' },
      ],
    },
  },
  {
    key: 'ask_after_team_work',
    title: 'Ask only about conversations that went through',
    sentence:
      'When a conversation is resolved that a teammate took part in and that was not reopened, the customer is asked after an hour.',
    workflow: {
      name: 'Ask about what went through',
      trigger: { type: 'conversation.status_changed', to: ['resolved', 'closed'] },
      conditions: {
        type: 'and',
        conditions: [
          { type: 'test', field: 'conversation.handled_by', operator: 'any_of', value: ['human', 'both'] },
          { type: 'test', field: 'conversation.resolution', operator: 'eq', value: 1 },
          { type: 'test', field: 'csat.state', operator: 'is', value: 'none' },
          {
            type: 'not',
            condition: {
              type: 'test',
              field: 'conversation.tags',
              operator: 'has_any',
              value: ['complaint', 'spam'],
            },
          },
        ],
      },
      steps: [
        { id: 'pause', type: 'wait', duration: 'PT1H' },
        {
          id: 'still_ended',
          type: 'branch',
          conditions: {
            type: 'test',
            field: 'conversation.status',
            operator: 'any_of',
            value: ['resolved', 'closed'],
          },
          then: [{ id: 'ask', type: 'send_csat' }],
        },
      ],
    },
  },
  {
    key: 'remind_once',
    title: 'Remind once after two days',
    sentence: 'Who has not answered two days after being asked gets the link once more, as a message.',
    workflow: {
      name: 'Remind once',
      trigger: { type: 'conversation.status_changed', to: ['resolved', 'closed'] },
      steps: [
        { id: 'two_days', type: 'wait', duration: 'P2D', until_answered: true },
        {
          id: 'still_waiting',
          type: 'branch',
          conditions: {
            type: 'and',
            conditions: [
              { type: 'test', field: 'csat.state', operator: 'is', value: 'sent' },
              {
                type: 'test',
                field: 'conversation.status',
                operator: 'any_of',
                value: ['resolved', 'closed'],
              },
            ],
          },
          then: [
            { id: 'link', type: 'generate_link', variable: 'csat_link' },
            {
              id: 'remind',
              type: 'post_message',
              body: 'Hello {{contact.name|there}}, how did we do? One tap is enough: {{csat_link}}',
            },
          ],
        },
      ],
    },
  },
  {
    key: 'thank_promoters',
    title: 'Thank who is happy',
    sentence: 'A first answer of 5 gets a word of thanks and the tag “promoter”.',
    workflow: {
      name: 'Thank who is happy',
      trigger: { type: 'csat.score_submitted', updates: 'first' },
      conditions: { type: 'test', field: 'csat.score', operator: 'eq', value: 5 },
      steps: [
        { id: 'mark', type: 'tag', add: ['promoter'] },
        {
          id: 'thank',
          type: 'post_message',
          body: 'Thank you, {{contact.name|dear customer}}! {{agent.name|The team}} is glad to hear that.',
        },
      ],
    },
  },
]
