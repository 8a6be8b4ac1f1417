import { Button, Group, Kbd, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import type { CaseDetail } from '../../../followup/schema.ts'
import { CASE_OUTCOMES, type CaseOutcome } from '../../../policy/follow-up/follow-up.ts'
import { messageOf } from '../../api/request.ts'
import { text } from '../../text.ts'
import { toast } from '../../ui/toast.tsx'
import { work } from '../queries.ts'
import classes from './case.module.css'

const t = text.followup
const LONGEST = 2000

type Props = { row: CaseDetail; onClose: () => void; onDone: () => void }

/** What came of a case (`e`): the number of an outcome chooses it, Ctrl or ⌘ with Enter closes. */
export function CloseDialog({ row, onClose, onDone }: Props) {
  const [outcome, setOutcome] = useState<CaseOutcome | null>(null)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const close = useMutation({
    mutationFn: (chosen: CaseOutcome) => work.close(row.id, { outcome: chosen, note: note.trim() || null }),
    onSuccess: ({ outcome: as }) => {
      toast({ title: `${t.close.done}: ${t.outcomes[as!].label}` })
      onDone()
    },
  })

  function submit(): void {
    if (outcome === null) setMissing(true)
    else if (!close.isPending) close.mutate(outcome)
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      return submit()
    }
    const numbered = CASE_OUTCOMES[Number(event.key) - 1]
    if (numbered && !(event.target instanceof HTMLTextAreaElement)) choose(numbered)
  }
  function choose(value: CaseOutcome): void {
    setOutcome(value)
    setMissing(false)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t.close.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form
        noValidate
        onKeyDown={onKey}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="md">
          <Radio.Group
            aria-label={t.close.outcome}
            value={outcome}
            onChange={(value) => choose(value as CaseOutcome)}
            error={missing ? t.close.choose : undefined}
          >
            <div className={classes.outcomes}>
              {CASE_OUTCOMES.map((value, index) => (
                <Radio.Card
                  key={value}
                  value={value}
                  className={classes.outcome!}
                  data-autofocus={index === 0 || undefined}
                >
                  <Radio.Indicator />
                  <span>
                    <strong>{t.outcomes[value].label}</strong>
                    <p>{t.outcomes[value].help}</p>
                  </span>
                  <Kbd size="xs">{index + 1}</Kbd>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
          <Textarea
            label={`${t.close.note} (${text.common.optional})`}
            placeholder={t.close.notePlaceholder}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={LONGEST}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {close.error && (
            <Text size="sm" c="var(--c-bad)" role="alert">
              {messageOf(close.error)}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {t.close.keys}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" size="sm" loading={close.isPending}>
              {t.close.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
