import { Anchor, Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconMinus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ConnectedChannel } from '../../channels/schema.ts'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './channels.module.css'
import { standingOf } from './standing.ts'

const t = text.channelSettings
const MARK = { good: IconCheck, bad: IconAlertTriangle, quiet: IconMinus }

type Props = { channel: ConnectedChannel; onOpen: () => void }

/** One channel: how it stands, the way to its account, and to its rules. */
export function ChannelRow({ channel, onOpen }: Props) {
  const { tone, badge, sentence } = standingOf(channel)
  const name = text.channels[channel.id]
  const Mark = MARK[tone]
  return (
    <li className={classes.channel}>
      <span className={classes.icon}>
        <ChannelIcon channel={channel.id} size={19} silent />
      </span>
      <div className={classes.about}>
        <div className={classes.head}>
          <span className={classes.name}>{name}</span>
          <span className={classes.badge} data-tone={tone}>
            <Mark size={12} aria-hidden />
            {badge}
          </span>
        </div>
        <div className={classes.sentence} data-tone={tone}>
          {sentence || <LastOk at={channel.last_ok_at} />}
        </div>
      </div>
      <div className={classes.ways}>
        <Anchor
          size="xs"
          aria-label={t.rulesOf(name)}
          renderRoot={(props) => <Link to="/settings/csat" search={{ channel: channel.id }} {...props} />}
        >
          {t.rules}
        </Anchor>
        <Way channel={channel} onOpen={onOpen} />
      </div>
    </li>
  )
}

function LastOk({ at }: { at: string | null }) {
  if (!at) return t.neverOk
  return (
    <>
      {t.lastOk}: <TimeAgo at={at} />
    </>
  )
}

/** What is built in is set up elsewhere. */
function Way({ channel: { id, source, can_connect }, onOpen }: Pick<Props, 'channel' | 'onOpen'>) {
  if (source === 'built_in') {
    const to = id === 'api' ? '/settings/api-keys' : '/settings/web-chat'
    return (
      <Button className={classes.way!} variant="default" renderRoot={(props) => <Link to={to} {...props} />}>
        {id === 'api' ? t.apiKeys : t.widget}
      </Button>
    )
  }
  if (source === 'carrier' || (!source && !can_connect)) return <span className={classes.way} />
  const name = text.channels[id]
  const [label, spoken] =
    source === 'installation' && can_connect
      ? [t.setUp, t.setUpOf(name)]
      : source
        ? [t.manage, t.manageOf(name)]
        : [t.connect, t.connectOf(name)]
  return (
    <Button
      className={classes.way!}
      variant={source ? 'default' : 'light'}
      aria-label={spoken}
      onClick={onOpen}
    >
      {label}
    </Button>
  )
}
