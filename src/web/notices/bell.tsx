import { ActionIcon, Button, Popover, Skeleton, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell, IconHeartHandshake, IconRoute } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { Notice } from '../../notices/schema.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './notices.module.css'
import { markRead } from './queries.ts'
import { useNotices } from './use-notices.ts'

const t = text.notices
const ICONS = { case: IconHeartHandshake, workflow: IconRoute } as const
/** More are only many. */
const MOST = 99

/** What one was told, with or without a mail server: it waits here until it is seen (A6, O9). */
export function Bell({ size = 30 }: { size?: number }) {
  const [opened, { close, toggle }] = useDisclosure()
  const { unread } = useNotices()
  return (
    <Popover
      opened={opened}
      onChange={(on) => !on && close()}
      width="min(360px, calc(100vw - 24px))"
      position="bottom-start"
      shadow="md"
      radius="lg"
      trapFocus
      returnFocus
      withRoles={false}
      middlewares={{ shift: { padding: 12 }, flip: true }}
    >
      <Popover.Target>
        <ActionIcon
          className={classes.bell!}
          variant="subtle"
          color="gray"
          size={size}
          aria-label={t.open(unread)}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={toggle}
        >
          <IconBell size={17} stroke={1.8} />
          {unread > 0 && (
            <span className={classes.count} aria-hidden>
              {unread > MOST ? `${MOST}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={t.title}>
        {opened && <Notices onLeave={close} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Notices({ onLeave }: { onLeave: () => void }) {
  const notices = useNotices()
  const { list, unread } = notices
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <h2>{t.title}</h2>
        {unread > 0 && (
          <Button variant="subtle" onClick={() => void markRead().catch(() => {})}>
            {t.readAll}
          </Button>
        )}
      </div>
      <div className={classes.scroll} tabIndex={-1} data-autofocus={unread === 0 || undefined}>
        {notices.error ? (
          <Failed error={notices.error} retry={notices.retry} />
        ) : notices.pending ? (
          <div role="status" aria-label={text.common.loading} className={classes.loading}>
            <Skeleton h={16} w="70%" />
            <Skeleton h={16} w="54%" />
          </div>
        ) : list.length === 0 ? (
          <Empty icon={<IconBell size={22} />} title={t.emptyTitle}>
            {t.empty}
          </Empty>
        ) : (
          <ul className={classes.list}>
            {list.map((notice) => (
              <li key={notice.id}>
                <Row notice={notice} onLeave={onLeave} />
              </li>
            ))}
          </ul>
        )}
        {notices.hasMore && (
          <div className={classes.more}>
            <Button variant="subtle" loading={notices.loadingMore} onClick={notices.loadMore}>
              {t.older}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function Row({ notice, onLeave }: { notice: Notice; onLeave: () => void }) {
  const router = useRouter()
  const Icon = ICONS[notice.kind]
  const isNew = notice.read_at === null
  return (
    <UnstyledButton
      component="a"
      href={notice.link}
      className={classes.row}
      data-new={isNew || undefined}
      onClick={(event) => {
        if (isNew) void markRead([notice]).catch(() => {})
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onLeave()
        router.history.push(notice.link)
      }}
    >
      <Icon className={classes.icon} size={16} aria-hidden />
      <span className={classes.words}>
        <span className={classes.subject} dir="auto">
          {isNew && <VisuallyHidden>{t.isNew}: </VisuallyHidden>}
          {notice.subject}
        </span>
        {notice.body && (
          <span className={classes.body} dir="auto">
            {notice.body}
          </span>
        )}
        <TimeAgo at={notice.at} className={classes.time} />
      </span>
    </UnstyledButton>
  )
}
