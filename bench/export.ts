// The CSV export of a million rows, as a ratio to COPY of the very same lines by the database itself in the same run, and
// the memory it takes above idle. The number of answers may be given as an argument; rows are half as many again.
import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { spawn } from 'node:child_process'
import { writeHistory } from './kit/history.ts'
import { median } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const answers = Number(process.argv[2] ?? 666_667)
const ROUNDS = 3

// Reads an address to its end in a process of its own, so that its memory is not counted here.
const READER = `
  const response = await fetch(process.argv[1], { headers: { authorization: 'Bearer ' + process.argv[2], 'accept-encoding': 'identity' } })
  let bytes = 0, lines = 0
  for await (const chunk of response.body) {
    bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  }
  console.log(JSON.stringify({ status: response.status, bytes, lines }))
`

async function read(url: string, key: string): Promise<{ status: number; bytes: number; lines: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', READER, url, key])
  let text = ''
  await pipeline(
    child.stdout,
    new Writable({ write: (chunk: Buffer, _, next) => ((text += chunk.toString()), next()) }),
  )
  return JSON.parse(text)
}

const stage = await makeStage()
try {
  const { pool } = stage.running.app
  await writeHistory(pool, stage.workspaceId, answers)
  const copy = `copy (
    select s.id, s.conversation_id, c.external_id, c.subject, c.status, s.channel, array_to_string(s.tags, ', '), s.resolution, s.contact_id,
      p.external_id, p.name, p.email, s.agent_id, m.name, s.team_id, t.name, s.handled_by, s.state, s.policy_version, 'UTC',
      s.made_at at time zone 'UTC', s.made_at, s.sent_at at time zone 'UTC', s.sent_at, r.submitted_at at time zone 'UTC', r.submitted_at, r.edited_at,
      r.score, r.comment, array_to_string(r.reasons, ', '), r.scale, r.score >= r.satisfied_from, r.quarantined, ''
    from surveys s
    left join responses r on r.workspace_id = s.workspace_id and r.id = s.response_id
    join conversations c on c.workspace_id = s.workspace_id and c.id = s.conversation_id
    left join contacts p on p.workspace_id = s.workspace_id and p.id = s.contact_id
    left join members m on m.workspace_id = s.workspace_id and m.id = s.agent_id
    left join teams t on t.workspace_id = s.workspace_id and t.id = s.team_id
    where s.workspace_id = '${stage.workspaceId}' order by s.made_at desc, s.id) to '/dev/null' csv`
  const ours: number[] = []
  const theirs: number[] = []
  globalThis.gc?.()
  const idle = process.memoryUsage().rss
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50)
  for (let round = 0; round <= ROUNDS; round += 1) {
    let begin = performance.now()
    await pool.query(copy)
    const copied = performance.now() - begin
    begin = performance.now()
    const { status, lines, bytes } = await read(`${stage.url}/api/v1/exports/conversations.csv`, stage.apiKey)
    const exported = performance.now() - begin
    if (status !== 200 || lines < answers) throw new Error(`${status}, ${lines} lines`)
    console.log(
      `${lines} lines, ${(bytes / 1e6).toFixed(0)} MB: ${(exported / 1000).toFixed(1)} s, COPY ${(copied / 1000).toFixed(1)} s`,
    )
    if (round === 0) continue // warm-up
    ours.push(exported)
    theirs.push(copied)
  }
  clearInterval(watch)
  console.log(
    `export: ratio ${(median(ours) / median(theirs)).toFixed(2)} to COPY, ${((peak - idle) / 1e6).toFixed(0)} MB above idle`,
  )
} finally {
  await stage.close()
}
