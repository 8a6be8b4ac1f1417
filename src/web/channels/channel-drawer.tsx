import { Box, Button, Drawer, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { remove } from '../api/request.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { Copy } from '../ui/copy.tsx'
import { FormMessage } from '../ui/form-message.tsx'
import { Typed, useGuardedClose } from '../ui/guarded.ts'
import { Moment } from '../ui/time.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { AccountForm } from './account-form.tsx'
import classes from './channels.module.css'
import { channelsQuery } from './queries.ts'
import { SendTest } from './send-test.tsx'
import { standingOf, unreachable } from './standing.ts'

const t = text.channelSettings

type Props = {
  opened: boolean
  channel: ConnectedChannel
  onClose: () => void
}

/** A channel's account: connect it, tell the provider, try it, and end it. */
export function ChannelDrawer({ opened, channel, onClose }: Props) {
  const { id, state, source } = channel
  const name = text.channels[id]
  const { goesOut, sentence } = standingOf(channel)
  const { typed, close } = useGuardedClose(onClose)
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={500}
      title={name}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <div key={id} className={classes.drawer}>
        {state === 'failing' ? (
          <FormMessage message={sentence} />
        ) : (
          sentence && (
            <Text size="sm" c="dimmed">
              {sentence}
            </Text>
          )
        )}
        {source === 'account' && channel.connected_at && (
          <Text size="xs" c="dimmed">
            {t.since} <Moment at={channel.connected_at} />
          </Text>
        )}
        {channel.can_connect && (
          <Part title={t.account}>
            <Typed value={typed}>
              <AccountForm channel={channel} />
            </Typed>
          </Part>
        )}
        {channel.setup && <Hook channel={channel} />}
        {goesOut && (
          <Part title={t.test}>
            <SendTest channel={id} />
          </Part>
        )}
        {source === 'account' && (
          <Part title={t.end}>
            <End channel={channel} onEnded={onClose} />
          </Part>
        )}
      </div>
    </Drawer>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes.part}>
      <Title order={3} id={id} mb={8}>
        {title}
      </Title>
      {children}
    </section>
  )
}

/** What the provider must be told, and where; before there is an address, that there will be one. */
function Hook({ channel }: { channel: ConnectedChannel }) {
  const { hook_url: url, setup, capabilities, fields, ways } = channel
  // Where we read over a connection of our own, nobody has to reach us.
  const reason = url && !ways && unreachable(url)
  return (
    <Part title={t.hook}>
      {reason && (
        <Box mb={10}>
          <FormMessage message={t.unreachable[reason]} />
        </Box>
      )}
      {url && (
        <div className={classes.hook}>
          <code className={classes.url}>{url}</code>
          <Copy value={url} label={t.copyHook} small />
        </div>
      )}
      {fields.map(
        ({ name, label, made, value }) =>
          made &&
          value !== null && (
            <div key={name}>
              <Text size="xs" c="dimmed" mb={2}>
                {label}
              </Text>
              <div className={classes.hook}>
                <code className={classes.url}>{String(value)}</code>
                <Copy value={String(value)} label={t.copyMade(label)} small />
              </div>
            </div>
          ),
      )}
      <Text size="sm" c="dimmed">
        {url || !capabilities?.receives ? setup : t.hookLater}
      </Text>
    </Part>
  )
}

function End({
  channel: { id, hook_url: url },
  onEnded,
}: {
  channel: ConnectedChannel
  onEnded: () => void
}) {
  const name = text.channels[id]
  const end = useMutation({
    mutationFn: () => remove(`/channels/${id}`),
    onSuccess: () => {
      toast({ title: t.ended(name) })
      onEnded()
    },
    onError: (problem) => toastProblem(problem),
    onSettled: () => queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  })
  return (
    <>
      <Text size="sm" c="dimmed" mb={8}>
        {url ? t.endLeadHook : t.endLead}
      </Text>
      <Button
        variant="default"
        c="var(--c-bad)"
        loading={end.isPending}
        onClick={() =>
          confirm({
            title: t.endTitle(name),
            body: t.endBody,
            confirm: t.endConfirm,
            onConfirm: () => end.mutate(),
          })
        }
      >
        {t.end}
      </Button>
    </>
  )
}
