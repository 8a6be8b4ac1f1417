export const VIEWS = ['active', 'mine', 'overdue', 'closed'] as const
export type View = (typeof VIEWS)[number]

/** Which cases are read, as it stands in the address. */
export type CasesSearch = { view?: Exclude<View, 'active'>; team_id?: string; q?: string }

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the address; whatever is not understood is left out. */
export function readSearch(search: Record<string, unknown>): CasesSearch {
  const view = VIEWS.find((name) => name === search.view)
  const { team_id: team, q } = search
  const words = typeof q === 'number' || typeof q === 'boolean' ? String(q) : q
  return {
    ...(view && view !== 'active' ? { view } : {}),
    ...(typeof team === 'string' && ID.test(team) ? { team_id: team } : {}),
    ...(typeof words === 'string' && words.trim() ? { q: words.slice(0, 200) } : {}),
  }
}

/** What the server is asked for. */
export function queryOf({ view, team_id, q }: CasesSearch) {
  return {
    ...(view === 'closed' ? { state: 'closed', sort: 'newest' } : {}),
    ...(view === 'mine' ? { owner_id: 'me' } : {}),
    ...(view === 'overdue' ? { overdue: 'true' } : {}),
    ...(team_id ? { team_id } : {}),
    ...(q ? { q } : {}),
  }
}
