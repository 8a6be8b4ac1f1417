import { Drawer, Skeleton, Stack, Text } from '@mantine/core'
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { Moment } from '../../ui/time.tsx'
import { type DecisionEntry, decisionsQuery } from '../queries.ts'
import { Attempts } from './attempts.tsx'
import classes from './decisions.module.css'

const t = text.inbox.why

type Props = { id: string; opened: boolean; onClose: () => void }

/** Every decision about surveying this conversation, in sentences, with what each rested on. */
export function DecisionsPanel({ id, opened, onClose }: Props) {
  const { data, error, isPending, refetch } = useQuery({ ...decisionsQuery(id), enabled: opened })
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={420}
      title={<span className={classes.title}>{t.title}</span>}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t.lead}
      </Text>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : isPending ? (
        <Stack aria-label={text.common.loading} role="status">
          <Skeleton h={74} radius="md" />
          <Skeleton h={74} radius="md" />
        </Stack>
      ) : data.data.length === 0 ? (
        <Empty icon={<IconQuestionMark size={22} />} title={t.none}>
          {t.noneHelp}
        </Empty>
      ) : (
        <ol className={classes.list}>
          {data.data.map((decision) => (
            <Decision key={decision.id} decision={decision} />
          ))}
        </ol>
      )}
    </Drawer>
  )
}

function Decision({ decision }: { decision: DecisionEntry }) {
  const facts = Object.entries(decision.facts)
  return (
    <li className={classes.item}>
      <div className={classes.head} data-allowed={decision.allowed}>
        {decision.allowed ? <IconCheck size={15} aria-hidden /> : <IconX size={15} aria-hidden />}
        <strong>{decision.allowed ? t.yes : t.no}</strong>
        <span className={classes.kind}>{t.kinds[decision.kind] ?? decision.kind}</span>
      </div>
      <p className={classes.sentence}>{decision.sentence}</p>
      {decision.kind === 'make' && decision.survey_id && <Attempts surveyId={decision.survey_id} />}
      {facts.length > 0 && (
        <details>
          <summary>{t.facts}</summary>
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name.replaceAll('_', ' ')}</dt>
                <dd>{factText(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <div className={classes.foot}>
        <Moment at={decision.at} /> · {t.policy(decision.policy_version)}
      </div>
    </li>
  )
}

function factText(value: string | number | boolean | null): React.ReactNode {
  if (value === null) return t.factNone
  if (typeof value === 'boolean') return value ? t.factYes : t.factNo
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return <Moment at={value} />
  return String(value)
}
