import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { readSearch as readAchievements } from './achievements/search.ts'
import { queryClient } from './api/query-client.ts'
import { ApiProblem } from './api/request.ts'
import { readSearch as readCases } from './followup/search.ts'
import { InboxPage } from './inbox/inbox-page.tsx'
import { readSearch } from './inbox/list/search.ts'
import { readSearch as readSatisfaction } from './insights/filters/search.ts'
import { readSearch as readResponses } from './responses/filters/search.ts'
import { meQuery, setupQuery } from './session/session.ts'
import { Frame } from './shell/frame.tsx'
import { Crashed, Lost } from './shell/lost.tsx'
import { SettingsArea } from './shell/settings-area.tsx'

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Lost })

const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

/** Only addresses within the app, so that no link can lead away after sign-in. */
const innerPath = (value: unknown) => (textOf(value)?.match(/^\/(?![/\\])/) ? textOf(value) : undefined)

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = innerPath(search.next)
    return next ? { next } : {}
  },
  beforeLoad: async () => {
    const setup = await queryClient.ensureQueryData(setupQuery).catch(() => null)
    if (setup?.needed) throw redirect({ to: '/setup', replace: true })
  },
  component: lazyRouteComponent(() => import('./access/way-in/sign-in-page.tsx'), 'SignInPage'),
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./access/way-in/setup-page.tsx'), 'SetupPage'),
})

const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('./access/way-in/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
})

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: (search: Record<string, unknown>): { token?: string; error?: string } => {
    const token = textOf(search.token)
    const error = textOf(search.error)
    return { ...(token ? { token } : {}), ...(error ? { error } : {}) }
  },
  component: lazyRouteComponent(() => import('./access/way-in/reset-password-page.tsx'), 'ResetPasswordPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = textOf(search.token)
    return token ? { token } : {}
  },
  component: lazyRouteComponent(() => import('./access/way-in/invitation-page.tsx'), 'InvitationPage'),
})

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  component: Frame,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      const next = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: next ? { next } : {}, replace: true })
    }
  },
})

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

export const inboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/inbox',
  validateSearch: readSearch,
  component: InboxPage,
})

/** The conversation is part of the address, so it can be shared and the back button works. */
const conversationRoute = createRoute({ getParentRoute: () => inboxRoute, path: '$conversationId' })

/** Period and filters are the whole area's: they stay while one goes from page to page. */
const satisfactionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/satisfaction',
  validateSearch: readSatisfaction,
  component: Outlet,
})

const satisfactionPages = [
  createRoute({
    getParentRoute: () => satisfactionRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./insights/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => satisfactionRoute,
    path: 'by/$what',
    component: lazyRouteComponent(() => import('./insights/breakdown/breakdown-page.tsx'), 'BreakdownPage'),
  }),
  createRoute({
    getParentRoute: () => satisfactionRoute,
    path: 'honest',
    component: lazyRouteComponent(() => import('./insights/honest/honest-page.tsx'), 'HonestPage'),
  }),
  createRoute({
    getParentRoute: () => satisfactionRoute,
    path: 'follow-up',
    component: lazyRouteComponent(() => import('./followup/report/report-page.tsx'), 'FollowUpPage'),
  }),
  createRoute({
    getParentRoute: () => satisfactionRoute,
    path: 'targets',
    component: lazyRouteComponent(() => import('./insights/targets/targets-page.tsx'), 'TargetsPage'),
  }),
] as const

const responsesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/responses',
  validateSearch: readResponses,
  component: lazyRouteComponent(() => import('./responses/responses-page.tsx'), 'ResponsesPage'),
})

const casesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/cases',
  validateSearch: readCases,
  component: lazyRouteComponent(() => import('./followup/list/cases-page.tsx'), 'CasesPage'),
})

/** The case is part of the address, so that a mail leads to it. */
const caseRoute = createRoute({ getParentRoute: () => casesRoute, path: '$caseId' })

const achievementsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/achievements',
  validateSearch: readAchievements,
  component: lazyRouteComponent(() => import('./achievements/achievements-page.tsx'), 'AchievementsPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: SettingsArea,
  beforeLoad: ({ location }) => {
    if (location.pathname.replace(/\/$/, '') === '/settings')
      throw redirect({ to: '/settings/csat', replace: true })
  },
})

const settingsPages = [
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'general',
    component: lazyRouteComponent(() => import('./settings/general-page.tsx'), 'GeneralPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'csat',
    validateSearch: (search: Record<string, unknown>): { channel?: string } => {
      const channel = textOf(search.channel)
      return channel ? { channel } : {}
    },
    component: lazyRouteComponent(() => import('./surveys/csat-page.tsx'), 'CsatPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'channels',
    component: lazyRouteComponent(() => import('./channels/channels-page.tsx'), 'ChannelsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'members',
    component: lazyRouteComponent(() => import('./access/members/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'api-keys',
    component: lazyRouteComponent(() => import('./access/keys/api-keys-page.tsx'), 'ApiKeysPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'web-chat',
    component: lazyRouteComponent(() => import('./webchat/web-chat-page.tsx'), 'WebChatPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'workflows',
    component: lazyRouteComponent(() => import('./workflows/list/workflows-page.tsx'), 'WorkflowsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'workflows/$workflowId',
    validateSearch: (search: Record<string, unknown>): { template?: string } => {
      const template = textOf(search.template)
      return template ? { template } : {}
    },
    component: lazyRouteComponent(() => import('./workflows/builder/workflow-page.tsx'), 'WorkflowPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'webhooks',
    component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'webhooks/$webhookId',
    component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'apps',
    component: lazyRouteComponent(() => import('./apps/apps-page.tsx'), 'AppsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'portal',
    component: lazyRouteComponent(() => import('./portal/portal-page.tsx'), 'PortalPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'reports',
    component: lazyRouteComponent(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: 'audit',
    component: lazyRouteComponent(() => import('./access/audit/audit-page.tsx'), 'AuditPage'),
  }),
] as const

const routeTree = rootRoute.addChildren([
  signInRoute,
  setupRoute,
  forgotRoute,
  resetRoute,
  invitationRoute,
  appRoute.addChildren([
    homeRoute,
    inboxRoute.addChildren([conversationRoute]),
    satisfactionRoute.addChildren(satisfactionPages),
    responsesRoute,
    casesRoute.addChildren([caseRoute]),
    achievementsRoute,
    settingsRoute.addChildren(settingsPages),
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: Lost,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
