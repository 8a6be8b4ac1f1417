/** What the host page tells about its visitor in `window.CandorSettings`. Nothing of it is trusted to be right. */
export type Settings = {
  userId: string | null
  userHash: string
  name: string | undefined
  email: string | undefined
  /** Until when the hash is good, in seconds since 1970, when it covers that. */
  exp: string | undefined
  locale: string
}

/** Reads the settings of any page, whatever it put there. */
export function readSettings(given: unknown): Settings {
  const field = (name: string): string | undefined => {
    const value =
      typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : undefined
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  return {
    userId: field('user_id') ?? null,
    userHash: field('user_hash') ?? '',
    name: field('name'),
    email: field('email'),
    exp: field('exp'),
    locale: field('locale') ?? (document.documentElement.lang || navigator.language || 'en'),
  }
}
