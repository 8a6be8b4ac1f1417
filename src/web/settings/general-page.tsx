import { Button, ColorInput, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { WorkspaceChange } from '../../access/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { patch } from '../api/request.ts'
import { meQuery, useCan, useMe } from '../session/session.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import { Page, Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { contrastWithWhite } from './contrast.ts'
import { IconField } from './icon-field.tsx'

const t = text.settings.general
const HEX = /^#[0-9a-f]{6}$/i
/** WCAG AA for text. */
const READABLE = 4.5

/** The workspace's name, time zone, and how its customers see it. */
export function GeneralPage() {
  const { workspace } = useMe()
  const canManage = useCan('settings.manage')
  const zones = useMemo(() => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])], [])
  const [saved, setSaved] = useState(workspace)
  const form = useForm({
    initial: {
      name: workspace.name,
      time_zone: workspace.time_zone,
      brand_color: workspace.brand_color,
      logo: workspace.logo,
    },
    checks: {
      name: (value) => (value.trim() ? null : text.access.needName),
      brand_color: (value) => (HEX.test(value) ? null : t.colorBad),
    },
    submit: async (values) => {
      const next = await patch<typeof workspace>('/workspace', values satisfies WorkspaceChange)
      setSaved(next)
      queryClient.setQueryData(meQuery.queryKey, (me) => me && { ...me, workspace: next })
      toast({ title: t.saved })
    },
  })
  const { values } = form
  const dirty = (['name', 'time_zone', 'brand_color', 'logo'] as const).some(
    (key) => values[key] !== saved[key],
  )
  const color = HEX.test(values.brand_color) ? values.brand_color : '#4f46e5'
  return (
    <Page title={t.title} lead={t.lead}>
      <form onSubmit={form.onSubmit} noValidate>
        <FormMessage message={canManage ? form.message : t.readOnly} tone={canManage ? 'bad' : 'info'} />
        <fieldset disabled={!canManage} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <Section title={t.identity}>
            <Stack gap="md" maw={440}>
              <TextInput
                label={t.name}
                description={t.nameHelp}
                maxLength={120}
                value={values.name}
                onChange={(event) => form.set('name', event.currentTarget.value)}
                error={form.errors.name}
              />
              <Select
                label={t.zone}
                description={t.zoneHelp}
                searchable
                allowDeselect={false}
                limit={200}
                disabled={!canManage}
                data={zones}
                value={values.time_zone}
                onChange={(zone) => zone && form.set('time_zone', zone)}
                error={form.errors.time_zone}
              />
            </Stack>
          </Section>
          <Section title={t.branding} lead={t.brandingLead}>
            <Group align="flex-start" gap={40}>
              <Stack gap="md" style={{ flex: '1 1 260px' }} maw={440}>
                <ColorInput
                  label={t.color}
                  description={t.colorHelp}
                  format="hex"
                  eyeDropperButtonProps={{ 'aria-label': t.pickColor }}
                  disabled={!canManage}
                  value={values.brand_color}
                  onChange={(value) => form.set('brand_color', value)}
                  error={form.errors.brand_color}
                />
                {contrastWithWhite(color) < READABLE && (
                  <Text size="xs" c="var(--c-warn)" role="status">
                    {t.lowContrast}
                  </Text>
                )}
                <IconField
                  value={values.logo}
                  onChange={(logo) => form.set('logo', logo)}
                  error={form.errors.logo}
                />
              </Stack>
              <Sample name={values.name} color={color} logo={values.logo} />
            </Group>
          </Section>
          <Group>
            <Button size="sm" type="submit" loading={form.busy} disabled={!dirty || !canManage}>
              {text.common.save}
            </Button>
          </Group>
        </fieldset>
      </form>
    </Page>
  )
}

function Sample({ name, color, logo }: { name: string; color: string; logo: string | null }) {
  return (
    <figure style={{ margin: 0, flex: '1 1 220px', maxWidth: 280 }}>
      <Text component="figcaption" size="sm" fw={500} mb={6}>
        {t.sample}
      </Text>
      <div
        style={{
          border: '1px solid var(--c-line)',
          borderRadius: 12,
          padding: 18,
          background: '#fff',
          color: '#1c1e24',
        }}
      >
        <Group gap={9} mb={14} wrap="nowrap">
          {logo && (
            <img src={logo} alt="" width={26} height={26} style={{ borderRadius: 6, objectFit: 'cover' }} />
          )}
          <Text fw={600} size="sm" truncate>
            {name}
          </Text>
        </Group>
        <div
          style={{
            background: color,
            color: contrastWithWhite(color) < READABLE ? '#1c1e24' : '#fff',
            borderRadius: 8,
            padding: '9px 14px',
            textAlign: 'center',
            fontSize: 14,
            fontWeight: 500,
          }}
        >
          {t.sampleButton}
        </div>
      </div>
    </figure>
  )
}
