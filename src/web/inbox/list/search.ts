import { CHANNEL_IDS } from '../../../policy/settings.ts'

export const STATUS_TABS = ['open', 'snoozed', 'ended', 'all'] as const
export type StatusTab = (typeof STATUS_TABS)[number]

/** The inbox's view and filters, as they stand in the address. */
export type InboxSearch = {
  view?: 'mine' | 'unassigned'
  team_id?: string
  status?: Exclude<StatusTab, 'open'>
  assignee?: string
  channel?: string
  tag?: string
  unread?: true
  q?: string
  /** On narrow screens: the contact instead of the conversation. */
  pane?: 'contact'
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Reads the address; whatever is not understood is left out. */
export function readSearch(search: Record<string, unknown>): InboxSearch {
  const channel = CHANNEL_IDS.find((id) => id === search.channel)
  const status = STATUS_TABS.find((tab) => tab === search.status)
  return withoutEmpty({
    view: search.view === 'mine' || search.view === 'unassigned' ? search.view : undefined,
    team_id: text(search.team_id),
    status: status === 'open' ? undefined : status,
    assignee: text(search.assignee),
    channel,
    tag: text(search.tag),
    unread: search.unread === true || search.unread === 'true' ? true : undefined,
    q: text(typeof search.q === 'number' ? String(search.q) : search.q),
    pane: search.pane === 'contact' ? 'contact' : undefined,
  })
}

function withoutEmpty<T extends Record<string, unknown>>(search: T): InboxSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as InboxSearch
}

/** The address's filters as the server wants them. */
export function toFilter({ view, pane: _pane, unread, ...search }: InboxSearch) {
  return {
    ...search,
    status: search.status ?? 'open',
    assignee: view === 'mine' ? 'me' : view === 'unassigned' ? 'nobody' : search.assignee,
    unread: unread ? 'true' : undefined,
  }
}

/** How many filters narrow the view, the status and the search text aside. */
export function countFilters({ assignee, channel, tag, unread }: InboxSearch): number {
  return [assignee, channel, tag, unread].filter((value) => value !== undefined).length
}
