import { Button } from '@mantine/core'
import {
  IconCalendarSearch,
  IconFilterOff,
  IconHourglass,
  IconLock,
  IconMoodSmile,
  IconShieldCheck,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { opensAfter } from '../../../policy/numbers/aggregate.ts'
import { CHANNEL_IDS, type Policy, policyForChannel, type Role } from '../../../policy/settings.ts'
import { csatQuery } from '../../insights/queries.ts'
import { useCan, useMe } from '../../session/session.ts'
import { settingsQuery } from '../../surveys/policy/settings-queries.ts'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import type { ResponsesScope } from '../filters/scope.ts'
import { isNarrowed } from '../filters/search.ts'

const t = text.responses.empty

/** Nothing to read: because of the filters, the days, because it is still closed, or because nobody answered yet. */
export function NoAnswers({ scope, closed }: { scope: ResponsesScope; closed: boolean }) {
  const { search, set } = scope
  const longer = (
    <Button variant="default" onClick={() => set({ period: '90d', from: null, to: null })}>
      {t.longer}
    </Button>
  )
  const canGoBack = search.from !== undefined || search.period !== '90d'
  if (isNarrowed(search)) {
    const clear = () =>
      set({
        score: null,
        has_comment: null,
        case_state: null,
        q: null,
        agent_id: null,
        team_id: null,
        channel: null,
        tag: null,
        handled_by: null,
      })
    return (
      <Nothing icon={<IconFilterOff size={22} />} title={t.matchTitle} help={t.match}>
        <Button variant="default" onClick={clear}>
          {t.clear}
        </Button>
      </Nothing>
    )
  }
  if (closed) return <Nothing icon={<IconHourglass size={22} />} title={t.closedTitle} />
  if (search.quarantined) {
    return (
      <Nothing icon={<IconShieldCheck size={22} />} title={t.reviewTitle} help={t.review}>
        {canGoBack && longer}
      </Nothing>
    )
  }
  if (search.view) {
    return (
      <Nothing icon={<IconMoodSmile size={22} />} title={t.remarksTitle} help={t.remarks}>
        {canGoBack && longer}
      </Nothing>
    )
  }
  return <NoneYet earlier={canGoBack && longer} />
}

/** No answers in these days: go further back if there are any, else how to begin. */
function NoneYet({ earlier }: { earlier: ReactNode }) {
  const { member } = useMe()
  const mayTurnOn = useCan('csat.manage')
  const settings = useQuery(settingsQuery).data
  const ever = useQuery(csatQuery({})).data?.overall
  if (!settings || !ever) return <div style={{ minHeight: 260 }} />
  if (ever.answered > 0) {
    return (
      <Nothing icon={<IconCalendarSearch size={22} />} title={t.periodTitle} help={t.period}>
        {earlier}
      </Nothing>
    )
  }
  if (settings.policy.enabled) {
    return (
      <Nothing
        icon={<IconMoodSmile size={22} />}
        title={t.noneTitle}
        help={t.none(whenOpen(settings.policy, member.role))}
      >
        <Button variant="default" renderRoot={(props) => <Link to="/inbox" {...props} />}>
          {t.toInbox}
        </Button>
      </Nothing>
    )
  }
  return (
    <Nothing icon={<IconMoodSmile size={22} />} title={t.offTitle} help={mayTurnOn ? t.off : t.offAsk}>
      {mayTurnOn && (
        <Button renderRoot={(props) => <Link to="/settings/csat" {...props} />}>{t.turnOn}</Button>
      )}
    </Nothing>
  )
}

/** When the first answer is read by this role; those who never read one do not get here. */
function whenOpen(policy: Policy, role: Role): string {
  const hours = opensAfter(
    { role },
    CHANNEL_IDS.map((channel) => policyForChannel(policy, channel)),
  )
  if (hours === null || hours === 'varied') return t.opens.varied
  return hours === 0 ? t.opens.atOnce : t.opens.after(hours)
}

/** The policy shows this role no single answer; what it does show is a step away. */
export function ClosedRole() {
  const ownOnly = useMe().own_only
  const to = ownOnly ? '/satisfaction/by/agents' : '/satisfaction'
  return (
    <Nothing icon={<IconLock size={22} />} title={t.role} help={t.roleHelp}>
      <Button variant="default" renderRoot={(props) => <Link to={to as '/satisfaction'} {...props} />}>
        {ownOnly ? t.toScores : t.toOverview}
      </Button>
    </Nothing>
  )
}

type NothingProps = { icon: ReactNode; title: string; help?: string; children?: ReactNode }

function Nothing({ icon, title, help, children }: NothingProps) {
  return (
    <Empty icon={icon} title={title} action={children}>
      {help}
    </Empty>
  )
}
