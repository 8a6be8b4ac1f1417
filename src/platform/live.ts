import { sql } from 'kysely'
import pg from 'pg'
import { type Connection, poolOptions } from './database.ts'
import type { Tx } from './database.ts'
import type { Log } from './log.ts'

/** "Something about this changed": names only, so that nothing leaks that the reader may not see. */
export type News = {
  workspace_id: string
  kind: 'conversation' | 'message' | 'survey' | 'case' | 'notice' | 'settings' | 'member'
  conversation_id?: string
  contact_id?: string
  /** Members who may know of it; left out, everybody may. */
  only?: string[]
}

const CHANNEL = 'candor_live'

/** Tells every node, once the transaction commits. */
export async function tell(tx: Tx, ...news: News[]): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, piece::text) from json_array_elements(${JSON.stringify(news)}::json) as piece`.execute(
    tx,
  )
}

export type Live = {
  /** Calls `listener` on each piece of news of the workspace, until the returned function is called. */
  subscribe(workspaceId: string, listener: (news: News) => void): () => void
  /** Calls `listener` after the connection to the database was lost and is back: news may have been missed. */
  onGap(listener: () => void): () => void
  close(): Promise<void>
}

/** Listens on a connection of its own (not through a pooler) and hands news out within this process. */
export async function startLive(connection: Connection, log: Log): Promise<Live> {
  const listeners = new Map<string, Set<(news: News) => void>>()
  const gapListeners = new Set<() => void>()
  let client: pg.Client | null = null
  let closed = false

  async function connect(): Promise<void> {
    const next = new pg.Client(poolOptions(connection))
    next.on('notification', ({ payload }) => {
      const news = JSON.parse(payload ?? '{}') as News
      for (const listener of listeners.get(news.workspace_id) ?? []) listener(news)
    })
    next.on('error', () => {})
    await next.connect()
    // Only of a connection that was there: a failed attempt ends too, and its caller goes on by itself.
    next.on('end', () => {
      if (!closed) void reconnect()
    })
    await next.query(`listen ${CHANNEL}`)
    client = next
  }

  async function reconnect(): Promise<void> {
    for (let pause = 100; !closed; pause = Math.min(pause * 2, 5000)) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      try {
        await connect()
        for (const listener of gapListeners) listener()
        return
      } catch (error) {
        log.warn({ err: error }, 'live updates: database not reachable, trying again')
      }
    }
  }

  await connect()
  return {
    subscribe(workspaceId, listener) {
      const set = listeners.get(workspaceId) ?? new Set()
      listeners.set(workspaceId, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(workspaceId)
      }
    },
    onGap(listener) {
      gapListeners.add(listener)
      return () => gapListeners.delete(listener)
    },
    async close() {
      closed = true
      await client?.end()
    },
  }
}
