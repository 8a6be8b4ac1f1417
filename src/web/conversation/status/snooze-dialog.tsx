import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { text } from '../../text.ts'
import { formatMoment } from '../../ui/time.tsx'
import { fromInputValue, fromWallTime, toInputValue, toWallTime } from '../../ui/zone.ts'
import { snoozePresets } from './snooze.ts'

const t = text.inbox.snooze

type Props = { zone: string; onClose: () => void; onSnooze: (at: number) => void }

/** Any moment, in the workspace's time zone (`z`). */
export function SnoozeDialog({ zone, onClose, onSnooze }: Props) {
  const presets = snoozePresets(Date.now(), zone)
  const [value, setValue] = useState(() => toInputValue(toWallTime(presets.at(-2)!.at, zone)))
  const [error, setError] = useState<string | null>(null)
  function submit(event: FormEvent): void {
    event.preventDefault()
    const wall = fromInputValue(value)
    const at = wall && fromWallTime(wall, zone)
    if (at === null || at <= Date.now()) setError(t.past)
    else onSnooze(at)
  }
  return (
    <Modal opened onClose={onClose} title={t.title} closeButtonProps={{ 'aria-label': text.common.close }}>
      <Stack gap="sm">
        {presets.map((preset) => (
          <Button
            key={preset.label}
            variant="default"
            size="sm"
            justify="space-between"
            fullWidth
            rightSection={
              <span style={{ color: 'var(--c-muted)', fontWeight: 400 }}>
                {formatMoment(preset.at, zone)}
              </span>
            }
            onClick={() => onSnooze(preset.at)}
          >
            {preset.label}
          </Button>
        ))}
        <form onSubmit={submit} noValidate>
          <TextInput
            type="datetime-local"
            label={t.at}
            description={t.zone(zone)}
            value={value}
            onChange={(event) => {
              setValue(event.currentTarget.value)
              setError(null)
            }}
            error={error}
          />
          <Group justify="flex-end" mt="md">
            <Button size="sm" type="submit">
              {t.submit}
            </Button>
          </Group>
        </form>
      </Stack>
    </Modal>
  )
}
