import { Select } from '@mantine/core'
import { SCORE_FACES, SCORES } from '../../../policy/score.ts'
import type { MoreFilters } from '../../insights/filters/filter-bar.tsx'
import { text } from '../../text.ts'
import type { ResponsesScope } from './scope.ts'
import { CASE_STATES, type CaseState } from './search.ts'
import classes from './toolbar.module.css'

const t = text.responses.filter

/** The filters that only answers have: the score, whether there are words, and how the follow-up stands. */
export function ownFilters({ search, set }: ResponsesScope): MoreFilters {
  const { score, has_comment: hasComment, case_state: caseState } = search
  const chosen = score ? score.split(',') : []
  const toggle = (one: string) => {
    const next = chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one].toSorted()
    set({ score: next.length === 5 ? null : next.join(',') })
  }
  return {
    on: [
      ...(score
        ? [{ name: 'score', what: t.score, value: nameOf(score), drop: () => set({ score: null }) }]
        : []),
      ...(hasComment === undefined
        ? []
        : [
            {
              name: 'has_comment',
              what: t.comment,
              value: hasComment ? t.withComment : t.withoutComment,
              drop: () => set({ has_comment: null }),
            },
          ]),
      ...(caseState
        ? [
            {
              name: 'case_state',
              what: t.followUp,
              value: t.states[caseState],
              drop: () => set({ case_state: null }),
            },
          ]
        : []),
    ],
    clear: (others) => set({ ...others, score: null, has_comment: null, case_state: null }),
    fields: (
      <>
        <fieldset className={classes.scores}>
          <legend>{t.score}</legend>
          <div>
            {SCORES.map((each) => (
              <button
                key={each}
                type="button"
                className={classes.score}
                aria-pressed={chosen.includes(String(each))}
                aria-label={`${each}, ${SCORE_FACES[each].label}`}
                title={SCORE_FACES[each].label}
                onClick={() => toggle(String(each))}
              >
                <span aria-hidden>{SCORE_FACES[each].emoji}</span>
                {each}
              </button>
            ))}
          </div>
        </fieldset>
        <Select
          size="xs"
          clearable
          openOnFocus={false}
          label={t.comment}
          placeholder={text.insights.filter.any}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: 'true', label: t.withComment },
            { value: 'false', label: t.withoutComment },
          ]}
          value={hasComment === undefined ? null : String(hasComment)}
          onChange={(value) => set({ has_comment: value === null ? null : value === 'true' })}
        />
        <Select
          size="xs"
          clearable
          openOnFocus={false}
          label={t.followUp}
          placeholder={text.insights.filter.any}
          comboboxProps={{ withinPortal: false }}
          data={CASE_STATES.map((state) => ({ value: state, label: t.states[state] }))}
          value={caseState ?? null}
          onChange={(value) => set({ case_state: value as CaseState | null })}
        />
      </>
    ),
  }
}

/** "5, Excellent" for one, "4, 5" for several. */
function nameOf(score: string): string {
  const scores = SCORES.filter((each) => score.split(',').includes(String(each)))
  const [only] = scores
  return scores.length === 1 && only ? `${only}, ${SCORE_FACES[only].label}` : scores.join(', ')
}
