import { ActionIcon, Button, Menu, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { StepType } from '../../../../policy/workflow/workflow-definition.ts'
import { text } from '../../../text.ts'
import { StepIcon } from './step-icon.tsx'
import classes from './steps.module.css'

const t = text.workflows

const KINDS: Record<keyof typeof t.kinds, readonly StepType[]> = {
  ask: ['send_csat', 'generate_link', 'get_score'],
  flow: ['branch', 'wait'],
  conversation: ['reopen', 'set_status', 'assign', 'tag', 'post_message'],
  people: ['notify', 'open_case', 'call_webhook'],
}

type Props = { where: string; prominent?: boolean; onAdd: (type: StepType) => void }

/** The place between two steps, where another can come. */
export function AddStep({ where, prominent = false, onAdd }: Props) {
  return (
    <div className={classes.between}>
      <Menu position="bottom" withinPortal width={300}>
        <Menu.Target>
          {prominent ? (
            <Button
              variant="light"
              size="xs"
              leftSection={<IconPlus size={14} />}
              aria-label={t.edit.addHere(where)}
            >
              {t.edit.addStep}
            </Button>
          ) : (
            <ActionIcon variant="default" size={24} radius="xl" aria-label={t.edit.addHere(where)}>
              <IconPlus size={14} />
            </ActionIcon>
          )}
        </Menu.Target>
        <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
          {Object.entries(KINDS).map(([kind, types]) => (
            <Fragment key={kind}>
              <Menu.Label>{t.kinds[kind as keyof typeof t.kinds]}</Menu.Label>
              {types.map((type) => (
                <Menu.Item key={type} leftSection={<StepIcon type={type} />} onClick={() => onAdd(type)}>
                  {t.steps[type].name}
                  <Text size="xs" c="dimmed">
                    {t.steps[type].help}
                  </Text>
                </Menu.Item>
              ))}
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
