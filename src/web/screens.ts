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
import type { Ability } from '../access/abilities.ts'
import { useMayRead } from './insights/filters/may-read.ts'
import { useMaySet } from './session/may-set.ts'
import { useMe } from './session/session.ts'
import { text } from './text.ts'

/** Where the navigation names a screen: in the inbox's part, beside the numbers, or in a part of the settings. */
export type Section = 'inbox' | 'satisfaction' | 'workspace' | 'customers' | 'developers'

/** A screen, as the navigation and the search name it. */
export type Screen = {
  id: keyof typeof text.palette.also
  section: Section
  label: string
  /** What the search calls it, where its name alone says too little there. */
  fullName?: string
  Icon: Icon
  to: string
  search?: Record<string, string>
  /** Found by search alone: in the navigation it is a part of another one. */
  isHidden?: true
}

type Listed = Screen & { needs?: Ability | 'answers' | 'cases' | 'settings' }

const { nav } = text
const [n, s] = [text.insights.nav, text.settings.nav]

const INBOX: Listed[] = [
  { id: 'inbox', section: 'inbox', label: nav.all, Icon: IconInbox, to: '/inbox' },
  { id: 'mine', section: 'inbox', label: nav.mine, Icon: IconUser, to: '/inbox', search: { view: 'mine' } },
  {
    id: 'unassigned',
    section: 'inbox',
    label: nav.unassigned,
    Icon: IconUserQuestion,
    to: '/inbox',
    search: { view: 'unassigned' },
  },
  {
    id: 'followUp',
    section: 'inbox',
    label: text.followup.nav,
    Icon: IconHeartHandshake,
    to: '/cases',
    needs: 'cases',
  },
  {
    id: 'achievements',
    section: 'inbox',
    label: nav.achievements,
    Icon: IconAward,
    to: '/achievements',
    needs: 'csat.view',
  },
]

/** What an agent finds in the breakdown are the own scores. */
const numbers = (ownOnly: boolean): Listed[] => {
  const part = { section: 'satisfaction', needs: 'csat.view' } as const
  return [
    {
      ...part,
      id: 'overview',
      label: n.overview,
      fullName: text.insights.title,
      Icon: IconChartBar,
      to: '/satisfaction',
    },
    { ...part, id: 'responses', label: n.responses, Icon: IconQuote, to: '/responses', needs: 'answers' },
    {
      ...part,
      id: 'remarks',
      label: text.responses.tabs.remarks,
      Icon: IconMoodSad,
      to: '/responses',
      search: { view: 'negative_remarks' },
      needs: 'answers',
      isHidden: true,
    },
    {
      ...part,
      id: 'breakdown',
      label: ownOnly ? n.mine : n.breakdown,
      Icon: IconStack2,
      to: '/satisfaction/by/agents',
    },
    { ...part, id: 'honest', label: n.honest, Icon: IconScale, to: '/satisfaction/honest' },
    {
      ...part,
      id: 'followUpReport',
      label: text.followup.report.title,
      fullName: `${text.insights.title}: ${text.followup.report.title}`,
      Icon: IconHeartHandshake,
      to: '/satisfaction/follow-up',
      needs: 'cases',
    },
    { ...part, id: 'targets', label: n.targets, Icon: IconTarget, to: '/satisfaction/targets' },
  ]
}

const setting = (
  id: Screen['id'] & keyof typeof s,
  section: Section,
  [SettingIcon, path]: [Icon, string],
  needs: Listed['needs'],
): Listed => ({ id, section, label: s[id], Icon: SettingIcon, to: `/settings/${path}`, needs })

const SETTINGS: Listed[] = [
  setting('general', 'workspace', [IconBuilding, 'general'], 'settings'),
  setting('members', 'workspace', [IconUsers, 'members'], 'settings'),
  setting('audit', 'workspace', [IconHistory, 'audit'], 'audit.read'),
  setting('csat', 'customers', [IconMoodSmile, 'csat'], 'settings'),
  setting('channels', 'customers', [IconPlugConnected, 'channels'], 'settings.manage'),
  setting('reports', 'customers', [IconMailFast, 'reports'], 'settings.manage'),
  setting('webChat', 'customers', [IconMessageCircle, 'web-chat'], 'settings.manage'),
  setting('portal', 'customers', [IconDoor, 'portal'], 'settings.manage'),
  setting('apps', 'customers', [IconApps, 'apps'], 'settings.manage'),
  setting('workflows', 'customers', [IconRoute, 'workflows'], 'workflows.manage'),
  setting('apiKeys', 'developers', [IconKey, 'api-keys'], 'keys.manage'),
  setting('webhooks', 'developers', [IconWebhook, 'webhooks'], 'webhooks.manage'),
]

/** Every screen that this member may open, in the order of the navigation: the one list of them. */
export function useScreens(): Screen[] {
  const { own_only, abilities } = useMe()
  const maySet = useMaySet()
  const mayRead = useMayRead()
  return [...INBOX, ...numbers(own_only), ...SETTINGS].filter(({ needs }) => {
    if (needs === undefined) return true
    if (needs === 'settings') return maySet
    // A case tells what was answered: whom no answer is open to, no case is.
    if (needs === 'cases') return mayRead && abilities.includes('cases.read')
    return needs === 'answers' ? mayRead : abilities.includes(needs)
  })
}
