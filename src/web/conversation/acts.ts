/** What a key does to the conversation that is marked in the list, before it is open: reply, end, snooze. */
export const ACTS = ['r', 'e', 'z'] as const
export type Act = (typeof ACTS)[number]

/** Is this to be done, now that the conversation is open? It says so once. */
export type TakeAct = (act: Act) => boolean
