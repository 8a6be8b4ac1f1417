import { Button, Group, Modal, NumberInput, Select, Stack } from '@mantine/core'
import type { Target, TargetInput } from '../../../insights/targets/target-schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { patch, post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { FormMessage } from '../../ui/form-message.tsx'
import { useForm } from '../../ui/form.ts'
import { toast } from '../../ui/toast.tsx'
import { targetsQuery } from '../queries.ts'
import { EVERYONE, useTargetTeams } from './target-teams.ts'

const t = text.insights.targets

type Metric = TargetInput['metric']

/** Shares are typed in percent, averages as they are. */
const toTyped = (metric: Metric, goal: number): number =>
  metric === 'average' ? goal : Math.round(goal * 1000) / 10
const toGoal = (metric: Metric, typed: number): number =>
  metric === 'average' ? typed : Math.round(typed * 10) / 1000

/** Adds a target, or changes one. */
export function TargetForm({ target, onClose }: { target: Target | null; onClose: () => void }) {
  const teams = useTargetTeams()
  const form = useForm({
    initial: {
      team_id: target ? (target.team_id ?? EVERYONE) : (teams[0]?.value ?? EVERYONE),
      metric: target?.metric ?? ('csat' as Metric),
      goal: (target ? toTyped(target.metric, target.goal) : 90) as number | string,
      period: target?.period ?? ('month' as TargetInput['period']),
    },
    submit: async ({ team_id, metric, goal, period }) => {
      const input = {
        team_id: team_id === EVERYONE ? null : team_id,
        metric,
        goal: toGoal(metric, Number(goal)),
        period,
      }
      await (target ? patch(`/targets/${target.id}`, input) : post('/targets', input))
      await queryClient.invalidateQueries({ queryKey: targetsQuery.queryKey })
      toast({ title: t.saved })
      onClose()
    },
    checks: { goal: (goal) => (goal !== '' && Number(goal) >= 1 ? null : t.goalWrong.share) },
  })
  const { metric } = form.values
  const isAverage = metric === 'average'
  return (
    <Modal
      opened
      onClose={onClose}
      title={target ? t.editTitle : t.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <FormMessage message={form.message} />
          <Select
            label={t.team}
            data-autofocus
            allowDeselect={false}
            data={teams}
            value={form.values.team_id}
            onChange={(team) => team && form.set('team_id', team)}
            error={form.errors.team_id}
          />
          <Select
            label={t.metric}
            allowDeselect={false}
            data={Object.entries(t.metrics).map(([value, label]) => ({ value, label }))}
            value={metric}
            onChange={(next) => {
              if (!next) return
              form.set('metric', next as Metric)
              if ((next === 'average') !== isAverage) form.set('goal', next === 'average' ? 4.5 : 90)
            }}
            error={form.errors.metric}
          />
          <NumberInput
            label={t.goal}
            description={isAverage ? t.goalAverage : t.goalShare}
            min={1}
            max={isAverage ? 5 : 100}
            step={isAverage ? 0.1 : 1}
            decimalScale={isAverage ? 2 : 1}
            suffix={isAverage ? '' : ' %'}
            value={form.values.goal}
            onChange={(goal) => form.set('goal', goal)}
            error={form.errors.goal && (isAverage ? t.goalWrong.average : form.errors.goal)}
          />
          <Select
            label={t.period}
            allowDeselect={false}
            data={Object.entries(t.periods).map(([value, label]) => ({ value, label }))}
            value={form.values.period}
            onChange={(period) => period && form.set('period', period as TargetInput['period'])}
            error={form.errors.period}
          />
          <Group justify="flex-end">
            <Button variant="default" size="sm" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" size="sm" loading={form.busy}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
