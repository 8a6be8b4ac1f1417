import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorkspace } from '../../src/access/create-workspace.ts'
import { readConfig } from '../../src/platform/config.ts'
import { newId } from '../../src/platform/ids.ts'
import { silentLog } from '../../src/platform/log.ts'
import { start, type Running } from '../../src/main.ts'
import { surveyToken } from '../../src/surveys/token.ts'

export type Stage = {
  running: Running
  url: string
  workspaceId: string
  apiKey: string
  /** Paths of so many surveys that were sent and wait for their answer. */
  askMany(count: number): Promise<string[]>
  close(): Promise<void>
}

/** Candor as `npm start` runs it, in an empty data folder, with one workspace that asks for everything. */
export async function makeStage(env: Record<string, string> = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'candor-bench-'))
  const config = readConfig({
    CANDOR_DATA_DIR: dataDir,
    CANDOR_PORT: '0',
    CANDOR_TRUST_PROXY: 'true',
    ...env,
  })
  const running = await start(config, silentLog)
  const { app } = running
  const made = await createWorkspace(app.ctx, app.auth, {
    workspace: 'Bench',
    ownerName: 'Bench',
    ownerEmail: 'bench@example.com',
    ownerPassword: 'long enough here',
  })
  if (!made.ok) throw new Error(made.failure.message)
  const { workspaceId, apiKey } = made.value
  const enabled = await fetch(`${running.url}/api/v1/settings/csat`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ preset: 'per_resolution', policy: { enabled: true } }),
  })
  if (!enabled.ok) throw new Error(await enabled.text())
  return {
    running,
    url: running.url,
    workspaceId,
    apiKey,
    async askMany(count) {
      const ids = Array.from({ length: count }, () => ({
        contact: newId(),
        conversation: newId(),
        survey: newId(),
      }))
      const rows = JSON.stringify(ids)
      const insert = (sql: string): Promise<unknown> => app.pool.query(sql, [workspaceId, rows])
      await insert(`insert into contacts (workspace_id, id, kind, created_at, updated_at)
        select $1, contact, 'user', now(), now() from jsonb_to_recordset($2::jsonb) as x(contact uuid)`)
      await insert(`insert into conversations (workspace_id, id, channel, contact_id, origin, status, resolution, ended_at, created_at, updated_at)
        select $1, conversation, 'web_chat', contact, 'inbound', 'resolved', 1, now(), now(), now()
        from jsonb_to_recordset($2::jsonb) as x(contact uuid, conversation uuid)`)
      await insert(`insert into surveys (workspace_id, id, conversation_id, contact_id, resolution, state, cause, channel, policy_version, message, made_at, due_at, sent_at, ended_at, rate_until, updated_at)
        select $1, survey, conversation, contact, 1, 'sent', 'status_change', 'web_chat', 2, 'How was your support experience?', now(), now(), now(), now(), now() + interval '7 days', now()
        from jsonb_to_recordset($2::jsonb) as x(contact uuid, conversation uuid, survey uuid)`)
      await app.pool.query('analyze')
      const key = app.ctx.keys.surveyTokens
      return ids.map(({ survey }) => `/s/${surveyToken(key, { workspaceId, surveyId: survey })}`)
    },
    async close() {
      await running.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
