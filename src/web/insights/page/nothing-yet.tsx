import { Button } from '@mantine/core'
import { IconMoodSmile, IconZoomExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { opensAfter } from '../../../policy/numbers/aggregate.ts'
import { CHANNEL_IDS, type Policy, policyForChannel, type Role } from '../../../policy/settings.ts'
import { useCan, useMe } from '../../session/session.ts'
import { settingsQuery } from '../../surveys/policy/settings-queries.ts'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import type { Scope } from '../filters/scope.ts'
import { filtersOf } from '../filters/search.ts'
import { csatQuery } from '../queries.ts'

const t = text.insights.empty

/** No numbers: because nobody is asked, because nobody was asked yet, or because of the selection. */
export function NothingYet({ scope }: { scope: Scope }) {
  const { member } = useMe()
  const mayTurnOn = useCan('csat.manage')
  const settings = useQuery(settingsQuery).data
  const ever = useQuery(csatQuery({})).data?.overall
  if (!settings || !ever) return <div style={{ minHeight: 320 }} />
  if (ever.sent > 0 || ever.answered > 0) {
    return (
      <Empty
        icon={<IconZoomExclamation size={22} />}
        title={t.narrowTitle}
        action={
          <Button variant="default" onClick={() => scope.set(ALL_FILTERS_OFF)}>
            {t.longer}
          </Button>
        }
      >
        {t.narrow(Object.keys(filtersOf(scope.search)).length > 0)}
      </Empty>
    )
  }
  if (settings.policy.enabled) {
    return (
      <Empty
        icon={<IconMoodSmile size={22} />}
        title={t.noneTitle}
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/inbox" {...props} />}>
            {t.toInbox}
          </Button>
        }
      >
        {t.none(settings.policy.trigger.mode === 'by_hand', whenOpen(settings.policy, member.role))}
      </Empty>
    )
  }
  return (
    <Empty
      icon={<IconMoodSmile size={22} />}
      title={t.offTitle}
      action={
        mayTurnOn && (
          <Button renderRoot={(props) => <Link to="/settings/csat" {...props} />}>{t.turnOn}</Button>
        )
      }
    >
      {mayTurnOn ? t.off : t.offAsk}
    </Empty>
  )
}

/** When the score of the first answer is seen by this role. */
function whenOpen(policy: Policy, role: Role): string {
  const hours = opensAfter(
    { role },
    CHANNEL_IDS.map((channel) => policyForChannel(policy, channel)),
  )
  if (hours === null) return t.opens.never
  if (hours === 'varied') return t.opens.varied
  return hours === 0 ? t.opens.atOnce : t.opens.after(hours)
}

const ALL_FILTERS_OFF = {
  period: '90d',
  from: null,
  to: null,
  agent_id: null,
  team_id: null,
  channel: null,
  tag: null,
  handled_by: null,
} as const
