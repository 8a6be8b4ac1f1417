import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { text } from '../text.ts'
import { markRead } from './queries.ts'
import { useNotices } from './use-notices.ts'

const t = text.notices

/**
 * Says what one is told wherever one is in the app: once, as it comes (A6, O9). What leads to where one is counts as seen.
 */
export function NoticeToasts() {
  const { list, known } = useNotices()
  const router = useRouter()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const told = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!known) return
    const here = list.filter(({ link, read_at: readAt }) => readAt === null && link === pathname)
    if (here.length > 0) void markRead(here).catch(() => {})
    // What was there on arrival waits in the bell, and is not shouted.
    const isFirst = told.current === null
    const before = (told.current ??= new Set())
    for (const { id: noticeId, subject, link, read_at: readAt } of list.toReversed()) {
      if (before.has(noticeId)) continue
      before.add(noticeId)
      if (isFirst || readAt !== null || link === pathname) continue
      const id = crypto.randomUUID()
      notifications.show({
        id,
        color: 'iris',
        autoClose: 12_000,
        role: 'status',
        closeButtonProps: { 'aria-label': text.common.close },
        title: subject,
        message: (
          <Anchor
            component="button"
            type="button"
            size="sm"
            fw={600}
            onClick={() => {
              notifications.hide(id)
              router.history.push(link)
            }}
          >
            {t.show}
          </Anchor>
        ),
      })
    }
  }, [known, list, pathname, router])
  return null
}
