import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCan } from '../access/session.ts'
import { text } from '../text.ts'
import { summaryQuery } from './queries.ts'

const t = text.followup

/** Says that a case is there for one, wherever one is in the app: once, as it comes (A6). */
export function CaseAlerts() {
  const mayRead = useCan('cases.read')
  const { data } = useQuery({ ...summaryQuery, enabled: mayRead })
  const navigate = useNavigate()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const told = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!data) return
    const names = data.alerts.map((alert) => `${alert.case_id}/${alert.kind}`)
    // What was there on arrival is shown in the queue, not shouted.
    const isFirst = told.current === null
    const known = (told.current ??= new Set(names))
    if (isFirst) return
    for (const alert of data.alerts) {
      const name = `${alert.case_id}/${alert.kind}`
      if (known.has(name)) continue
      known.add(name)
      if (pathname === `/cases/${alert.case_id}`) continue
      const id = crypto.randomUUID()
      notifications.show({
        id,
        color: alert.kind === 'overdue' ? 'orange' : 'iris',
        autoClose: 12_000,
        role: 'status',
        closeButtonProps: { 'aria-label': text.common.close },
        title: t.alert[alert.kind](alert.contact_name ?? t.someone),
        message: (
          <Anchor
            component="button"
            type="button"
            size="sm"
            fw={600}
            onClick={() => {
              notifications.hide(id)
              void navigate({ to: '/cases/$caseId', params: { caseId: alert.case_id }, search: {} })
            }}
          >
            {t.show}
          </Anchor>
        ),
      })
    }
  }, [data, navigate, pathname])
  return null
}
