import { SegmentedControl } from '@mantine/core'
import { text } from '../../text.ts'
import { useScope } from '../filters/scope.ts'
import { CsatOff } from '../page/csat-off.tsx'
import { SatisfactionPage } from '../page/satisfaction-page.tsx'
import { DriftAlerts, useDriftAlerts } from './drift-alerts.tsx'
import { HonestTest } from './honest-test.tsx'
import { RankBoard } from './rank-board.tsx'
import { SelectionMeter } from './selection-meter.tsx'

const t = text.insights.honest

/** Whether the numbers can be believed: alerts, the honest test, ranks with ties, and who was asked (A8, A9). */
export function HonestPage() {
  const scope = useScope()
  const { alerts } = useDriftAlerts()
  const by = scope.search.by ?? 'agent'
  return (
    <SatisfactionPage
      title={text.insights.nav.honest}
      lead={t.lead}
      scope={scope}
      controls={
        <SegmentedControl
          size="xs"
          aria-label={t.by}
          value={by}
          onChange={(next) => scope.set({ by: next === 'team' ? 'team' : null })}
          data={[
            { value: 'agent', label: t.agents },
            { value: 'team', label: t.teams },
          ]}
        />
      }
    >
      <CsatOff />
      <DriftAlerts alerts={alerts} />
      <HonestTest scope={scope} by={by} />
      <RankBoard scope={scope} by={by} />
      <SelectionMeter scope={scope} />
    </SatisfactionPage>
  )
}
