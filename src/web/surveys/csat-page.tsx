import { Button, Drawer, Group, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconEye, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import { Failed } from '../ui/failed.tsx'
import { FormMessage } from '../ui/form-message.tsx'
import { LeaveGuard } from '../ui/leave-guard.tsx'
import { Page } from '../ui/page.tsx'
import classes from './csat.module.css'
import { EnablePanel } from './enable-panel.tsx'
import { HistoryDrawer } from './history/history-drawer.tsx'
import { type Settings, settingsQuery } from './policy/settings-queries.ts'
import { useDraft } from './policy/use-draft.ts'
import { PresetCards } from './preset-cards.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { Rules } from './rules.tsx'
import { SaveBar } from './save-bar.tsx'

const t = text.csat

/** When customers are asked, whom, and who sees the answer (C1, J11). */
export function CsatPage() {
  const { data, error, refetch } = useQuery(settingsQuery)
  if (data) return <Editor latest={data} />
  return (
    <Page title={t.title} lead={t.lead}>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <div role="status" aria-label={text.common.loading} style={{ display: 'grid', gap: 14 }}>
          <Skeleton h={62} radius="lg" />
          <Skeleton h={180} radius="lg" />
          <Skeleton h={320} radius="lg" />
        </div>
      )}
    </Page>
  )
}

function Editor({ latest }: { latest: Settings }) {
  const draft = useDraft(latest)
  const canManage = useCan('csat.manage')
  const [history, { open: openHistory, close: closeHistory }] = useDisclosure()
  const [preview, { open: openPreview, close: closePreview }] = useDisclosure()
  // Nobody has chosen how to ask yet (C1): that comes before every rule.
  const untouched = draft.base.version <= 1 && !draft.base.policy.enabled && !draft.dirty
  // The server draws previews for those who may change what is previewed.
  const previewed = canManage && !untouched
  return (
    <Page
      wide
      title={t.title}
      lead={t.lead}
      actions={
        <Group gap="xs">
          {previewed && (
            <Button
              className={classes.showPreview}
              variant="default"
              leftSection={<IconEye size={15} />}
              onClick={openPreview}
            >
              {t.preview.title}
            </Button>
          )}
          <Button variant="default" leftSection={<IconHistory size={15} />} onClick={openHistory}>
            {t.history.open}
          </Button>
        </Group>
      }
    >
      <div className={classes.layout} data-preview={previewed}>
        <div style={{ minWidth: 0 }}>
          {!canManage && <FormMessage message={t.save.readOnly} tone="info" />}
          <fieldset disabled={!canManage} style={{ border: 0, padding: 0, margin: '8px 0 0', minWidth: 0 }}>
            {!untouched && <EnablePanel draft={draft} />}
            <PresetCards draft={draft} untouched={untouched} />
            {!untouched && <Rules draft={draft} />}
          </fieldset>
          {draft.dirty && canManage && <SaveBar draft={draft} />}
        </div>
        {previewed && (
          <aside className={classes.preview} aria-label={t.preview.title}>
            <PreviewPanel draft={draft} />
          </aside>
        )}
      </div>
      <Drawer
        opened={preview}
        onClose={closePreview}
        position="right"
        title={t.preview.title}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <PreviewPanel draft={draft} />
      </Drawer>
      <HistoryDrawer
        opened={history}
        onClose={closeHistory}
        current={latest}
        canRestore={canManage && !draft.dirty}
      />
      <LeaveGuard dirty={draft.dirty && canManage} />
    </Page>
  )
}
