import type { ChannelId, ChannelSettings, Policy } from '../../../policy/settings.ts'

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a dotted path; undefined when there is nothing. */
export function getAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document)
}

/** The same document with another value at a dotted path. */
export function setAt<T>(document: T, path: string, value: unknown): T {
  const [key = '', ...rest] = path.split('.')
  const here: Json = isObject(document) ? document : {}
  return { ...here, [key]: rest.length > 0 ? setAt(here[key] ?? {}, rest.join('.'), value) : value } as T
}

/** The same document without the value at a dotted path, and without the objects that this empties. */
export function removeAt<T>(document: T, path: string): T {
  if (!isObject(document)) return document
  const [key = '', ...rest] = path.split('.')
  const copy: Json = { ...document }
  const inner = rest.length > 0 ? removeAt(copy[key], rest.join('.')) : undefined
  if (isObject(inner) && Object.keys(inner).length > 0) copy[key] = inner
  else delete copy[key]
  return copy as T
}

/** The merge patch (RFC 7396) that makes `after` out of `before`. */
export function makePatch(before: unknown, after: unknown): Json {
  const [old, next] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
  const patch: Json = {}
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (!(key in next)) patch[key] = null
    else if (isObject(old[key]) && isObject(next[key])) {
      const inner = makePatch(old[key], next[key])
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (JSON.stringify(old[key]) !== JSON.stringify(next[key])) patch[key] = next[key]
  }
  return patch
}

/** A channel's own rules, without its switch. */
export function overridesOf(policy: Policy, channel: ChannelId): Omit<ChannelSettings, 'enabled'> {
  const { enabled: _enabled, ...overrides } = policy.trigger.channels[channel] ?? { enabled: false }
  return overrides
}
