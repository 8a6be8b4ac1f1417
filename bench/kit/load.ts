import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Request = {
  method: 'GET' | 'POST'
  path: string
  body?: string
  headers?: Record<string, string>
}
export type Load = { perSecond: number; statuses: Record<string, number> }

/** Sends `amount` requests over 64 connections from a process of its own. Throws unless all are answered by 200. */
export async function load(url: string, requests: Request[], amount = requests.length): Promise<Load> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'loader.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify({ url, requests, amount }))
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  const { seconds, statuses, errors } = JSON.parse(output)
  if (errors > 0 || statuses['200'] !== amount) throw new Error(`not all were answered by 200: ${output}`)
  return { perSecond: Math.round(amount / seconds), statuses }
}

/** The middle of several figures. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** The figure below which so great a share of all lies. */
export function percentile(figures: number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}
