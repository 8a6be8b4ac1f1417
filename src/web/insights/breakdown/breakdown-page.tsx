import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import classes from '../filters/controls.module.css'
import { useScope } from '../filters/scope.ts'
import { sharedOf } from '../filters/search.ts'
import { CsatOff } from '../page/csat-off.tsx'
import { NothingYet } from '../page/nothing-yet.tsx'
import { SatisfactionPage } from '../page/satisfaction-page.tsx'
import { csatQuery } from '../queries.ts'
import { BreakdownTable } from './breakdown-table.tsx'
import { DIMENSIONS, dimensionOf, pathOf } from './breakdowns.ts'

const t = text.insights.breakdown

/** The numbers taken apart: by agent, team, topic, channel, or who handled it (C11, J10). */
export function BreakdownPage() {
  const scope = useScope()
  const { what } = useParams({ strict: false })
  const by = dimensionOf(what)
  const isMine = scope.ownOnly && by === 'agent'
  return (
    <SatisfactionPage
      title={isMine ? t.mine : text.insights.nav.breakdown}
      lead={isMine ? text.insights.lead.mine : text.insights.lead.breakdown}
      scope={scope}
    >
      <nav className={classes.tabs} aria-label={t.by}>
        {DIMENSIONS.map((each) => (
          <Link
            key={each}
            to="/satisfaction/by/$what"
            params={{ what: pathOf(each) }}
            search={sharedOf(scope.search)}
            className={classes.tab}
            aria-current={each === by ? 'page' : undefined}
          >
            {each === 'agent' && scope.ownOnly ? t.mine : t.tabs[each]}
          </Link>
        ))}
      </nav>
      {/* Its own for each dimension: agents that stay while channels load would be taken for channels. */}
      <Breakdown key={by} by={by} scope={scope} isMine={isMine} />
    </SatisfactionPage>
  )
}

type Shown = { by: (typeof DIMENSIONS)[number]; scope: ReturnType<typeof useScope>; isMine: boolean }

function Breakdown({ by, scope, isMine }: Shown) {
  const { data, error, refetch, isPlaceholderData } = useQuery(
    csatQuery({ ...scope.query, group_by: by, trend: 'week' }),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <div role="status" aria-label={text.common.loading} style={{ display: 'grid', gap: 10 }}>
        {[1, 2, 3, 4, 5, 6].map((row) => (
          <Skeleton key={row} h={44} radius="md" />
        ))}
      </div>
    )
  }
  if (data.groups.length === 0) return <NothingYet scope={scope} />
  const { sees_single: readsAll } = data.reader
  return (
    <div aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <CsatOff />
      <BreakdownTable report={data} by={by} scope={scope} />
      {[data.overall, ...data.groups].some(({ withheld }) => withheld > 0) && (
        <p className={classes.footnote}>{t.someWithheld(readsAll)}</p>
      )}
      {(isMine || by === 'tag') && (
        <p className={classes.footnote}>{isMine ? t.mineNote(readsAll) : t.tagNote}</p>
      )}
    </div>
  )
}
