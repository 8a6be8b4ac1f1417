import { Anchor, Box, Button, Code, Group, Skeleton, Text, Textarea } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PortalSettings } from '../../portal/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { type ApiProblem, get, put } from '../api/request.ts'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'
import { Failed } from '../ui/failed.tsx'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { Page, Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

const t = text.portal

const portalQuery = queryOptions({
  queryKey: ['settings', 'portal'],
  queryFn: ({ signal }) => get<PortalSettings>('/settings/portal', undefined, signal),
})

/** Where customers find their conversations (J6), and which sites may show it. */
export function PortalPage() {
  const { data, error, refetch } = useQuery(portalQuery)
  return (
    <Page title={t.title} lead={t.lead}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Settings settings={data} />
      ) : (
        <Skeleton h={240} radius="md" />
      )}
    </Page>
  )
}

function Settings({ settings }: { settings: PortalSettings }) {
  const { url, allowed_origins: origins, mails_links: mails } = settings
  return (
    <>
      <Section title={t.address} lead={mails ? t.addressLead : t.addressLeadNoMail}>
        {!mails && (
          <Box mb={14}>
            <FormMessage message={t.noMail} />
          </Box>
        )}
        <Line code={url} label={t.copy}>
          <Button
            component="a"
            href={url}
            target="_blank"
            variant="default"
            leftSection={<IconExternalLink size={14} />}
          >
            {t.open}
          </Button>
        </Line>
      </Section>
      <Section
        title={t.signed}
        lead={
          <>
            {t.signedLead}{' '}
            <Anchor
              size="sm"
              underline="always"
              renderRoot={(props) => <Link to="/settings/web-chat" {...props} />}
            >
              {t.signature}
            </Anchor>
          </>
        }
      >
        <Line code={`${url}?user_id=…&email=…&exp=…&user_hash=…`} label={t.copyLink} />
      </Section>
      <Section title={t.frames} lead={t.framesLead}>
        <Frames origins={origins} />
        <Text size="sm" fw={500} mt="lg" mb={6}>
          {t.frameCode}
        </Text>
        <Line
          code={`<iframe src="${url}?embed=1&amp;user_id=…&amp;email=…&amp;exp=…&amp;user_hash=…" title="Support"></iframe>`}
          label={t.copyLink}
        />
      </Section>
    </>
  )
}

function Frames({ origins }: { origins: string[] }) {
  const form = useForm({
    initial: { sites: origins.join('\n') },
    explain: ({ fields }: ApiProblem) => fields[0] && `${t.sites}: ${fields[0].message}`,
    submit: async ({ sites }) => {
      const allowed_origins = sites.split(/\s+/).filter((site) => site !== '')
      const saved = await put<PortalSettings>('/settings/portal', { allowed_origins })
      queryClient.setQueryData(portalQuery.queryKey, saved)
      toast({ title: t.saved })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <FormMessage message={form.message} />
      <Textarea
        label={t.sites}
        description={t.sitesHelp}
        autosize
        minRows={2}
        maw={440}
        value={form.values.sites}
        onChange={(event) => form.set('sites', event.currentTarget.value)}
      />
      <Button type="submit" size="sm" mt={10} loading={form.busy}>
        {t.save}
      </Button>
    </form>
  )
}

function Line({ code, label, children }: { code: string; label: string; children?: React.ReactNode }) {
  return (
    <div>
      <Code
        block
        tabIndex={0}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', background: 'var(--c-panel)' }}
      >
        {code}
      </Code>
      <Group mt={8}>
        <Copy value={code} label={label} />
        {children}
      </Group>
    </div>
  )
}
