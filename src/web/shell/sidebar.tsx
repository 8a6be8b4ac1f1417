import { Kbd, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconSearch, IconSettings, IconUsersGroup } from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { WaitingCases } from '../followup/waiting-cases.tsx'
import { readSearch, sharedOf } from '../insights/filters/search.ts'
import { Bell } from '../notices/bell.tsx'
import { type Section, useScreens } from '../screens.ts'
import { useTeams } from '../session/directory.ts'
import { useMaySet } from '../session/may-set.ts'
import { useMe } from '../session/session.ts'
import { text } from '../text.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import { NavItem } from './nav-item.tsx'
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
        <Bell />
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
  const teams = useTeams()
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const inInbox = pathname.startsWith('/inbox')
  const { view, team_id } = search as { view?: string; team_id?: string }
  return (
    <>
      <Screens
        section="inbox"
        name={text.nav.inbox}
        isOn={(to, wanted) =>
          to === '/inbox' ? inInbox && !team_id && (view ?? 'all') === (wanted?.view ?? 'all') : undefined
        }
      />
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
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const isKept = pathname.startsWith('/satisfaction') || pathname.startsWith('/responses')
  const kept = isKept ? sharedOf(readSearch(search)) : {}
  return (
    <Screens
      section="satisfaction"
      name={text.insights.nav.group}
      // Targets have their own days.
      searchOf={(to) => (to === '/satisfaction/targets' ? {} : kept)}
      isOn={(to) => {
        if (to === '/satisfaction') return pathname.replace(/\/$/, '') === to
        return to.startsWith('/satisfaction/by/') ? pathname.startsWith('/satisfaction/by') : undefined
      }}
    />
  )
}

function SettingsLinks() {
  return (
    <>
      <NavItem icon={<IconArrowLeft {...ICON} />} label={text.nav.back} to="/inbox" on={false} />
      <Screens section="workspace" name={text.nav.workspace} />
      <Screens section="customers" name={text.nav.customers} />
      <Screens section="developers" name={text.nav.developers} />
    </>
  )
}

type ScreensProps = {
  section: Section
  name: string
  searchOf?: (to: string) => object
  /** Whether this is where we are, where the address alone does not say. */
  isOn?: (to: string, search: Record<string, string> | undefined) => boolean | undefined
}

/** The screens of one part under its name; nothing where this member may open none of them. */
function Screens({ section, name, searchOf, isOn }: ScreensProps) {
  const screens = useScreens().filter((screen) => screen.section === section && !screen.isHidden)
  if (screens.length === 0) return null
  return (
    <>
      <div className={classes.label}>{name}</div>
      {screens.map(({ id, label, Icon, to, search }) => (
        <NavItem
          key={id}
          icon={<Icon {...ICON} />}
          label={label}
          to={to as '/inbox'}
          search={search ?? searchOf?.(to)}
          on={isOn?.(to, search)}
          after={id === 'followUp' && <WaitingCases />}
        />
      ))}
    </>
  )
}
