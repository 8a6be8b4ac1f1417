import { PASSWORD_LENGTH } from '../../../policy/people/password.ts'

/** 0 (too short) to 4 (strong): length counts most, then how many kinds of characters there are. */
export function strengthOf(password: string): 0 | 1 | 2 | 3 | 4 {
  if (password.length < PASSWORD_LENGTH.least) return 0
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  const distinct = new Set(password).size
  if (distinct < 5) return 1
  const points =
    (password.length >= 12 ? 1 : 0) +
    (password.length >= 16 ? 1 : 0) +
    (kinds >= 2 ? 1 : 0) +
    (kinds >= 3 ? 1 : 0)
  return Math.min(4, Math.max(1, points)) as 1 | 2 | 3 | 4
}
