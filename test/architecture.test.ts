import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { type Import, readSources, type Source } from './kit/sources.ts'

/**
 * From the ground up: a part may use those on lines above its own, and its neighbours on the same line as long
 * as they do not use it in turn. News travels down the list as events. A new folder is placed here by hand.
 */
const LAYERS = [
  ['policy', 'languages'],
  ['platform'],
  ['access', 'branding'],
  // What a channel is, as opposed to how each of them works.
  ['channels: interface'],
  ['inbox'],
  // What apps of the workspace say when a conversation ends; whether they are asked is the surveys' business.
  ['apps'],
  ['surveys'],
  ['channels'],
  // Who a customer on a site is.
  ['customers'],
  // What comes in from connected channels becomes messages, ratings and receipts.
  ['channels-in', 'webchat', 'portal', 'insights', 'dry-run', 'followup', 'workflows', 'webhooks', 'notices'],
  // What is kept of a customer, wherever it is.
  ['privacy'],
  ['api-docs', 'demo'],
  ['app.ts', 'crews.ts'],
  ['main.ts'],
  ['cli'],
  ['cli.ts'],
]
const CHANNEL_INTERFACE = ['channel', 'address', 'slack-address', 'failure'].map(
  (name) => `src/channels/${name}.ts`,
)
/** They run in browsers. */
const BROWSER = ['web', 'widget']

/** Whose each table is: only there is it written, and only there read, but for what follows. */
const OWNERS: Record<string, string> = Object.fromEntries(
  Object.entries({
    platform: 'idempotency_keys events heartbeats',
    access:
      'users sessions accounts verifications workspaces members teams team_members api_keys audit_entries',
    inbox:
      'contacts conversations conversation_contacts conversation_reads messages attachments message_deliveries timeline_entries message_provider_ids consents',
    surveys:
      'policies surveys responses response_revisions evidence deliveries decisions resolutions inbound_events',
    channels: 'channel_accounts channel_settings',
    apps: 'apps closing_cards',
    portal: 'portal_settings portal_links portal_sessions portal_reads',
    'channels-in': 'channel_events press_replies',
    webhooks: 'webhook_endpoints webhook_deliveries',
    workflows: 'workflows workflow_versions workflow_runs workflow_run_steps workflow_effects',
    followup: 'cases case_events case_alerts',
    notices: 'notices',
    insights:
      'report_tallies report_cells report_zones targets report_subscriptions drift_alerts drift_weeks countable',
  }).flatMap(([owner, tables]) => tables.split(' ').map((table) => [table, owner])),
)
/** Who somebody is and what a workspace is called: everybody above may look that up in a join. */
const NAMES = ['workspaces', 'users', 'members', 'teams', 'team_members', 'contacts']
/** Reads beyond names, each on purpose. Nothing here may be written. */
const READS: Record<string, readonly string[]> = {
  // Figures and lists are counted where the rows are, not by carrying them over one by one.
  'src/insights/':
    'policies surveys responses response_revisions evidence resolutions conversations messages'.split(' '),
  // A case is seen by who may see its answer, and left by a word in its conversation.
  'src/followup/': 'conversations messages surveys responses response_revisions'.split(' '),
  // A notice is read by who may see the answers that it tells.
  'src/notices/list-notices.ts': ['responses'],
  // What was decided is decided again, from the rows that it left.
  'src/dry-run/': 'surveys responses decisions conversations messages timeline_entries'.split(' '),
  // The chat is the inbox from the customer's side: the visitor's own conversations, and nobody else's.
  'src/webchat/store.ts': ['conversations', 'messages'],
  'src/customers/own.ts': ['messages', 'surveys'],
  // What is kept of a customer is exported as it is kept.
  'src/privacy/':
    'cases case_events notices events conversations conversation_contacts surveys responses response_revisions evidence deliveries decisions messages attachments timeline_entries portal_sessions'.split(
      ' ',
    ),
  // An event is told with the records that it is about.
  'src/webhooks/read-records.ts': 'conversations messages surveys responses response_revisions'.split(' '),
  // Conditions are about what stands in these rows; a run is seen by who may see the answers that it knows.
  'src/workflows/': 'conversations surveys responses response_revisions'.split(' '),
  // The sample's portal opens as somebody who has something there.
  'src/demo/portal-link.ts': ['surveys', 'conversations'],
  'src/demo/cases.ts': ['responses'],
  // So is the portal.
  'src/portal/store.ts': ['conversations', 'surveys'],
}
/** Reads of a neighbour's tables, each on purpose. */
const ACROSS: Record<string, readonly string[]> = {
  // Answers are asked for by how their follow-up stands, page by page: a condition, not a list to be carried over.
  'src/insights/answers/case-state.ts': ['cases', 'case_events'],
}
/** Writes of another's tables, each on purpose. */
const WRITES: Record<string, readonly string[]> = {
  // A workspace is born with the first version of its policy, in one transaction.
  'src/access/create-workspace.ts': ['policies'],
  // Who is to be forgotten is forgotten everywhere at once.
  'src/privacy/erase-contact.ts': [
    'contacts',
    'conversations',
    'conversation_contacts',
    'messages',
    'timeline_entries',
    'surveys',
    'events',
    'inbound_events',
    'portal_links',
    'webhook_deliveries',
  ],
  'src/privacy/forget-mentions.ts': ['timeline_entries', 'workflow_runs', 'cases', 'case_events', 'notices'],
  // The sample's history is written as it would stand, for it did not happen.
  'src/demo/':
    'workspaces members teams team_members policies contacts cases case_events targets workflows workflow_versions workflow_runs workflow_run_steps'.split(
      ' ',
    ),
}

const all = readSources()
const sources = all.filter(({ isTest }) => !isTest)
const server = sources.filter(({ folder }) => !BROWSER.includes(folder))
const browser = sources.filter(({ folder }) => BROWSER.includes(folder))
const inFolder = (folder: string): Source[] => sources.filter((source) => source.folder === folder)

function partOf(path: string): string {
  return CHANNEL_INTERFACE.includes(path) ? 'channels: interface' : path.split('/')[1]!
}
const layerOf = (part: string): number => LAYERS.findIndex((layer) => layer.includes(part))

/** `file -> imported file` for all imports that break a rule, to be compared with none. */
function breaches(of: Source[], breaks: (to: Import, from: Source) => boolean): string[] {
  return of.flatMap((source) =>
    source.imports.filter((each) => breaks(each, source)).map((each) => `${source.path} -> ${each.to}`),
  )
}

function using(of: Source[], what: RegExp): string[] {
  return of.flatMap(({ path, uses }) =>
    [...new Set(uses.filter((use) => what.test(use)))].map((use) => `${path}: ${use}`),
  )
}

/** The parts in rings of imports, or none. */
function ring(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const leadsBack = (part: string): boolean => {
    const reached = new Set(edges.get(part))
    // A set is gone through to its end, also where it grows meanwhile.
    for (const each of reached) for (const next of edges.get(each) ?? []) reached.add(next)
    return reached.has(part)
  }
  return [...edges.keys()].filter(leadsBack)
}

describe('this test sees the files it judges', () => {
  it('finds sources in every folder that there must be, and their imports', () => {
    const known = ['policy', 'platform', 'languages', 'access', 'inbox', 'surveys', 'channels', 'webchat']
    for (const folder of [...known, ...BROWSER, 'demo', 'cli', 'app.ts', 'main.ts', 'cli.ts']) {
      expect([folder, inFolder(folder).length > 0]).toEqual([folder, true])
    }
    expect(all.length).toBeGreaterThan(250)
    expect(all.length).toBeGreaterThan(sources.length)
    expect(inFolder('surveys').flatMap(({ imports }) => imports).length).toBeGreaterThan(150)
    expect(
      browser.flatMap(({ imports }) => imports.filter(({ isTypeOnly }) => isTypeOnly)).length,
    ).toBeGreaterThan(20)
  })

  it('sees what a file reads, answers and passes on', () => {
    const clock = all.find(({ path }) => path === 'src/platform/clock.ts')!
    expect(clock.uses).toContain('Date.now()')
    const problem = all.find(({ path }) => path === 'src/platform/problem.ts')!
    expect(problem.failureCodes).toContain(404)
    const sql = all.flatMap(({ templates }) => templates).filter((text) => /\bselect\b/.test(text))
    expect(sql.length).toBeGreaterThan(10)
  })

  it('sees which tables a file reads and writes, by the query builder and in SQL', () => {
    const named = (path: string) => all.find((source) => source.path === path)!.tables
    expect(named('src/inbox/find.ts')).toContainEqual({ table: 'contacts', writes: false })
    expect(named('src/inbox/contacts/note-asked.ts')).toEqual([{ table: 'contacts', writes: true }])
    expect(named('src/inbox/timeline/timeline.ts')).toContainEqual({
      table: 'timeline_entries',
      writes: true,
    })
    expect(named('src/surveys/answering/write-answers.ts')).toContainEqual({
      table: 'responses',
      writes: true,
    })
    expect(named('src/surveys/answering/visit-survey.ts')).toContainEqual({
      table: 'contacts',
      writes: false,
    })
    expect(named('src/platform/http/idempotency.ts')).toContainEqual({
      table: 'idempotency_keys',
      writes: true,
    })
  })

  it('finds rings, and not who leads to them or lies between', () => {
    const imports = {
      first: ['a'],
      a: ['b'],
      b: ['a', 'between'],
      between: ['c'],
      c: ['c', 'last'],
      last: [],
    }
    const edges = new Map(Object.entries(imports).map(([from, to]) => [from, new Set(to)]))
    expect(ring(edges)).toEqual(['a', 'b', 'c'])
  })

  it('resolves every local import to a file', () => {
    const paths = new Set(all.map(({ path }) => path))
    const code = /\.tsx?$/
    expect(
      breaches(all, ({ to, isLocal }) => isLocal && to.startsWith('src/') && code.test(to) && !paths.has(to)),
    ).toEqual([])
    expect(breaches(server, ({ to, isLocal }) => isLocal && !/\.(ts|css|json)$/.test(to))).toEqual([])
  })
})

describe('who may use whom', () => {
  it('the policy imports nothing from outside its folder, no package and nothing of Node', () => {
    expect(breaches(inFolder('policy'), ({ to }) => !to.startsWith('src/policy/'))).toEqual([])
  })

  it('the platform knows no feature', () => {
    expect(
      breaches(inFolder('platform'), ({ to, isLocal }) => isLocal && !/^src\/(platform|policy)\//.test(to)),
    ).toEqual([])
  })

  it('every folder has its place in the layers', () => {
    const parts = new Set(server.map(({ path }) => partOf(path)))
    expect([...parts].filter((part) => layerOf(part) === -1)).toEqual([])
  })

  it('a part uses only what is below it, and neighbours go round in no ring', () => {
    const local = ({ isLocal, to }: Import): boolean => isLocal && to.startsWith('src/')
    expect(
      breaches(server, (to, { path }) => local(to) && layerOf(partOf(to.to)) > layerOf(partOf(path))),
    ).toEqual([])
    const edges = new Map<string, Set<string>>()
    for (const { path, imports } of server) {
      const from = partOf(path)
      const to = imports.filter(local).map((each) => partOf(each.to))
      edges.set(from, new Set([...(edges.get(from) ?? []), ...to.filter((part) => part !== from)]))
    }
    expect(ring(edges)).toEqual([])
  })

  it('no file goes round in a ring of imports, types included', () => {
    const known = new Set(sources.map(({ path }) => path))
    const edges = new Map(
      sources.map(({ path, imports }) => [
        path,
        new Set(imports.map(({ to }) => to).filter((to) => known.has(to))),
      ]),
    )
    expect(edges.size).toBeGreaterThan(700)
    expect([...edges.values()].reduce((sum, to) => sum + to.size, 0)).toBeGreaterThan(4000)
    expect(ring(edges)).toEqual([])
  })

  it('rooms go round in no ring either; what lies beside them in a feature is one by itself', () => {
    const roomOf = (path: string): string => (path.split('/').length > 3 ? dirname(path) : path)
    const edges = new Map<string, Set<string>>()
    for (const { path, imports } of sources) {
      const from = roomOf(path)
      const to = imports.filter((each) => each.to.startsWith('src/')).map((each) => roomOf(each.to))
      edges.set(from, new Set([...(edges.get(from) ?? []), ...to.filter((room) => room !== from)]))
    }
    const rooms = [...edges.keys()].filter((room) => !/\.tsx?$/.test(room))
    expect(rooms.filter((room) => room.startsWith('src/web/')).length).toBeGreaterThan(20)
    expect(rooms.filter((room) => !room.startsWith('src/web/')).length).toBeGreaterThan(30)
    expect(ring(edges)).toEqual([])
  })

  it('nobody reads another feature’s tables: a store is imported inside its folder only', () => {
    expect(
      breaches(sources, ({ to }, { folder }) => /[/-]store\.ts$/.test(to) && to.split('/')[1] !== folder),
    ).toEqual([])
  })

  it('nobody names another feature’s tables: names are looked up from above, the rest is asked for', () => {
    const others = server.flatMap(({ path, folder, tables }) =>
      tables
        .filter(({ table }) => table in OWNERS && OWNERS[table] !== folder)
        .map((each) => ({ path, folder, ...each })),
    )
    const isAbove = (folder: string, owner: string): boolean => layerOf(folder) > layerOf(owner)
    const isListed = (list: Record<string, readonly string[]>, path: string, table: string): boolean =>
      Object.entries(list).some(([where, listed]) => path.startsWith(where) && listed.includes(table))
    const wrong = others.filter(({ path, folder, table, writes }) =>
      writes
        ? !isListed(WRITES, path, table)
        : !isListed(ACROSS, path, table) &&
          !(isAbove(folder, OWNERS[table]!) && (NAMES.includes(table) || isListed(READS, path, table))),
    )
    expect([
      ...new Set(wrong.map(({ path, table, writes }) => `${path} ${writes ? 'writes' : 'reads'} ${table}`)),
    ]).toEqual([])
  })

  it('every table has its owner', () => {
    const made = globSync('migrations/*.sql').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^create (?:table|view) (\w+)/gm)].map(([, table]) => table!),
    )
    expect(made.length).toBeGreaterThan(25)
    expect(made.toSorted()).toEqual(Object.keys(OWNERS).toSorted())
  })

  it('the server imports nothing of what runs in browsers', () => {
    expect(
      breaches(server, ({ to }) => BROWSER.includes(to.split('/')[1] ?? '') && to.startsWith('src/')),
    ).toEqual([])
  })

  it('what runs in browsers takes contracts and policy from the server, and of abilities the type', () => {
    const mayTake = ({ to, isTypeOnly }: Import, { folder }: Source): boolean =>
      to.startsWith(`src/${folder}/`) ||
      to.startsWith('src/policy/') ||
      /^src\/[a-z-]+\/([a-z-]+\/)?([a-z-]+-)?schema\.ts$/.test(to) ||
      (isTypeOnly && to === 'src/access/abilities.ts')
    expect(breaches(browser, (each, source) => each.isLocal && !mayTake(each, source))).toEqual([])
    expect(breaches(browser, ({ to }) => to.startsWith('node:'))).toEqual([])
  })

  it('no tests and no tools for tests in the product', () => {
    expect(
      breaches(sources, ({ to }) =>
        /^test\/|\.test\.tsx?$|^(vitest|fast-check|playwright-core|axe-core|smtp-server)$/.test(to),
      ),
    ).toEqual([])
  })

  it('there are no barrels: everybody imports from where a thing is', () => {
    expect(sources.filter(({ reExports }) => reExports).map(({ path }) => path)).toEqual([])
  })
})

describe('what only one place does', () => {
  const outside = (...paths: string[]): Source[] =>
    server.filter(({ path }) => !paths.some((each) => path.startsWith(each)))

  it('only platform/clock.ts reads the clock', () => {
    const CLOCK = /^(Date\.now|new Date\(\)|Date\(\)|performance\.now|process\.hrtime)/
    expect(using(outside('src/platform/clock.ts'), CLOCK)).toEqual([])
  })

  it('no SQL asks the database for the time; only the queue’s own tables live by its clock', () => {
    const asking = outside('src/platform/job-beat.ts').filter(({ templates }) =>
      templates.some((text) =>
        /\b(now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_(timestamp|date|time)\b/i.test(text),
      ),
    )
    expect(asking.map(({ path }) => path)).toEqual([])
  })

  it('only platform/crypto.ts makes randomness', () => {
    const elsewhere = outside('src/platform/crypto.ts')
    expect(
      using(
        elsewhere,
        /^(Math\.random|\w*[cC]rypto\.(random\w+|getRandomValues)|random(Bytes|UUID|Int|Fill\w*)\(\))/,
      ),
    ).toEqual([])
    expect(
      elsewhere
        .filter(({ templates }) => templates.some((text) => /\bgen_random_uuid\(\)|\brandom\(\)/.test(text)))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('only platform/problem.ts and platform/http turn failures into HTTP status codes', () => {
    const answering = outside('src/platform/problem.ts', 'src/platform/http/').filter(
      ({ failureCodes }) => failureCodes.length > 0,
    )
    expect(answering.map(({ path, failureCodes }) => `${path}: ${failureCodes.join(', ')}`)).toEqual([])
  })
})
