import { Button, Code, Group, List, Skeleton, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../api/request.ts'
import { useMe } from '../session/session.ts'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page, Section } from '../ui/page.tsx'

const t = text.settings.webChat

const webchatQuery = queryOptions({
  queryKey: ['webchat'],
  queryFn: ({ signal }) => get<{ secret: string; snippet?: string }>('/webchat', undefined, signal),
  staleTime: Infinity,
})

const SERVER_CODE = `import { createHmac } from 'node:crypto'

// Good for an hour; leave it out of both places and it never ends.
const exp = Math.floor(Date.now() / 1000) + 3600
const userHash = createHmac('sha256', process.env.CANDOR_IDENTITY_SECRET)
  .update(\`\${user.id}\\n\${user.email}\\n\${exp}\`)
  .digest('hex')`

/** How the chat gets onto a site, and how the site says who its visitor is. */
export function WebChatPage() {
  const { workspace } = useMe()
  const { data, error, refetch } = useQuery(webchatQuery)
  const snippet =
    data?.snippet ??
    `<script src="${location.origin}/widget.js" data-workspace="${workspace.id}" async></script>`
  const identified = `<script>
  window.CandorSettings = {
    user_id: '…',
    user_hash: '…',
    email: '…',
    exp: …,
    name: '…',
  }
</script>
${snippet}`
  return (
    <Page title={t.title} lead={t.lead}>
      <Section title={t.install} lead={t.installLead}>
        <Snippet code={snippet} label={t.copySnippet} />
      </Section>
      <Section title={t.identify} lead={t.identifyLead}>
        <List type="ordered" size="sm" spacing={4} mb="lg">
          {t.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Text size="sm" fw={500}>
          {t.secret}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {t.secretHelp}
        </Text>
        {error && !data ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data ? (
          <Secret secret={data.secret} />
        ) : (
          <Skeleton h={30} maw={440} />
        )}
        <Text size="sm" fw={500} mt="lg" mb={6}>
          {t.server}
        </Text>
        <Snippet code={SERVER_CODE} label={t.copyCode} />
        <Text size="sm" fw={500} mt="lg" mb={6}>
          {t.page}
        </Text>
        <Snippet code={identified} label={t.copyCode} />
      </Section>
    </Page>
  )
}

function Snippet({ code, label }: { code: string; label: string }) {
  return (
    <div>
      <Code
        block
        tabIndex={0}
        style={{
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          fontSize: 12.5,
          background: 'var(--c-panel)',
        }}
      >
        {code}
      </Code>
      <Group mt={8}>
        <Copy value={code} label={label} />
      </Group>
    </div>
  )
}

function Secret({ secret }: { secret: string }) {
  const [shown, setShown] = useState(false)
  return (
    <Group gap="xs">
      <Code style={{ padding: '6px 10px', overflowWrap: 'anywhere' }}>{shown ? secret : '•'.repeat(24)}</Code>
      <Button variant="default" onClick={() => setShown(!shown)} aria-pressed={shown}>
        {shown ? t.hide : t.show}
      </Button>
      {shown && <Copy value={secret} label={t.copySecret} />}
    </Group>
  )
}
