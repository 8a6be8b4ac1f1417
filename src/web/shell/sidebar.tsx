import { Kbd, UnstyledButton } from '@mantine/core'
import {
  IconApps,
  IconArrowLeft,
  IconAward,
  IconBuilding,
  IconChartBar,
  IconDoor,
  IconHeartHandshake,
  IconHistory,
  IconInbox,
  IconKey,
  IconMailFast,
  IconMessageCircle,
  IconMoodSmile,
  IconPlugConnected,
  IconQuote,
  IconScale,
  IconSearch,
  IconSettings,
  IconStack2,
  IconTarget,
  IconUser,
  IconUserQuestion,
  IconUsers,
  IconUsersGroup,
  IconRoute,
  IconWebhook,
} from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { useTeams } from '../access/directory.ts'
import { useCan, useMe } from '../access/session.ts'
import { FollowUpLink } from '../followup/nav-link.tsx'
import { useMayRead } from '../insights/may-read.ts'
import { readSearch, sharedOf } from '../insights/search.ts'
import { text } from '../text.ts'
import { BrandMark } from './brand-mark.tsx'
import { NavItem } from './nav-item.tsx'
import { useMaySet } from './settings-area.tsx'
import classes from './sidebar.module.css'
import { UserMenu } from './user-menu.tsx'

const ICON = { size: 16, stroke: 1.8 }
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The navigation: the inbox's views, or the settings' pages while one is in them. */
export function Sidebar({ onShortcuts, onSearch }: { onShortcuts: () => void; onSearch: () => void }) {
  const { workspace } = useMe()
  const maySet = useMaySet()
  const inSettings = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings') })
  return (
    <nav className={classes.bar} aria-label={inSettings && maySet ? text.nav.settings : text.nav.main}>
      <div className={classes.head}>
        {workspace.logo ? <img className={classes.logo} src={workspace.logo} alt="" /> : <BrandMark />}
        <span className={classes.name}>{workspace.name}</span>
      </div>
      <UnstyledButton className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch {...ICON} />
        <span className={classes.name}>{text.nav.search}</span>
        <Kbd size="xs">{isMac ? '⌘' : 'Ctrl'} K</Kbd>
      </UnstyledButton>
      <div className={classes.nav}>{inSettings && maySet ? <SettingsLinks /> : <MainLinks />}</div>
      <UserMenu onShortcuts={onShortcuts} />
    </nav>
  )
}

function MainLinks() {
  const maySet = useMaySet()
  const seesNumbers = useCan('csat.view')
  const teams = useTeams()
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const inInbox = pathname.startsWith('/inbox')
  const { view, team_id } = search as { view?: string; team_id?: string }
  const isView = (name: string) => inInbox && !team_id && (view ?? 'all') === name
  return (
    <>
      <div className={classes.label}>{text.nav.inbox}</div>
      <NavItem icon={<IconInbox {...ICON} />} label={text.nav.all} to="/inbox" on={isView('all')} />
      <NavItem
        icon={<IconUser {...ICON} />}
        label={text.nav.mine}
        to="/inbox"
        search={{ view: 'mine' }}
        on={isView('mine')}
      />
      <NavItem
        icon={<IconUserQuestion {...ICON} />}
        label={text.nav.unassigned}
        to="/inbox"
        search={{ view: 'unassigned' }}
        on={isView('unassigned')}
      />
      <FollowUpLink icon={ICON} />
      {seesNumbers && (
        <NavItem icon={<IconAward {...ICON} />} label={text.nav.achievements} to="/achievements" />
      )}
      {teams.length > 0 && <div className={classes.label}>{text.nav.teams}</div>}
      {teams.map((team) => (
        <NavItem
          key={team.id}
          icon={<IconUsersGroup {...ICON} />}
          label={team.name}
          to="/inbox"
          search={{ team_id: team.id }}
          on={inInbox && team_id === team.id}
        />
      ))}
      <SatisfactionLinks />
      <div style={{ flex: 1 }} />
      {maySet && (
        <NavItem icon={<IconSettings {...ICON} />} label={text.nav.settings} to="/settings/csat" on={false} />
      )}
    </>
  )
}

/** Going from one page of numbers to the next keeps the period and the filters. */
function SatisfactionLinks() {
  const { member, abilities } = useMe()
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const mayRead = useMayRead()
  if (!abilities.includes('csat.view')) return null
  const isKept = pathname.startsWith('/satisfaction') || pathname.startsWith('/responses')
  const kept = isKept ? sharedOf(readSearch(search)) : {}
  const t = text.insights.nav
  return (
    <>
      <div className={classes.label}>{t.group}</div>
      <NavItem
        icon={<IconChartBar {...ICON} />}
        label={t.overview}
        to="/satisfaction"
        search={kept}
        on={pathname.replace(/\/$/, '') === '/satisfaction'}
      />
      {mayRead && (
        <NavItem icon={<IconQuote {...ICON} />} label={t.responses} to="/responses" search={kept} />
      )}
      <NavItem
        icon={<IconStack2 {...ICON} />}
        label={member.role === 'agent' ? t.mine : t.breakdown}
        to={'/satisfaction/by/agents' as '/satisfaction'}
        search={kept}
        on={pathname.startsWith('/satisfaction/by')}
      />
      <NavItem icon={<IconScale {...ICON} />} label={t.honest} to="/satisfaction/honest" search={kept} />
      {abilities.includes('cases.read') && (
        <NavItem
          icon={<IconHeartHandshake {...ICON} />}
          label={text.followup.report.title}
          to="/satisfaction/follow-up"
          search={kept}
        />
      )}
      <NavItem icon={<IconTarget {...ICON} />} label={t.targets} to="/satisfaction/targets" />
    </>
  )
}

function SettingsLinks() {
  const { abilities } = useMe()
  const t = text.settings.nav
  return (
    <>
      <NavItem icon={<IconArrowLeft {...ICON} />} label={text.nav.back} to="/inbox" on={false} />
      <div className={classes.label}>{text.nav.workspace}</div>
      <NavItem icon={<IconBuilding {...ICON} />} label={t.general} to="/settings/general" />
      <NavItem icon={<IconUsers {...ICON} />} label={t.members} to="/settings/members" />
      {abilities.includes('audit.read') && (
        <NavItem icon={<IconHistory {...ICON} />} label={t.audit} to="/settings/audit" />
      )}
      <div className={classes.label}>{text.nav.customers}</div>
      <NavItem icon={<IconMoodSmile {...ICON} />} label={t.csat} to="/settings/csat" />
      {abilities.includes('settings.manage') && (
        <NavItem icon={<IconPlugConnected {...ICON} />} label={t.channels} to="/settings/channels" />
      )}
      {abilities.includes('settings.manage') && (
        <NavItem icon={<IconMailFast {...ICON} />} label={t.reports} to="/settings/reports" />
      )}
      {abilities.includes('settings.manage') && (
        <NavItem icon={<IconMessageCircle {...ICON} />} label={t.webChat} to="/settings/web-chat" />
      )}
      {abilities.includes('settings.manage') && (
        <>
          <NavItem icon={<IconDoor {...ICON} />} label={t.portal} to="/settings/portal" />
          <NavItem icon={<IconApps {...ICON} />} label={t.apps} to="/settings/apps" />
        </>
      )}
      {abilities.includes('workflows.manage') && (
        <NavItem icon={<IconRoute {...ICON} />} label={t.workflows} to="/settings/workflows" />
      )}
      {(abilities.includes('keys.manage') || abilities.includes('webhooks.manage')) && (
        <div className={classes.label}>{text.nav.developers}</div>
      )}
      {abilities.includes('keys.manage') && (
        <NavItem icon={<IconKey {...ICON} />} label={t.apiKeys} to="/settings/api-keys" />
      )}
      {abilities.includes('webhooks.manage') && (
        <NavItem icon={<IconWebhook {...ICON} />} label={t.webhooks} to="/settings/webhooks" />
      )}
    </>
  )
}
