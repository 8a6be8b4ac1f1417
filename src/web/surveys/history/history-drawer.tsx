import { Button, Drawer, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { queryClient } from '../../api/query-client.ts'
import { put } from '../../api/request.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Moment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { ruleName } from '../fields/rule-name.ts'
import { makePatch } from '../policy/policy-path.ts'
import { type Settings, settingsQuery, type Version, versionsQuery } from '../policy/settings-queries.ts'
import { fromPreset } from '../policy/use-draft.ts'
import classes from './history.module.css'

const t = text.csat.history
const SHOWN = 6

type Props = { opened: boolean; onClose: () => void; current: Settings; canRestore: boolean }

/** Every saved version: who, when, which rules; and the way back to it. */
export function HistoryDrawer({ opened, onClose, current, canRestore }: Props) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery({
      ...versionsQuery,
      enabled: opened,
    })
  const restore = useMutation({
    mutationFn: (version: Version) =>
      put<Settings>('/settings/csat', {
        preset: version.preset,
        policy: makePatch(fromPreset(version.preset, current.policy.enabled), version.policy),
        base_version: current.version,
      }),
    onSuccess: (saved, version) => {
      queryClient.setQueryData(settingsQuery.queryKey, saved)
      toast({ title: t.restored(version.version) })
      onClose()
    },
    onError: (problem) => toastProblem(problem),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['csat-settings'] }),
  })
  const versions = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={440}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t.lead}
      </Text>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {isPending && !error && (
        <Stack role="status" aria-label={text.common.loading}>
          <Skeleton h={80} radius="md" />
          <Skeleton h={80} radius="md" />
        </Stack>
      )}
      <ol className={classes.list}>
        {versions.map((version) => (
          <Entry
            key={version.version}
            version={version}
            isCurrent={version.version === current.version}
            canRestore={canRestore}
            onRestore={() =>
              confirm({
                title: t.restoreTitle(version.version),
                body: t.restoreBody,
                confirm: t.restore,
                danger: false,
                onConfirm: () => restore.mutate(version),
              })
            }
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </Drawer>
  )
}

type EntryProps = { version: Version; isCurrent: boolean; canRestore: boolean; onRestore: () => void }

function Entry({ version, isCurrent, canRestore, onRestore }: EntryProps) {
  const fields = version.changed_fields.map(ruleName)
  const rest = fields.length - SHOWN
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <strong>{t.version(version.version)}</strong>
        {isCurrent && <span className={classes.current}>{t.current}</span>}
        <span className={classes.preset}>{text.csat.presets[version.preset].title}</span>
      </div>
      <div className={classes.meta}>
        <Moment at={version.changed_at} /> {version.changed_by.name && t.by(version.changed_by.name)}
      </div>
      <div className={classes.fields}>
        {fields.length === 0 ? t.first : fields.slice(0, SHOWN).join(' · ')} {rest > 0 && t.more(rest)}
      </div>
      {!isCurrent && canRestore && (
        <Button variant="default" mt={8} onClick={onRestore}>
          {t.restore}
        </Button>
      )}
    </li>
  )
}
