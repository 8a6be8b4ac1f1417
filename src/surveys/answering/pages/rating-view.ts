import type { Brand } from '../../../branding/brand.ts'
import type { Language } from '../../../languages/catalogue.ts'
import type { Scale } from '../../../policy/settings.ts'

/** What a rating page shows. */
export type RatingView = {
  /**
   * `form` asks; `preselected` asks with the score clicked in a mail; `change` asks again, filled in; `invalid` asks again
   * after a malformed answer; `low_score` has a recorded score and asks for words; the rest only tell.
   */
  state:
    | 'form'
    | 'preselected'
    | 'low_score'
    | 'thanks'
    | 'change'
    | 'expired'
    | 'withdrawn'
    | 'unknown'
    | 'invalid'
    | 'unsubscribed'
  lang: Language
  /** Null when the link belongs to no workspace. */
  brand: Brand | null
  message: string
  scale: Scale
  score: number | null
  comment: string | null
  reasons: readonly string[]
  chosenReasons: readonly string[]
  canEdit: boolean
  thankYou: string | null
  /** The page's own path, `/s/{token}`: forms post to it, `?change=1` asks again. */
  action: string
  /** Proof that the form was made for this reader, where he is signed in. */
  check?: string
  /** Scores up to this one are low (policy `question.low_until`). */
  lowUntil: number
  errors?: Record<string, string>
  /** Why it was withdrawn: the conversation was opened again; else somebody took it back. */
  isReopened?: boolean
  /** Why an answer just given was not taken, above the one that stands. */
  notice?: 'answered' | 'change_closed' | null
}
