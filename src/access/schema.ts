import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'
import { PASSWORD_LENGTH } from '../policy/people/password.ts'
import { ROLES } from '../policy/settings.ts'

/** The access feature's HTTP contract (SPEC § 5). */

const id = z.uuid()
const name = text(120).trim().min(1)
const email = z.email({ error: 'must be an e-mail address' }).max(320)

export const role = z.enum(ROLES)

export const setupInput = z.object({
  workspace: name,
  name,
  email,
  password: text(PASSWORD_LENGTH.most).min(PASSWORD_LENGTH.least, {
    error: `must have at least ${PASSWORD_LENGTH.least} characters`,
  }),
})

export const me = z.object({
  user: z.object({ name: z.string(), email: z.string() }).nullable(),
  member: z.object({ id, role, team_ids: z.array(id) }).nullable(),
  workspace: z.object({
    id,
    name: z.string(),
    time_zone: z.string(),
    brand_color: z.string(),
    logo: z.string().nullable(),
  }),
  abilities: z.array(z.string()),
  may_invite: z.array(role).describe('the roles in which you may invite somebody'),
  own_only: z.boolean().describe('of the numbers of people, you see your own only'),
  workspaces: z.array(z.object({ id, name: z.string() })),
})

/** Also the older names, such as Asia/Calcutta for Asia/Kolkata; no bare offsets, which know no summer time. */
function isTimeZone(zone: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(zone)) return false
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

export const workspaceChange = z.object({
  name: name.optional(),
  time_zone: text(100)
    .refine(isTimeZone, {
      error: 'must be a time zone such as Europe/Berlin',
    })
    .optional(),
  brand_color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #3b5bdb')
    .transform((color) => color.toLowerCase())
    .optional(),
  logo: z
    .string()
    .max(90_000, 'must be at most 64 KB')
    .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, 'must be a PNG, JPEG or WebP picture')
    .nullish(),
})

export const member = z.object({
  id,
  name: z.string(),
  invited_as: z
    .string()
    .nullable()
    .describe('what a member who left is called once he has accepted a new invitation'),
  email: z.string(),
  role,
  team_ids: z.array(id),
  joined_at: instant.nullable(),
  removed_at: instant.nullable(),
  may: z
    .object({ roles: z.array(role), remove: z.boolean() })
    .describe('what you may do: the other roles you may give the member, and whether you may remove him'),
})
/** What became of an invitation. `url` is there only when the mail did not go out: a link to hand over. */
export const invitation = z.object({
  sent: z.boolean(),
  problem: z.string().nullable(),
  url: z.string().nullable(),
})
/** What somebody with an invitation's link is told, and must enter: his password, a new one, or both. */
export const invitationView = z.object({
  workspace: z.string(),
  name: z.string(),
  email: z.string(),
  needs: z.object({ password: z.boolean(), new_password: z.boolean() }),
})
const invitationToken = z.string().max(200)
export const invitationQuestion = z.object({ token: invitationToken })
export const invitationAnswer = z.object({
  token: invitationToken,
  password: z.string().max(200).optional(),
  new_password: setupInput.shape.password.optional(),
})
export const memberMade = member.extend({ invitation })
export const memberInput = z.object({ name, email, role, team_ids: z.array(id).max(100).default([]) })
export const memberChange = z.object({
  name: name.optional(),
  role: role.optional(),
  team_ids: z.array(id).max(100).optional(),
})

export const team = z.object({ id, name: z.string(), member_ids: z.array(id) })
export const teamInput = z.object({ name, member_ids: z.array(id).max(1000).default([]) })
export const teamChange = z.object({ name: name.optional(), member_ids: z.array(id).max(1000).optional() })

export const apiKey = z.object({
  id,
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.string()),
  member_id: id.nullable(),
  created_by: id.nullable().describe('who made it: it goes on working when that member is removed'),
  created_at: instant,
  last_used_at: instant.nullable(),
})
export const apiKeyInput = z.object({
  name,
  scopes: z.array(text(60)).min(1, { error: 'must name at least one scope' }).max(50),
  member_id: id.nullish(),
})
export const apiKeyMade = apiKey.extend({ key: z.string() })

export const auditEntry = z.object({
  id,
  actor: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
  action: z.string(),
  target: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  at: instant,
})

export type Me = z.infer<typeof me>
export type Member = z.infer<typeof member>
export type Invitation = z.infer<typeof invitation>
export type InvitationView = z.infer<typeof invitationView>
export type InvitationAnswer = z.infer<typeof invitationAnswer>
export type MemberMade = z.infer<typeof memberMade>
export type MemberInput = z.infer<typeof memberInput>
export type MemberChange = z.infer<typeof memberChange>
export type Team = z.infer<typeof team>
export type ApiKey = z.infer<typeof apiKey>
export type AuditEntry = z.infer<typeof auditEntry>
export type WorkspaceChange = z.infer<typeof workspaceChange>
