// What Candor weighs: the rating page and the chat script on the wire, memory when idle, time to a first start (with
// the making of the database) and to a later one.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { runCli, startCandor } from '../test/kit/process.ts'

const KB = 1024

/** Resident memory of a process and all it has started, in MB (shared pages counted by their share). */
function memoryOf(pid: number): { node: number; database: number } {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)![1]))
    } catch {
      // It ended while we looked.
    }
  }
  const isBelow = (child: number): boolean => child === pid || (child > 1 && isBelow(parents.get(child) ?? 0))
  const sizes = [...parents.keys()].filter(isBelow).map((child) => {
    const rollup = readFileSync(`/proc/${child}/smaps_rollup`, 'utf8')
    return { child, mb: Number(/^Pss:\s+(\d+)/m.exec(rollup)![1]) / KB }
  })
  const node = sizes.find(({ child }) => child === pid)!.mb
  return { node, database: sizes.reduce((sum, { mb }) => sum + mb, 0) - node }
}

const dataDir = mkdtempSync(join(tmpdir(), 'candor-footprint-'))
try {
  let begin = performance.now()
  let candor = await startCandor({ dataDir })
  console.log(`first start: ${((performance.now() - begin) / 1000).toFixed(2)} s`)
  await candor.terminate()
  begin = performance.now()
  candor = await startCandor({ dataDir })
  console.log(`later start: ${((performance.now() - begin) / 1000).toFixed(2)} s`)

  const made = await runCli(
    `setup --workspace Acme --owner-email owner@example.com --owner-password long-enough-here --json --data-dir ${dataDir}`.split(
      ' ',
    ),
  )
  const { api_key: key } = JSON.parse(made.stdout)
  const api = async (method: string, path: string, body: object): Promise<any> => {
    const response = await fetch(`${candor.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  await api('PUT', '/settings/csat', { preset: 'per_resolution', policy: { enabled: true } })
  const { id } = await api('POST', '/conversations', {
    channel: 'web_chat',
    contact: { name: 'Cora', kind: 'user' },
  })
  const { survey } = await api('POST', `/conversations/${id}/status`, { status: 'resolved' })

  const page = await (await fetch(candor.url + new URL(survey.url).pathname)).text()
  const parts = [...page.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path!)
  let onTheWire = Buffer.byteLength(page)
  for (const path of parts) {
    const response = await fetch(candor.url + path, { headers: { 'accept-encoding': 'gzip' } })
    const body = Buffer.from(await response.arrayBuffer())
    onTheWire += response.headers.get('content-encoding') ? gzipSync(body).length : body.length
  }
  console.log(`rating page with ${parts.length} files: ${(onTheWire / KB).toFixed(1)} KB (limit 14)`)
  const script = await fetch(`${candor.url}/widget.js`)
  if (!script.ok) throw new Error(`widget.js: ${script.status} (built? node scripts/build.mjs)`)
  console.log(
    `chat script: ${(gzipSync(await script.text(), { level: 9 }).length / KB).toFixed(1)} KB gzip (limit 15)`,
  )

  await pause(10_000)
  const { node, database } = memoryOf(candor.child.pid!)
  console.log(`idle: ${node.toFixed(0)} MB Candor, ${database.toFixed(0)} MB database`)
  await candor.terminate()
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
