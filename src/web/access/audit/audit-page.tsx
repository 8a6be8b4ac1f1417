import { Button, Skeleton, Table } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import type { AuditEntry } from '../../../access/schema.ts'
import { paged } from '../../api/paged.ts'
import { get, type Page as Pages } from '../../api/request.ts'
import { actorName } from '../../conversation/timeline/plain-entry.tsx'
import { useNames } from '../../session/directory.ts'
import { ruleName } from '../../surveys/fields/rule-name.ts'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Page } from '../../ui/page.tsx'
import { Moment } from '../../ui/time.tsx'
import classes from './audit.module.css'

const t = text.settings.audit

const auditQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ['audit'],
  queryFn: ({ pageParam, signal }) =>
    get<Pages<AuditEntry>>('/audit', { cursor: pageParam, limit: 50 }, signal),
})

/** Who changed what, newest first. */
export function AuditPage() {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(auditQuery)
  const names = useNames()
  const entries = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page title={t.title} lead={t.lead} wide>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton h={240} radius="md" />
      ) : entries.length === 0 ? (
        <Empty icon={<IconHistory size={22} />} title={t.none}>
          {t.noneHelp}
        </Empty>
      ) : (
        <Table className={classes.table} verticalSpacing={7} fz={13}>
          <Table.Thead>
            <Table.Tr>
              {[t.when, t.who, t.what, t.details].map((label) => (
                <Table.Th key={label}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td className={classes.when}>
                  <Moment at={entry.at} />
                </Table.Td>
                <Table.Td className={classes.who}>{actorName(entry)}</Table.Td>
                <Table.Td className={classes.what}>{actionName(entry.action)}</Table.Td>
                <Table.Td className={classes.detail}>{detailText(entry.detail, names)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </Page>
  )
}

/** "member.role_changed" → "Member: role changed", until every act has a sentence of its own. */
function actionName(action: string): string {
  const [subject = '', ...rest] = action.split('.')
  const head = capital(words(subject)).replace(/^Api\b/, 'API')
  return rest.length > 0 ? `${head}: ${words(rest.join(' '))}` : head
}

/** What the act was about; whoever it names by id is named by name. */
function detailText(detail: AuditEntry['detail'], names: (id: string | null) => string | null): string {
  const plain = (name: string, value: unknown): string => {
    if (Array.isArray(value))
      return value.length === 0 ? '–' : value.map((each) => plain(name, each)).join(', ')
    if (typeof value === 'object' && value !== null) return JSON.stringify(value)
    if (typeof value !== 'string') return String(value)
    return name === 'fields' ? ruleName(value) : (names(value) ?? value)
  }
  return Object.entries(detail)
    .map(([name, value]) => `${capital(words(name.replace(/_ids?$/, '')))}: ${plain(name, value)}`)
    .join(' · ')
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}

function capital(value: string): string {
  return value.replace(/^./, (letter) => letter.toUpperCase())
}
