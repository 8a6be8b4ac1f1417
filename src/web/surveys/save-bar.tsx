import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { DryRunDrawer } from './dry-run/dry-run-drawer.tsx'
import type { PolicyDraft } from './policy/use-draft.ts'
import classes from './save-bar.module.css'

const t = text.csat.save

/** What is unsaved, and the two ways out. Stays in sight while one scrolls. */
export function SaveBar({ draft }: { draft: PolicyDraft }) {
  const problems = Object.keys(draft.problems).length
  const [trying, { open, close }] = useDisclosure()
  function save(): void {
    if (problems > 0) return showFirstProblem()
    draft.save(undefined, { onError: () => setTimeout(showFirstProblem, 50) })
  }
  return (
    <div className={classes.bar} role="region" aria-label={t.bar}>
      {(draft.conflict || draft.outdated) && (
        <div className={classes.conflict} role="alert">
          <div>
            {draft.conflict && <strong>{t.conflictTitle}. </strong>}
            {draft.conflict ? t.conflict : t.newer}
          </div>
          <Button variant="default" onClick={() => void draft.loadLatest()}>
            {t.loadNew}
          </Button>
        </div>
      )}
      <span role="status" style={problems > 0 ? { color: 'var(--mantine-color-error)' } : undefined}>
        {problems > 0 ? t.problems(problems) : t.dirty(Math.max(1, draft.changed.length))}
      </span>
      <Button size="sm" px="sm" variant="default" onClick={problems > 0 ? showFirstProblem : open}>
        {text.dryRun.open}
      </Button>
      <div className={classes.ways}>
        <Button
          size="sm"
          variant="default"
          onClick={() =>
            confirm({
              title: t.discardTitle,
              body: t.discardBody,
              confirm: text.common.discard,
              onConfirm: draft.discard,
            })
          }
        >
          {text.common.discard}
        </Button>
        <Button size="sm" loading={draft.saving} onClick={save}>
          {text.common.save}
        </Button>
      </div>
      <DryRunDrawer opened={trying} onClose={close} draft={draft} />
    </div>
  )
}

function showFirstProblem(): void {
  const row = document.querySelector<HTMLElement>('[data-problem]')
  row?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  row?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}
