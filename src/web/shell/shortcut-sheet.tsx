import { Kbd, Modal, SimpleGrid, Switch, Text } from '@mantine/core'
import { text } from '../text.ts'
import { useShortcutsOn } from '../ui/shortcuts.ts'

const t = text.shortcuts
const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

const GROUPS: { title: string; rows: [string[], string][] }[] = [
  {
    title: t.anywhere,
    rows: [
      [['?'], t.list.sheet],
      [[`${mod} K`], t.list.palette],
      [['g', 'i'], t.list.inbox],
      [['g', 'm'], t.list.mine],
      [['g', 's'], t.list.satisfaction],
      [['g', 'r'], t.list.responses],
      [['g', 'f'], t.list.followUp],
      [['g', 'a'], t.list.achievements],
      [['g', ','], t.list.settings],
      [['Esc'], t.list.leave],
    ],
  },
  {
    title: t.conversation,
    rows: [
      [['j'], t.list.next],
      [['k'], t.list.previous],
      [['r'], t.list.reply],
      [[`${mod} ↵`], t.list.send],
      [['e'], t.list.end],
      [['z'], t.list.snooze],
      [['a'], t.list.assign],
      [['/'], t.list.search],
      [['c'], t.list.create],
    ],
  },
  {
    title: t.responses,
    rows: [
      [['j'], t.list.nextAnswer],
      [['k'], t.list.previousAnswer],
      [['↵'], t.list.openAnswer],
      [['r'], t.list.reply],
      [['/'], t.list.search],
    ],
  },
  {
    title: t.followUp,
    rows: [
      [['j'], t.list.nextCase],
      [['k'], t.list.previousCase],
      [['o'], t.list.openCase],
      [['r'], t.list.reply],
      [['c'], t.list.contacted],
      [['a'], t.list.assign],
      [['e'], t.list.closeCase],
    ],
  },
]

/** Every key there is, and the switch for those who would rather have none. */
export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [on, setOn] = useShortcutsOn()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t.title}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xl">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <Text fw={600} size="sm" mb={8} component="h3">
              {group.title}
            </Text>
            <dl style={{ margin: 0 }}>
              {group.rows.map(([keys, what]) => (
                <div
                  key={what}
                  style={{ display: 'flex', justifyContent: 'space-between', padding: '5px 0', gap: 12 }}
                >
                  <Text component="dt" size="sm" c="dimmed">
                    {what}
                  </Text>
                  <dd style={{ margin: 0, whiteSpace: 'nowrap', opacity: on ? 1 : 0.5 }}>
                    {keys.map((key, index) => (
                      <span key={key}>
                        {index > 0 && <span style={{ fontSize: 12, padding: '0 4px' }}>{t.followedBy}</span>}
                        <Kbd size="xs">{key}</Kbd>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
      <Switch
        mt="lg"
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label={t.toggle}
        description={t.toggleHelp}
      />
    </Modal>
  )
}
