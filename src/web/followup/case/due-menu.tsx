import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { CaseDetail } from '../../../followup/schema.ts'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatMoment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { Clock } from '../clock.tsx'
import { work } from '../queries.ts'
import classes from './case.module.css'

const t = text.followup
const HOUR = 3_600_000
const CHOICES = [
  { label: t.times.hours(2), ms: 2 * HOUR },
  { label: t.times.hours(8), ms: 8 * HOUR },
  { label: t.times.days(1), ms: 24 * HOUR },
  { label: t.times.days(3), ms: 72 * HOUR },
]

/** The clock of a case, and more time where it needs some. */
export function DueMenu({ row, disabled }: { row: CaseDetail; disabled: boolean }) {
  const zone = useZone()
  if (row.state !== 'open' || disabled) return <Clock row={row} />

  function move(to: string, before: string | null): void {
    const canUndo = before !== null && Date.parse(before) > Date.now()
    work
      .change(row.id, { due_at: to })
      .then(
        () => toast({ title: t.dueDone, ...(canUndo ? { undo: () => move(before, null) } : {}) }),
        toastProblem,
      )
  }

  return (
    <Menu width={250} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.chip}>
          <Clock row={row} />
          <VisuallyHidden>{t.actions.due}</VisuallyHidden>
          <IconChevronDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.clock.by(formatMoment(row.due_at, zone))}</Menu.Label>
        {CHOICES.map(({ label, ms }) => (
          <Menu.Item key={label} onClick={() => move(new Date(Date.now() + ms).toISOString(), row.due_at)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
