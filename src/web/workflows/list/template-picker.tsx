import { Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'
import { templatesQuery } from '../queries.ts'
import classes from './template-picker.module.css'

const t = text.workflows.choose

/** What a new workflow begins with. */
export function TemplatePicker({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({ ...templatesQuery, enabled: opened })
  const begin = (template?: string): void =>
    void navigate({
      to: '/settings/workflows/$workflowId',
      params: { workflowId: 'new' },
      search: template ? { template } : {},
    })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={780}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <div className={classes.templates}>
          {data ? (
            data.data.map(({ key, title, sentence }) => (
              <button key={key} type="button" className={classes.choice} onClick={() => begin(key)}>
                <strong>{title}</strong>
                <span>{sentence}</span>
              </button>
            ))
          ) : (
            <Skeleton h={110} radius="md" />
          )}
          <button type="button" className={classes.choice} onClick={() => begin()}>
            <strong>{t.blank}</strong>
            <span>{t.blankHelp}</span>
          </button>
        </div>
      )}
    </Modal>
  )
}
