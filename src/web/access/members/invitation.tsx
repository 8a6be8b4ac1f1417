import { Code, Group, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { Invitation } from '../../../access/schema.ts'
import { text } from '../../text.ts'
import { Copy } from '../../ui/copy.tsx'
import { toast } from '../../ui/toast.tsx'

const t = text.settings.members

/** Says what became of an invitation: a word when the mail went out, else why not, and the link to hand over. */
export function tellInvitation(person: { name: string; email: string }, invitation: Invitation): void {
  if (invitation.sent) return toast({ title: t.invited(person.name), detail: t.resent(person.email) })
  modals.open({
    title: t.notSent(person.name),
    size: 'lg',
    closeButtonProps: { 'aria-label': text.common.close },
    children: <NotSent name={person.name} invitation={invitation} />,
  })
}

function NotSent({ name, invitation: { problem, url } }: { name: string; invitation: Invitation }) {
  return (
    <Stack gap="md">
      <Text size="sm">
        {problem} {url ? t.handOver(name) : t.laterAgain}
      </Text>
      {url && (
        <>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {url}
          </Code>
          <Group justify="flex-end">
            <Copy value={url} label={t.copyLink} />
          </Group>
        </>
      )}
    </Stack>
  )
}
