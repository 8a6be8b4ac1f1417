import { ActionIcon, Drawer, Loader } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconMenu2, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useConnected, useLiveUpdates } from '../api/live.ts'
import { ApiProblem } from '../api/request.ts'
import { Bell } from '../notices/bell.tsx'
import { NoticeToasts } from '../notices/notice-toasts.tsx'
import { Palette } from '../palette/palette.tsx'
import { useMaySet } from '../session/may-set.ts'
import { meQuery } from '../session/session.ts'
import { text } from '../text.ts'
import { hasDialog, useShortcuts } from '../ui/shortcuts.ts'
import classes from './frame.module.css'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { Sidebar } from './sidebar.tsx'

/** Everything after sign-in: navigation beside, the page in the middle, live updates running. */
export function Frame() {
  const me = useQuery(meQuery)
  const navigate = useNavigate()
  const signedOut = me.error instanceof ApiProblem && me.error.status === 401
  useEffect(() => {
    if (signedOut) void navigate({ to: '/sign-in', search: { next: location.pathname + location.search } })
  }, [signedOut, navigate])
  if (!me.data || signedOut) {
    return (
      <div style={{ display: 'grid', placeItems: 'center', height: '100dvh' }}>
        <Loader aria-label={text.common.loading} />
      </div>
    )
  }
  return <SignedIn workspaceId={me.data.workspace.id} workspaceName={me.data.workspace.name} />
}

function SignedIn({ workspaceId, workspaceName }: { workspaceId: string; workspaceName: string }) {
  const [sheet, { open: openSheet, close: closeSheet }] = useDisclosure()
  const [palette, { open: showPalette, close: closePalette }] = useDisclosure()
  const [drawer, { open: openDrawer, close: closeDrawer }] = useDisclosure()
  const navigate = useNavigate()
  const maySet = useMaySet()
  const connected = useConnected()
  const href = useRouterState({ select: (state) => state.location.href })
  const inConversation = /^\/inbox\/./.test(href)
  useLiveUpdates(workspaceId)
  useEffect(closeDrawer, [href, closeDrawer])
  function openPalette(): void {
    closeDrawer()
    showPalette()
  }
  // Also from within a field; a dialog that waits for a word is not left behind.
  useHotkeys([['mod+K', () => (palette ? closePalette() : (drawer || !hasDialog()) && openPalette())]], [])
  useShortcuts({
    '?': openSheet,
    'g i': () => void navigate({ to: '/inbox', search: {} }),
    'g m': () => void navigate({ to: '/inbox', search: { view: 'mine' } }),
    'g s': () => void navigate({ to: '/satisfaction', search: {} }),
    'g r': () => void navigate({ to: '/responses', search: {} }),
    'g f': () => void navigate({ to: '/cases', search: {} }),
    'g a': () => void navigate({ to: '/achievements', search: {} }),
    'g ,': () => maySet && void navigate({ to: '/settings/csat' }),
  })
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">
        {text.common.skip}
      </a>
      <div className={classes.side}>
        <Sidebar onShortcuts={openSheet} onSearch={openPalette} />
      </div>
      <div className={classes.main}>
        {!inConversation && (
          <nav className={classes.top} aria-label={text.nav.menu}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              onClick={openDrawer}
              aria-label={text.nav.menu}
            >
              <IconMenu2 size={19} />
            </ActionIcon>
            <span className={classes.workspace}>{workspaceName}</span>
            <Bell size={36} />
          </nav>
        )}
        {!connected && (
          <div className={classes.notice} role="status">
            <IconRefresh size={15} aria-hidden />
            {text.nav.reconnecting}
          </div>
        )}
        <main id="content" tabIndex={-1} className={classes.content} style={{ outline: 'none' }}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={drawer}
        onClose={closeDrawer}
        size={270}
        withCloseButton={false}
        padding={0}
        title={<span className="mantine-visually-hidden">{text.nav.main}</span>}
        styles={{
          header: { display: 'none' },
          body: { height: '100%' },
          content: { background: 'var(--c-panel)' },
        }}
      >
        <Sidebar onShortcuts={openSheet} onSearch={openPalette} />
      </Drawer>
      <NoticeToasts />
      <Palette opened={palette} onClose={closePalette} onShortcuts={openSheet} />
      <ShortcutSheet opened={sheet} onClose={closeSheet} />
    </div>
  )
}
