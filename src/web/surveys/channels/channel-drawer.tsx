import { ActionIcon, Drawer, Group, Select, Text, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { type Field, FIELDS } from '../../../policy/fields.ts'
import type { ChannelId } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import { describeValue } from '../fields/describe-value.ts'
import { FieldRow } from '../fields/field-row.tsx'
import { FIRST_EDIT_HOURS, FIRST_WINDOW, groupOf, RULE_GROUPS } from '../fields/rule-groups.ts'
import { getAt, overridesOf, removeAt, setAt } from '../policy/policy-path.ts'
import type { PolicyDraft } from '../policy/use-draft.ts'
import { CHANNEL_FIELDS, overriddenFields } from './channel-fields.ts'

const t = text.csat.channels

type Props = { channel: ChannelId | null; draft: PolicyDraft; onClose: () => void }

/** The rules in which a channel differs from the workspace; each can be given back. */
export function ChannelDrawer({ channel, draft, onClose }: Props) {
  const last = useRef<ChannelId>('web_chat')
  if (channel) last.current = channel
  const name = text.channels[last.current]
  return (
    <Drawer
      opened={channel !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={t.drawerTitle(name)}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <OwnRules key={last.current} channel={last.current} draft={draft} />
    </Drawer>
  )
}

function OwnRules({ channel, draft }: { channel: ChannelId; draft: PolicyDraft }) {
  const at = `trigger.channels.${channel}`
  const own = overridesOf(draft.policy, channel)
  const fields = overriddenFields(draft.policy, channel)
  const free = CHANNEL_FIELDS.filter(({ path }) => getAt(own, path) === undefined)
  const groups = RULE_GROUPS.filter((group) => free.some(({ path }) => groupOf(path) === group))

  const write = (rules: unknown) =>
    draft.set(at, { ...(rules as object), enabled: draft.policy.trigger.channels[channel]?.enabled ?? false })
  const change = (path: string, value: unknown) => {
    const next = setAt(own, path, value)
    write(
      path === 'rating.edit.mode'
        ? setAt(next, 'rating.edit.hours', value === 'window' ? FIRST_EDIT_HOURS : undefined)
        : next,
    )
  }
  const clear = ({ path }: Field) => {
    if (path.startsWith('rating.window.')) return write(removeAt(own, 'rating.window'))
    if (path.startsWith('rating.edit.')) return write(removeAt(own, 'rating.edit'))
    write(removeAt(own, path))
  }
  const add = (path: string) => {
    if (path.startsWith('rating.window.')) {
      return write(setAt(own, 'rating.window', draft.policy.rating.window ?? FIRST_WINDOW))
    }
    const field = FIELDS.find((each) => each.path === path)!
    change(path, getAt(draft.policy, path) ?? startValue(field))
  }

  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        {t.drawerLead}
      </Text>
      <Select
        label={t.override}
        placeholder={t.pick}
        searchable
        value={null}
        comboboxProps={{ withinPortal: true }}
        data={groups.map((group) => ({
          group: text.csat.groups[group].title,
          items: free
            .filter(({ path }) => groupOf(path) === group)
            .map(({ path }) => ({ value: path, label: text.csat.fields[path].label })),
        }))}
        onChange={(path) => path && add(path)}
      />
      {fields.length === 0 && (
        <Text size="sm" c="dimmed" mt="lg">
          {t.none}
        </Text>
      )}
      <div style={{ marginTop: 12 }}>
        {fields.map((field) => (
          <Group key={field.path} align="flex-start" wrap="nowrap" gap={4}>
            <div style={{ flex: 1, minWidth: 0 }}>
              <FieldRow
                field={field}
                within={channel}
                nullable={false}
                value={getAt(own, field.path)}
                problem={draft.problems[`${at}.${field.path}`]}
                extra={
                  <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
                    {t.everywhere(describeValue(field, getAt(draft.policy, field.path)))}
                  </Text>
                }
                onChange={(value) => change(field.path, value)}
              />
            </div>
            <Tooltip label={t.clear(text.csat.fields[field.path].label)}>
              <ActionIcon
                variant="subtle"
                color="gray"
                mt={10}
                aria-label={t.clear(text.csat.fields[field.path].label)}
                onClick={() => clear(field)}
              >
                <IconX size={15} />
              </ActionIcon>
            </Tooltip>
          </Group>
        ))}
      </div>
    </>
  )
}

/** What a rule starts from where the workspace has "none". */
function startValue(field: Field): unknown {
  switch (field.kind) {
    case 'duration':
      return 'P7D'
    case 'integer':
      return field.min
    case 'text':
      return ''
    default:
      return undefined
  }
}
