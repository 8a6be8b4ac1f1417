import { parseDuration } from './duration.ts'
import { FIELDS, type Field } from './fields.ts'
import { presetPolicy } from './presets.ts'
import {
  CHANNEL_IDS,
  type ChannelId,
  isObject,
  mergePatch,
  type Policy,
  type Preset,
  withNulls,
} from './settings.ts'
import { textFault } from './text.ts'

/** One field that cannot be taken, with a sentence that says what would be. */
export type FieldProblem = { field: string; message: string }

export type ValidPolicy = { ok: true; policy: Policy } | { ok: false; problems: FieldProblem[] }

type JsonObject = Record<string, unknown>

/** Checks a whole policy document, every field at once. Refused whole if anything is wrong. */
export function validatePolicy(input: unknown): ValidPolicy {
  if (!isObject(input)) return { ok: false, problems: [{ field: 'policy', message: 'must be an object' }] }
  const policy = withNulls(input)
  const problems = [
    ...FIELDS.flatMap((field) => checkPresent(policy, field)),
    ...unknownFields(policy, '', KNOWN_PATHS),
    ...checkTogether(policy, ''),
    ...checkChannels(policy, get(policy, 'trigger.channels')),
  ]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy: policy as unknown as Policy }
}

/**
 * The settings after a change (SPEC § 4): the preset, if given, replaces everything except whether CSAT is
 * on at all; then the patch is merged over it (RFC 7396).
 */
export function applySettings(
  current: { preset: Preset; policy: Policy },
  change: { preset?: Preset | undefined; policy?: unknown },
): (ValidPolicy & { ok: true; preset: Preset }) | (ValidPolicy & { ok: false }) {
  const preset = change.preset ?? current.preset
  const base = change.preset
    ? { ...presetPolicy(change.preset), enabled: current.policy.enabled }
    : current.policy
  if (change.policy !== undefined && !isObject(change.policy)) {
    return { ok: false, problems: [{ field: 'policy', message: 'must be an object' }] }
  }
  const result = validatePolicy(mergePatch(base, change.policy ?? {}))
  return result.ok ? { ...result, preset } : result
}

/** Dotted paths of everything that differs between two policies. */
export function changedFields(before: unknown, after: unknown, path = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => changedFields(before[key], after[key], path ? `${path}.${key}` : key))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path]
}

const KNOWN_PATHS = new Set([...FIELDS.map((field) => field.path), 'trigger.channels'])
/** What a channel may say differently: everything but the main switch and the channels themselves. */
const OVERRIDABLE = FIELDS.filter((field) => field.path !== 'enabled')

function get(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document)
}

function checkPresent(policy: JsonObject, field: Field): FieldProblem[] {
  const value = get(policy, field.path)
  // The window is a whole that may be absent; half of one is found where fields are checked together.
  if (field.path.startsWith('rating.window.') && value === undefined) return []
  return check(field, value, field.path)
}

function checkChannels(policy: JsonObject, channels: unknown): FieldProblem[] {
  const at = 'trigger.channels'
  if (!isObject(channels)) return [{ field: at, message: 'must be an object with a channel per key' }]
  return Object.entries(channels).flatMap(([channel, settings]) => {
    const path = `${at}.${channel}`
    if (!CHANNEL_IDS.includes(channel as ChannelId)) {
      return [{ field: path, message: `is not a channel; the channels are ${CHANNEL_IDS.join(', ')}` }]
    }
    if (!isObject(settings)) return [{ field: path, message: 'must be an object with "enabled"' }]
    const { enabled, ...overrides } = settings
    return [
      ...(typeof enabled === 'boolean'
        ? []
        : [{ field: `${path}.enabled`, message: 'must be true or false' }]),
      ...OVERRIDABLE.flatMap((field) => {
        const value = get(overrides, field.path)
        return value === undefined ? [] : check(field, value, `${path}.${field.path}`)
      }),
      ...(isObject(overrides['rating'])
        ? checkTogether(withNulls(mergePatch(policy, overrides)), `${path}.`)
        : []),
      ...unknownFields(overrides, '', new Set(OVERRIDABLE.map((field) => field.path))).map((problem) => ({
        field: `${path}.${problem.field}`,
        message: problem.field === 'trigger.channels' ? 'cannot be set for one channel' : problem.message,
      })),
    ]
  })
}

/** Fields that need each other: both halves of the window, and the hours of an edit window. */
function checkTogether(policy: JsonObject, path: string): FieldProblem[] {
  const window = get(policy, 'rating.window')
  const halves = isObject(window) ? ['from', 'hours'].filter((half) => !(half in window)) : []
  const lacksHours = get(policy, 'rating.edit.mode') === 'window' && get(policy, 'rating.edit.hours') === null
  return [
    ...halves.map((half) => ({ field: `${path}rating.window.${half}`, message: 'is missing' })),
    ...(lacksHours
      ? [{ field: `${path}rating.edit.hours`, message: 'must be set when the mode is window' }]
      : []),
  ]
}

/** Keys that no field explains; a policy with a typing error must not be taken for one without it. */
function unknownFields(document: JsonObject, path: string, known: ReadonlySet<string>): FieldProblem[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key
    if (known.has(here)) return []
    const isInner = [...known].some((field) => field.startsWith(`${here}.`))
    if (!isInner) return [{ field: here, message: 'is not a field of the policy' }]
    if (value === null && here === 'rating.window') return []
    return isObject(value)
      ? unknownFields(value, here, known)
      : [{ field: here, message: 'must be an object' }]
  })
}

function check(field: Field, value: unknown, path: string): FieldProblem[] {
  const message = complaint(field, value)
  return message ? [{ field: path, message }] : []
}

function complaint(field: Field, value: unknown): string | null {
  if (value === null && 'nullable' in field && field.nullable) return null
  if (value === undefined) return 'is missing'
  switch (field.kind) {
    case 'switch':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'choice':
      return field.options.includes(value as string) ? null : `must be one of ${field.options.join(', ')}`
    case 'choices':
      if (!isTexts(value) || !value.every((item) => field.options.includes(item))) {
        return `must be a list of ${field.options.join(', ')}`
      }
      if (new Set(value).size !== value.length) return 'must not name anything twice'
      return value.length < field.atLeast ? 'must have at least one entry' : null
    case 'integer':
      return Number.isInteger(value) && (value as number) >= field.min && (value as number) <= field.max
        ? null
        : `must be a whole number from ${field.min} to ${field.max}`
    case 'duration':
      return durationComplaint(value, field.maxMs)
    case 'text':
      return textComplaint(value, field.min, field.max)
    case 'texts':
      if (!isTexts(value)) return 'must be a list of texts'
      if (value.length > field.atMost) return `must have at most ${field.atMost} entries`
      return value.map((item) => textComplaint(item, 1, field.max)).find(Boolean) ?? null
    case 'translations':
      if (!isObject(value)) return 'must be an object with a text per language'
      for (const [language, text] of Object.entries(value)) {
        if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) {
          return `"${language.slice(0, 35)}" is not a language tag such as de or pt-BR`
        }
        const wrong = textComplaint(text, 1, field.max)
        if (wrong) return `${language} ${wrong}`
      }
      return null
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function durationComplaint(value: unknown, maxMs: number): string | null {
  const ms = typeof value === 'string' ? parseDuration(value) : null
  if (ms === null) return 'must be an ISO 8601 duration such as PT5M, PT1H or P7D'
  return ms > maxMs ? `must be at most ${maxMs / 3_600_000} hours` : null
}

function textComplaint(value: unknown, min: number, max: number): string | null {
  if (typeof value !== 'string') return 'must be a text'
  const fault = textFault(value)
  if (fault) return fault
  const length = [...value.trim()].length
  if (length < min) return 'must not be empty'
  return length > max ? `must have at most ${max} characters` : null
}
