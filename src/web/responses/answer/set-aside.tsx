import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResponseDetail } from '../../../insights/answers/responses-schema.ts'
import { queryClient } from '../../api/query-client.ts'
import { post } from '../../api/request.ts'
import { text } from '../../text.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { refreshAnswers, responseQuery } from '../list/queries.ts'

const t = text.responses.review

function keep(answer: ResponseDetail): void {
  queryClient.setQueryData(responseQuery(answer.id).queryKey, answer)
  void refreshAnswers()
}

/** Lets an answer count again. */
export function useRestore() {
  return useMutation({
    mutationFn: (id: string) => post<ResponseDetail>(`/responses/${id}/restore`),
    onSuccess: (answer) => {
      keep(answer)
      toast({ title: t.restored })
    },
    onError: (problem) => toastProblem(problem),
  })
}

/** Asks why an answer is not to count, and lets it be taken back right away. */
export function SetAside({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const restore = useRestore()
  const aside = useMutation({
    mutationFn: () => {
      const words = reason.trim()
      return post<ResponseDetail>(`/responses/${id}/quarantine`, words ? { reason: words } : {})
    },
    onSuccess: (answer) => {
      keep(answer)
      onClose()
      setReason('')
      toast({ title: t.done, undo: () => restore.mutate(id) })
    },
    onError: (problem) => toastProblem(problem),
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (!aside.isPending) aside.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t.body}
          </Text>
          <TextInput
            data-autofocus
            label={`${t.reason} (${text.common.optional})`}
            description={t.reasonHelp}
            placeholder={t.reasonExample}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" size="sm" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" size="sm" loading={aside.isPending}>
              {t.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
