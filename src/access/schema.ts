import { z } from 'zod'

/** The access feature's HTTP contract (SPEC § 5). */

const instant = z.iso.datetime({ offset: true })
const id = z.uuid()
const name = z.string().trim().min(1).max(120)
const email = z.email({ error: 'must be an e-mail address' }).max(320)

export const role = z.enum(['owner', 'admin', 'lead', 'agent'])

export const setupInput = z.object({
  workspace: name,
  name,
  email,
  password: z.string().min(10, { error: 'must have at least 10 characters' }).max(200),
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
  workspaces: z.array(z.object({ id, name: z.string() })),
})

export const workspaceChange = z.object({
  name: name.optional(),
  time_zone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
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
    .refine(
      (logo) => /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/.test(logo),
      'must be a PNG, JPEG or WebP picture',
    )
    .nullish(),
})

export const member = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  team_ids: z.array(id),
  joined_at: instant.nullable(),
  removed_at: instant.nullable(),
})
/**
 * What became of an invitation. `url` is there only when the mail did not go out, and only where handing the
 * link over opens nothing but this membership.
 */
export const invitation = z.object({
  sent: z.boolean(),
  problem: z.string().nullable(),
  url: z.string().nullable(),
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
  created_at: instant,
  last_used_at: instant.nullable(),
})
export const apiKeyInput = z.object({
  name,
  scopes: z.array(z.string().max(60)).min(1, { error: 'must name at least one scope' }).max(50),
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
export type MemberMade = z.infer<typeof memberMade>
export type MemberInput = z.infer<typeof memberInput>
export type MemberChange = z.infer<typeof memberChange>
export type Team = z.infer<typeof team>
export type ApiKey = z.infer<typeof apiKey>
export type AuditEntry = z.infer<typeof auditEntry>
export type WorkspaceChange = z.infer<typeof workspaceChange>
