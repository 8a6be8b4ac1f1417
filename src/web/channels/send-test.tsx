import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconSend, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { testAnswer } from '../../channels/schema.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { queryClient } from '../api/query-client.ts'
import { post } from '../api/request.ts'
import { text } from '../text.ts'
import { FormMessage } from '../ui/form-message.tsx'
import { useForm } from '../ui/form.ts'
import classes from './channels.module.css'
import { channelsQuery } from './queries.ts'

const t = text.channelSettings

/** Sends a short message somewhere, and says what the provider made of it. */
export function SendTest({ channel }: { channel: ChannelId }) {
  const [result, setResult] = useState<z.infer<typeof testAnswer> | null>(null)
  const form = useForm({
    initial: { to: '' },
    checks: { to: (to) => (to.trim() ? null : t.toMissing) },
    submit: async ({ to }) => {
      setResult(null)
      setResult(await post(`/channels/${channel}/test`, { to: to.trim() }))
      // The account knows now how it does.
      await queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey, exact: true })
    },
  })
  const Mark = result?.accepted ? IconCheck : IconX
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <p className={classes.lead}>{t.testLead}</p>
      <FormMessage message={form.message} />
      <div className={classes.test}>
        <TextInput
          label={t.to}
          description={t.toHelp[channel] ?? t.toOther}
          value={form.values.to}
          error={form.errors.to}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => form.set('to', event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="sm"
          variant="default"
          leftSection={<IconSend size={15} />}
          loading={form.busy}
        >
          {t.sendTest}
        </Button>
      </div>
      <div role="status">
        {result && (
          <p className={classes.result} data-ok={result.accepted || undefined}>
            <Mark size={15} aria-hidden />
            {result.sentence}
          </p>
        )}
      </div>
    </form>
  )
}
