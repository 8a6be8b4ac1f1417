import type { Icon } from '@tabler/icons-react'
import {
  IconApps,
  IconAward,
  IconBuilding,
  IconChartBar,
  IconDoor,
  IconHeartHandshake,
  IconHistory,
  IconInbox,
  IconKey,
  IconKeyboard,
  IconMailFast,
  IconMessageCircle,
  IconMoodSad,
  IconMoodSmile,
  IconPlugConnected,
  IconQuote,
  IconRoute,
  IconScale,
  IconStack2,
  IconTarget,
  IconUser,
  IconUserQuestion,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'
import { useMe } from '../access/session.ts'
import { useMayRead } from '../insights/may-read.ts'
import { useMaySet } from '../shell/settings-area.tsx'
import { text } from '../text.ts'

/** Somewhere to go, or something to do, by name. */
export type Place = {
  id: string
  group: string
  label: string
  detail?: string | undefined
  /** What else people may type for it. */
  also: string
  Icon: Icon
} & ({ to: string; search?: Record<string, string> } | { act: () => void })

const { nav, palette } = text
const also = palette.also

/** Every screen this member may open. */
export function usePlaces(onShortcuts: () => void): Place[] {
  const { member, abilities } = useMe()
  const maySet = useMaySet()
  const mayRead = useMayRead()
  const may = (ability: (typeof abilities)[number]): boolean => abilities.includes(ability)
  const page = { group: palette.pages }
  const setting = { group: palette.settings }
  const [n, s] = [text.insights.nav, text.settings.nav]
  const all: (Place | false)[] = [
    { ...page, id: 'inbox', label: nav.all, also: also.inbox, Icon: IconInbox, to: '/inbox' },
    {
      ...page,
      id: 'mine',
      label: nav.mine,
      also: also.mine,
      Icon: IconUser,
      to: '/inbox',
      search: { view: 'mine' },
    },
    {
      ...page,
      id: 'unassigned',
      label: nav.unassigned,
      also: also.unassigned,
      Icon: IconUserQuestion,
      to: '/inbox',
      search: { view: 'unassigned' },
    },
    may('csat.view') && {
      ...page,
      id: 'achievements',
      label: nav.achievements,
      also: also.achievements,
      Icon: IconAward,
      to: '/achievements',
    },
    may('csat.view') && {
      ...page,
      id: 'overview',
      label: text.insights.title,
      also: also.overview,
      Icon: IconChartBar,
      to: '/satisfaction',
    },
    mayRead && {
      ...page,
      id: 'responses',
      label: n.responses,
      also: also.responses,
      Icon: IconQuote,
      to: '/responses',
    },
    mayRead && {
      ...page,
      id: 'remarks',
      label: text.responses.tabs.remarks,
      also: also.remarks,
      Icon: IconMoodSad,
      to: '/responses',
      search: { view: 'negative_remarks' },
    },
    may('cases.read') && {
      ...page,
      id: 'followUp',
      label: text.followup.nav,
      also: also.followUp,
      Icon: IconHeartHandshake,
      to: '/cases',
    },
    may('cases.read') && {
      ...page,
      id: 'followUpReport',
      label: `${text.insights.title}: ${text.followup.report.title}`,
      also: also.followUpReport,
      Icon: IconHeartHandshake,
      to: '/satisfaction/follow-up',
    },
    may('csat.view') && {
      ...page,
      id: 'breakdown',
      label: member.role === 'agent' ? n.mine : n.breakdown,
      also: also.breakdown,
      Icon: IconStack2,
      to: '/satisfaction/by/agents',
    },
    may('csat.view') && {
      ...page,
      id: 'honest',
      label: n.honest,
      also: also.honest,
      Icon: IconScale,
      to: '/satisfaction/honest',
    },
    may('csat.view') && {
      ...page,
      id: 'targets',
      label: n.targets,
      also: also.targets,
      Icon: IconTarget,
      to: '/satisfaction/targets',
    },
    maySet && {
      ...setting,
      id: 'general',
      label: s.general,
      also: also.general,
      Icon: IconBuilding,
      to: '/settings/general',
    },
    maySet && {
      ...setting,
      id: 'members',
      label: s.members,
      also: also.members,
      Icon: IconUsers,
      to: '/settings/members',
    },
    maySet && {
      ...setting,
      id: 'csat',
      label: s.csat,
      also: also.csat,
      Icon: IconMoodSmile,
      to: '/settings/csat',
    },
    may('settings.manage') && {
      ...setting,
      id: 'channels',
      label: s.channels,
      also: also.channels,
      Icon: IconPlugConnected,
      to: '/settings/channels',
    },
    may('settings.manage') && {
      ...setting,
      id: 'reports',
      label: s.reports,
      also: also.reports,
      Icon: IconMailFast,
      to: '/settings/reports',
    },
    may('settings.manage') && {
      ...setting,
      id: 'webChat',
      label: s.webChat,
      also: also.webChat,
      Icon: IconMessageCircle,
      to: '/settings/web-chat',
    },
    may('settings.manage') && {
      ...setting,
      id: 'portal',
      label: s.portal,
      also: also.portal,
      Icon: IconDoor,
      to: '/settings/portal',
    },
    may('settings.manage') && {
      ...setting,
      id: 'apps',
      label: s.apps,
      also: also.apps,
      Icon: IconApps,
      to: '/settings/apps',
    },
    may('keys.manage') && {
      ...setting,
      id: 'apiKeys',
      label: s.apiKeys,
      also: also.apiKeys,
      Icon: IconKey,
      to: '/settings/api-keys',
    },
    may('workflows.manage') && {
      ...setting,
      id: 'workflows',
      label: s.workflows,
      also: also.workflows,
      Icon: IconRoute,
      to: '/settings/workflows',
    },
    may('webhooks.manage') && {
      ...setting,
      id: 'webhooks',
      label: s.webhooks,
      also: also.webhooks,
      Icon: IconWebhook,
      to: '/settings/webhooks',
    },
    may('audit.read') && {
      ...setting,
      id: 'audit',
      label: s.audit,
      also: also.audit,
      Icon: IconHistory,
      to: '/settings/audit',
    },
    {
      id: 'shortcuts',
      group: palette.actions,
      label: text.user.shortcuts,
      also: also.shortcuts,
      Icon: IconKeyboard,
      act: onShortcuts,
    },
  ]
  return all.filter((place) => place !== false)
}
