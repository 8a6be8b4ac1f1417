import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'

const rows = z.array(z.record(z.string(), z.unknown()))

export const contactExport = z
  .object({
    exported_at: instant,
    contact: z.record(z.string(), z.unknown()),
    conversations: rows,
    messages: rows,
    attachments: rows.describe(
      'files that came with messages: `content_base64` of the newest, up to 20 MB together; all of them are at `path`',
    ),
    timeline: rows,
    cases: rows,
    surveys: rows,
    responses: rows.describe('one that is not open to you yet has `hidden_until` in place of what it says'),
    versions: rows.describe('every version of the answers'),
    evidence: rows.describe('when links were opened and scores pressed'),
    decisions: rows,
    deliveries: rows,
    portal_sessions: rows,
  })
  .meta({ id: 'ContactExport', description: 'All that Candor keeps of a contact, as it is stored.' })

export const erased = z
  .object({ conversations: z.number().int(), messages: z.number().int(), surveys: z.number().int() })
  .meta({ description: 'How much went.' })
