import { Button, Group, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { CHANNEL_IDS, type ChannelId } from '../../../policy/settings.ts'
import { channelsQuery } from '../../channels/queries.ts'
import { standingOf } from '../../channels/standing.ts'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import type { PolicyDraft } from '../policy/use-draft.ts'
import { ChannelDrawer } from './channel-drawer.tsx'
import { overriddenFields } from './channel-fields.ts'
import classes from './channel-list.module.css'

const t = text.csat.channels

/** The channel whose rules the address leads to. */
function useNamedChannel(): ChannelId | null {
  const { channel } = useSearch({ strict: false })
  return CHANNEL_IDS.find((id) => id === channel) ?? null
}

/** What is wrong with a channel that is to carry surveys; nothing where it works, or where it is not known. */
function useTrouble(): (channel: ChannelId) => string | null {
  const { data } = useQuery({ ...channelsQuery, enabled: useCan('settings.manage') })
  return (id) => {
    const channel = data?.data.find((each) => each.id === id)
    if (!channel) return null
    const { tone, badge } = standingOf(channel)
    // Surveys go out all the same where nothing is read.
    const { sends, reads } = channel.ways ?? {}
    return tone === 'good' || (sends === 'connected' && reads === 'disconnected') ? null : badge
  }
}

/** Every channel with its switch and the way to its own rules. */
export function ChannelList({ draft }: { draft: PolicyDraft }) {
  const [open, setOpen] = useState<ChannelId | null>(useNamedChannel())
  const troubleOf = useTrouble()
  const isOn = (channel: ChannelId) => draft.policy.trigger.channels[channel]?.enabled === true
  const turn = (channel: ChannelId, enabled: boolean) =>
    draft.set(`trigger.channels.${channel}.enabled`, enabled)
  const anyOn = CHANNEL_IDS.some(isOn)
  const allOn = CHANNEL_IDS.every(isOn)
  const turnAll = () =>
    draft.set(
      'trigger.channels',
      Object.fromEntries(
        CHANNEL_IDS.map((id) => [id, { ...draft.policy.trigger.channels[id], enabled: !allOn }]),
      ),
    )
  return (
    <>
      <Group justify="space-between" mb={8}>
        <Text size="sm" c="var(--c-warn)" role="status">
          {anyOn ? '' : t.noneOn}
        </Text>
        <Button variant="subtle" onClick={turnAll}>
          {allOn ? t.allOff : t.allOn}
        </Button>
      </Group>
      <ul className={classes.channels}>
        {CHANNEL_IDS.map((channel) => {
          const name = text.channels[channel]
          const trouble = isOn(channel) ? troubleOf(channel) : null
          const own = overriddenFields(draft.policy, channel).length
          const problem = Object.keys(draft.problems).some((path) =>
            path.startsWith(`trigger.channels.${channel}.`),
          )
          return (
            <li key={channel} className={classes.channel}>
              <Switch
                size="sm"
                checked={isOn(channel)}
                aria-label={t.enabled(name)}
                onChange={(event) => turn(channel, event.currentTarget.checked)}
              />
              <ChannelIcon channel={channel} size={17} silent />
              <span className={classes.name}>
                {name}
                {trouble && (
                  <Link to="/settings/channels" className={classes.trouble} title={t.connect(name)}>
                    {trouble}
                  </Link>
                )}
              </span>
              <Button
                variant="subtle"
                color={problem ? 'red.8' : own > 0 ? 'iris' : 'gray'}
                aria-label={`${t.open(name)}: ${own > 0 ? t.differs(own) : t.same}`}
                onClick={() => setOpen(channel)}
                style={own === 0 && !problem ? { color: 'var(--c-muted)' } : undefined}
              >
                {own > 0 ? t.differs(own) : t.same}
              </Button>
            </li>
          )
        })}
      </ul>
      <ChannelDrawer channel={open} draft={draft} onClose={() => setOpen(null)} />
    </>
  )
}
