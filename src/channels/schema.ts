import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'
import { CHANNEL_IDS } from '../policy/settings.ts'

/** The HTTP contract of connecting channels (SPEC § 5, `…/channels`). */

const channelId = z.enum(CHANNEL_IDS)

export const byChannel = z.object({ channel: channelId })

const accountField = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  type: z.enum(['text', 'number', 'boolean', 'choice']),
  choices: z.array(z.string()),
  required: z.boolean(),
  secret: z.boolean(),
  binding: z.boolean().describe('with another value the secrets have to be given again'),
  made: z.boolean().describe('made by Candor where none is given, to be entered at the provider'),
  value: z.union([z.string(), z.number(), z.boolean()]).nullable().describe('null for secrets'),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable().describe('holds where nothing is given'),
  set: z.boolean(),
  last4: z
    .string()
    .nullable()
    .describe('the end of a stored secret that a provider made, when it is long enough to show it'),
})

const channelState = z.enum(['connected', 'failing', 'disconnected'])

export const connectedChannel = z
  .object({
    id: channelId,
    state: channelState.describe(
      '`disconnected`: nothing goes out, or only what the installation itself provides. `connected` with `last_ok_at` null: the provider was not asked yet',
    ),
    ways: z
      .object({ sends: channelState, reads: channelState })
      .nullable()
      .describe('of a channel that sends one way and reads another, as a mailbox does'),
    source: z
      .enum(['built_in', 'installation', 'account', 'carrier'])
      .nullable()
      .describe(
        'where it comes from: there for everybody, from the configuration, from an own account, or from the account of the channel that carries it (calls are followed up by SMS)',
      ),
    can_connect: z.boolean(),
    last_error: z.string().nullable(),
    last_ok_at: instant.nullable().describe('when the provider last took something of this account'),
    connected_at: instant.nullable(),
    capabilities: z
      .object({
        in_app: z.boolean(),
        scores: z.enum(['each', 'buttons', 'page']),
        formatting: z.enum(['html', 'plain']),
        max_length: z.number().int().nullable(),
        replies: z.boolean(),
        receives: z.boolean(),
      })
      .nullable(),
    fields: z.array(accountField),
    hook_url: z.string().nullable().describe('what to give the provider, once the channel is connected'),
    setup: z.string().nullable().describe('what to do at the provider'),
  })
  .meta({ id: 'Channel', description: 'A way to reach customers, and how it is connected.' })

export const channelList = z.object({
  data: z.array(connectedChannel),
  fallback: z.array(channelId).describe('where a survey goes when its own channel fails for good'),
})

/** What the fields are is the channel's; they are checked by its own schema. */
export const accountInput = z.object({
  settings: z
    .record(text(100), z.union([text(10_000), z.number(), z.boolean(), z.null()]))
    .describe(
      'a secret left out or blank stays as it is, but not where the account is to lead to another server: there it has to be given again; null removes it',
    ),
})

export const testInput = z.object({ to: text(500).trim().min(1) })
export const testAnswer = z.object({ accepted: z.boolean(), sentence: z.string() })

export const fallbackInput = z.object({
  fallback: z
    .array(channelId)
    .max(CHANNEL_IDS.length)
    .refine((list) => new Set(list).size === list.length, { error: 'names a channel twice' }),
})
export const fallbackAnswer = z.object({ fallback: z.array(channelId) })

export type ConnectedChannel = z.infer<typeof connectedChannel>
