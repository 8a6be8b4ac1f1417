export const DAYS = ['7', '30', '90', 'all'] as const
export type Days = (typeof DAYS)[number]

export type AchievementsSearch = { days?: Exclude<Days, '30'> }

/** Reads the address; whatever is not understood is left out. */
export function readSearch(search: Record<string, unknown>): AchievementsSearch {
  const days = DAYS.find((each) => each === String(search.days))
  return days && days !== '30' ? { days } : {}
}
