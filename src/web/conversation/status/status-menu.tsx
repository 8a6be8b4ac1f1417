import { Button, Kbd, Menu, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconChevronDown, IconClock, IconMoodSmile } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type ConversationStatus, type EndedStatus, isEnded } from '../../../policy/settings.ts'
import { useCan, useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { nameOf } from '../../ui/name-of.ts'
import { useShortcuts, useShortcutsOn } from '../../ui/shortcuts.ts'
import { formatMoment } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import type { TakeAct } from '../acts.ts'
import type { ConversationDetail } from '../queries.ts'
import { AskSurvey } from './ask-survey.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { snoozePresets } from './snooze.ts'
import classes from './status-menu.module.css'
import { useSendSurvey, useStatusChange } from './use-status.tsx'

const t = text.inbox.menu
const ENDED: EndedStatus[] = ['resolved', 'closed', 'pending_closure', 'closure_scheduled']

type Props = { conversation: ConversationDetail; takeAct: TakeAct }

/** The status and everything it can become. Ending asks about a survey when the server says so (C3). */
export function StatusMenu({ conversation, takeAct }: Props) {
  const canWrite = useCan('inbox.write')
  const zone = useZone()
  const [hasKeys] = useShortcutsOn()
  const change = useStatusChange(conversation)
  const sendSurvey = useSendSurvey(conversation.id)
  const [opened, setOpened] = useState(false)
  const [asking, setAsking] = useState<EndedStatus | null>(null)
  const [snoozing, setSnoozing] = useState(false)
  const { status, survey_offer: offer } = conversation

  function to(next: ConversationStatus): void {
    if (next === status || change.isPending) return
    if (isEnded(next) && !isEnded(status) && offer.ask_on_end) setAsking(next)
    else change.mutate({ status: next })
  }
  const snooze = (at: number) =>
    change.mutate({ status: 'snoozed', snoozed_until: new Date(at).toISOString() })
  const acts = { e: () => to(offer.end_status), z: () => setSnoozing(true) }
  useShortcuts(acts, canWrite)
  useEffect(() => {
    for (const key of ['e', 'z'] as const) if (takeAct(key)) acts[key]()
  })

  const item = (value: ConversationStatus) => (
    <Menu.RadioItem
      key={value}
      value={value}
      closeMenuOnClick
      {...(hasKeys && value === offer.end_status && value !== status
        ? {
            'aria-keyshortcuts': 'e',
            rightSection: (
              <Kbd size="xs" aria-hidden>
                e
              </Kbd>
            ),
          }
        : {})}
    >
      {text.statuses[value]}
    </Menu.RadioItem>
  )
  const label = text.statuses[status]
  return (
    <>
      <Menu opened={opened} onChange={setOpened} width={252} position="bottom-end" disabled={!canWrite}>
        <Tooltip
          label={t.endKey(text.statuses[offer.end_status])}
          disabled={opened || !canWrite || !hasKeys || isEnded(status)}
        >
          <Menu.Target>
            <Button
              variant="default"
              loading={change.isPending || sendSurvey.isPending}
              rightSection={<IconChevronDown size={14} />}
              leftSection={<span className={classes.dot} data-status={isEnded(status) ? 'ended' : status} />}
              aria-label={t.label(label)}
              disabled={!canWrite}
            >
              {label}
            </Button>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          {offer.send_now.visible && (
            <>
              <Menu.Item
                leftSection={<IconMoodSmile size={15} />}
                onClick={() =>
                  offer.send_now.allowed
                    ? sendSurvey.mutate()
                    : toast({
                        title: text.inbox.after.surveyNotSent,
                        detail: offer.send_now.sentence,
                        tone: 'warn',
                      })
                }
              >
                {t.sendSurvey}
                {!offer.send_now.allowed && (
                  <Text size="xs" c="dimmed">
                    {offer.send_now.sentence}
                  </Text>
                )}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.RadioGroup value={status} onChange={(value) => to(value as ConversationStatus)}>
            <Menu.Label>{t.active}</Menu.Label>
            {item('open')}
            <Menu.Sub>
              <Menu.Sub.Target>
                <Menu.Sub.Item
                  leftSection={status === 'snoozed' ? <IconCheck size={15} /> : <IconClock size={15} />}
                >
                  {t.snooze}
                </Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                {snoozePresets(Date.now(), zone).map((preset) => (
                  <Menu.Item key={preset.label} onClick={() => snooze(preset.at)}>
                    {preset.label}
                    <Text size="xs" c="dimmed">
                      {formatMoment(preset.at, zone)}
                    </Text>
                  </Menu.Item>
                ))}
                <Menu.Item onClick={() => setSnoozing(true)}>{t.custom}</Menu.Item>
              </Menu.Sub.Dropdown>
            </Menu.Sub>
            {conversation.snoozed_until && (
              <Menu.Label>{t.snoozedUntil(formatMoment(conversation.snoozed_until, zone))}</Menu.Label>
            )}
            <Menu.Divider />
            <Menu.Label>{t.end}</Menu.Label>
            {ENDED.map(item)}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      <AskSurvey
        status={asking}
        contact={nameOf(conversation.contact)}
        onAnswer={(survey) => {
          if (asking) change.mutate({ status: asking, survey })
          setAsking(null)
        }}
        onCancel={() => setAsking(null)}
      />
      {snoozing && (
        <SnoozeDialog
          zone={zone}
          onClose={() => setSnoozing(false)}
          onSnooze={(at) => {
            setSnoozing(false)
            snooze(at)
          }}
        />
      )}
    </>
  )
}
