import { createWorkspace } from '../access/create-workspace.ts'
import { setupInput } from '../access/schema.ts'
import { composeApp } from '../app.ts'
import { systemClock } from '../platform/clock.ts'
import { makeLog } from '../platform/log.ts'
import { attachStore } from './attach.ts'
import { configOf, type Values } from './values.ts'

/** `candor setup`: a workspace, its owner, an API key. */
export async function setup(values: Values): Promise<number> {
  const parsed = setupInput.safeParse({
    workspace: values['workspace'],
    name: values['owner-name'] ?? values['owner-email'],
    email: values['owner-email'],
    password: values['owner-password'],
  })
  if (!parsed.success) {
    const option = {
      workspace: 'workspace',
      name: 'owner-name',
      email: 'owner-email',
      password: 'owner-password',
    }
    for (const issue of parsed.error.issues) {
      const name = option[issue.path[0] as keyof typeof option]
      const message = values[name] === undefined ? 'is missing' : issue.message
      process.stderr.write(`--${name} ${message}\n`)
    }
    return 2
  }
  const config = configOf(values)
  const log = makeLog('warn')
  const store = await attachStore(config, log)
  const app = await composeApp({
    config,
    connection: store.connection,
    clock: systemClock,
    log,
    connections: 2,
  })
  try {
    const { workspace, name, email, password } = parsed.data
    const made = await createWorkspace(app.ctx, app.auth, {
      workspace,
      ownerName: name,
      ownerEmail: email,
      ownerPassword: password,
    })
    if (!made.ok) {
      process.stderr.write(`${made.failure.message}\n`)
      return 1
    }
    const { workspaceId, apiKey, ownerEmail } = made.value
    process.stdout.write(
      values['json']
        ? `${JSON.stringify({ workspace_id: workspaceId, api_key: apiKey, owner_email: ownerEmail })}\n`
        : `Workspace ${workspaceId} is ready.\nOwner: ${ownerEmail}\nAPI key (shown once): ${apiKey}\n`,
    )
    return 0
  } finally {
    await app.close()
    await store.close()
  }
}

/** `candor migrate`: opening the database migrates it. */
export async function runMigrate(values: Values): Promise<number> {
  const store = await attachStore(configOf(values), makeLog('warn'))
  await store.close()
  process.stdout.write('The database is up to date.\n')
  return 0
}
