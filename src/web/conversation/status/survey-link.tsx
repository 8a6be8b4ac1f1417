import { Code, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { Copy } from '../../ui/copy.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { refreshConversation } from '../cache.ts'

const t = text.inbox.after

/** Makes a survey whose link the agent shares, and shows it (O9). */
export async function makeSurveyLink(conversationId: string): Promise<void> {
  try {
    const { url } = await post<{ url: string }>(`/conversations/${conversationId}/survey-links`)
    modals.open({
      title: t.linkTitle,
      closeButtonProps: { 'aria-label': text.common.close },
      children: (
        <Stack gap="sm" align="flex-start">
          <Text size="sm" c="dimmed">
            {t.linkBody}
          </Text>
          <Code block w="100%" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {url}
          </Code>
          <Copy value={url} label={t.copyLink} />
        </Stack>
      ),
    })
  } catch (error) {
    toastProblem(error, t.surveyNotSent)
  } finally {
    refreshConversation(conversationId)
  }
}
