import { type AccountRow, noteHealth } from '../channels/accounts.ts'
import type { Context } from '../platform/context.ts'
import type { Instant } from '../policy/decision.ts'

/** For so long the account shows what was left where it is, or until somebody has saved its settings. */
const SHOWN_MS = 7 * 86_400_000

/** Writes on an account how its reading does (null: well), in the order in which it is told. */
export function makeNotes(
  { db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>,
  { workspace_id: workspaceId, channel, version, connected_at }: AccountRow,
) {
  let noted = Promise.resolve()
  return {
    note: (sentence: string | null): void => {
      noted = noted
        .then(() => noteHealth(db, { workspaceId, channel, version }, sentence, clock.now()))
        .catch((error: unknown) =>
          log.warn({ err: error, channel }, 'the state of an account could not be noted'),
        )
    },
    isShown: (left: { at: Instant }): boolean => left.at > connected_at && clock.now() - left.at < SHOWN_MS,
    /** Settles when everything told so far is written. */
    written: () => noted,
  }
}
