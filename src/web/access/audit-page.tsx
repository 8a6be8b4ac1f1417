import { Button, ScrollArea, Skeleton, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import type { AuditEntry } from '../../access/schema.ts'
import { get, type Page as Pages } from '../api/request.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import { Moment } from '../ui/time.tsx'

const t = text.settings.audit

const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  initialPageParam: null as string | null,
  getNextPageParam: (page: Pages<AuditEntry>) => page.next_cursor,
  queryFn: ({ pageParam, signal }) =>
    get<Pages<AuditEntry>>('/audit', { cursor: pageParam, limit: 50 }, signal),
})

/** Who changed what, newest first. */
export function AuditPage() {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(auditQuery)
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
        <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t.title }}>
          <Table miw={680} verticalSpacing={7} fz={13}>
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
                  <Table.Td style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>
                    <Moment at={entry.at} />
                  </Table.Td>
                  <Table.Td style={{ verticalAlign: 'top' }}>{entry.actor.name ?? entry.actor.kind}</Table.Td>
                  <Table.Td style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
                    {actionName(entry.action)}
                  </Table.Td>
                  <Table.Td>
                    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {detailText(entry.detail)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
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
  const words = (value: string) => value.replaceAll('_', ' ')
  const head = words(subject).replace(/^./, (letter) => letter.toUpperCase())
  return rest.length > 0 ? `${head}: ${words(rest.join(' '))}` : head
}

function detailText(detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${plain(value)}`)
    .join(' · ')
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
