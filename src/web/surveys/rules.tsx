import { SegmentedControl } from '@mantine/core'
import type { Field } from '../../policy/fields.ts'
import { text } from '../text.ts'
import { Section } from '../ui/page.tsx'
import { ChannelList } from './channels/channel-list.tsx'
import classes from './fields/field-row.module.css'
import { FieldRow } from './fields/field-row.tsx'
import { FIRST_EDIT_HOURS, FIRST_WINDOW, RULE_GROUPS, rulesIn } from './fields/rule-groups.ts'
import { NoMailNote } from './no-mail-note.tsx'
import { getAt } from './policy/policy-path.ts'
import type { PolicyDraft } from './policy/use-draft.ts'

const t = text.csat

/** Every rule of the policy, in groups. */
export function Rules({ draft }: { draft: PolicyDraft }) {
  return RULE_GROUPS.map((group) => (
    <Section key={group} title={t.groups[group].title} lead={t.groups[group].lead}>
      {group === 'channels' ? (
        <ChannelList draft={draft} />
      ) : (
        <>
          {group === 'follow_up' && <NoMailNote />}
          {group === 'rating' && <WindowChoice draft={draft} />}
          {rulesIn(group)
            .filter((field) => isShown(field, draft))
            .map((field) => (
              <FieldRow
                key={field.path}
                field={field}
                value={getAt(draft.policy, field.path)}
                problem={draft.problems[field.path]}
                onChange={(value) => change(draft, field, value)}
              />
            ))}
        </>
      )}
    </Section>
  ))
}

/** Hours without the rule that uses them are not asked for. */
function isShown({ path }: Field, { policy }: PolicyDraft): boolean {
  if (path.startsWith('rating.window.')) return policy.rating.window !== null
  if (path === 'rating.edit.hours') return policy.rating.edit.mode === 'window'
  return true
}

function change(draft: PolicyDraft, { path }: Field, value: unknown): void {
  if (path !== 'rating.edit.mode') return draft.set(path, value)
  const hours = value === 'window' ? (draft.policy.rating.edit.hours ?? FIRST_EDIT_HOURS) : null
  draft.set('rating.edit', { mode: value, hours })
}

/** With or without a time limit: two fields that come and go together. */
function WindowChoice({ draft }: { draft: PolicyDraft }) {
  const limited = draft.policy.rating.window !== null
  return (
    <div className={classes.row}>
      <div>
        <div className={classes.label} id="window-label">
          {t.window.label}
        </div>
        <div className={classes.help}>{t.window.help}</div>
      </div>
      <div className={classes.control}>
        <SegmentedControl
          size="xs"
          aria-labelledby="window-label"
          value={limited ? 'limited' : 'forever'}
          onChange={(value) => draft.set('rating.window', value === 'limited' ? FIRST_WINDOW : null)}
          data={[
            { value: 'forever', label: t.window.forever },
            { value: 'limited', label: t.window.limited },
          ]}
        />
      </div>
    </div>
  )
}
