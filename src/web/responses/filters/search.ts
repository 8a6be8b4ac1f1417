import {
  filtersOf,
  readSearch as readShared,
  type sharedOf,
  withoutEmpty,
} from '../../insights/filters/search.ts'

export const SORTS = ['newest', 'oldest', 'lowest', 'highest'] as const
export type Sort = (typeof SORTS)[number]

/** How the follow-up of an answer stands. */
export const CASE_STATES = ['none', 'open', 'overdue', 'contacted', 'closed'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Which answers are read, as it stands in the address: in the same words as the numbers that lead here. */
export type ResponsesSearch = ReturnType<typeof sharedOf> & {
  /** One score or several, `4,5`. */
  score?: string
  has_comment?: boolean
  case_state?: CaseState
  q?: string
  sort?: Exclude<Sort, 'newest'>
  view?: 'negative_remarks'
  /** Those that were set aside. */
  quarantined?: true
  /** The answer that is open. */
  id?: string
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the address; whatever is not understood is left out. */
export function readSearch(search: Record<string, unknown>): ResponsesSearch {
  const { period, from, to, ...rest } = readShared(search)
  const sort = SORTS.find((name) => name === search.sort)
  const quarantined = isTrue(search.quarantined) || undefined
  return withoutEmpty({
    period,
    from,
    to,
    ...filtersOf(rest),
    score: scoresOf(search.score),
    has_comment: isTrue(search.has_comment) ? true : isFalse(search.has_comment) ? false : undefined,
    case_state: CASE_STATES.find((state) => state === search.case_state),
    q: wordsOf(search.q),
    sort: sort === 'newest' ? undefined : sort,
    view: search.view === 'negative_remarks' && !quarantined ? search.view : undefined,
    quarantined,
    id: typeof search.id === 'string' && ID.test(search.id) ? search.id : undefined,
  })
}

const isTrue = (value: unknown): boolean => value === true || value === 'true'
const isFalse = (value: unknown): boolean => value === false || value === 'false'

/** A number, `4,5`, or both in a row: in order, each once; nothing where all five or none are meant. */
function scoresOf(value: unknown): string | undefined {
  const given = [value].flat().flatMap((each) => String(each ?? '').split(','))
  const scores = ['1', '2', '3', '4', '5'].filter((score) => given.includes(score))
  return scores.length === 0 || scores.length === 5 ? undefined : scores.join(',')
}

function wordsOf(value: unknown): string | undefined {
  const words = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof words === 'string' && words.trim() !== '' ? words.slice(0, 200) : undefined
}

/** The filters that only answers have, as the server wants them. */
export function ownFiltersOf({ score, has_comment, case_state, q, view }: ResponsesSearch) {
  return withoutEmpty({
    score,
    has_comment: has_comment === undefined ? undefined : (String(has_comment) as 'true' | 'false'),
    case_state,
    q,
    view,
  })
}

/** Is it narrowed by anything but its days? */
export function isNarrowed(search: ResponsesSearch): boolean {
  const { view: _view, ...own } = ownFiltersOf(search)
  return Object.keys(own).length > 0 || Object.keys(filtersOf(search)).length > 0
}
