import { createServer } from 'node:net'
import { start, type Running } from '../main.ts'
import type { Config } from '../platform/config.ts'
import { makeLog } from '../platform/log.ts'
import { systemClock } from '../platform/clock.ts'
import { configOf, type Values } from './values.ts'

/** `candor start`: runs until a signal says otherwise. */
export async function serve(values: Values): Promise<number> {
  const config = await withPort(configOf(values))
  if (config.roles.includes('web')) await needPort(config)
  const asked = untilAsked()
  const running = await start(config, makeLog(config.logLevel))
  const where = running.url ? ` at ${publicAddress(config, running)}` : ' as a worker'
  process.stdout.write(`Candor is ready${where}\n`)
  return untilStopped(running, asked)
}

/** `candor demo`: the same with a sample workspace, for this machine only. */
export async function demo(values: Values): Promise<number> {
  const wished = values['port'] ?? process.env['CANDOR_PORT']
  const port = typeof wished === 'string' && wished !== '' ? wished : String(await freePort(3000))
  const address = `http://localhost:${port}`
  const config = configOf(
    { 'data-dir': 'demo-data', ...values, port },
    { CANDOR_LOG_LEVEL: 'warn', CANDOR_PUBLIC_URL: address },
  )
  await needPort({ port: Number(port), host: '127.0.0.1' })
  process.stdout.write('Starting the database …\n')
  const asked = untilAsked()
  const running = await start({ ...config, host: '127.0.0.1' }, makeLog(config.logLevel), systemClock)
  process.stdout.write('Filling the sample workspace …\n')
  // Nobody but the demo needs all those words in memory.
  const { seedDemo } = await import('../demo/seed-demo.ts')
  const { demoPortalLink } = await import('../demo/portal-link.ts')
  const { ctx, auth } = running.app
  const sample = await seedDemo(ctx, auth, {})
  const portal = await demoPortalLink(ctx, address, sample.workspaceId)
  process.stdout.write(`
Candor is ready.

  Team:      ${address}
  Customer:  ${address}/demo

Sign in as one of these; the password is the same for all of them: ${sample.password}
${sample.members.map(({ role, name, email }) => `  ${role.padEnd(9)}${email.padEnd(25)}${name}`).join('\n')}

Open the portal as a sample customer:
  ${portal ?? `${address}/portal`}

Press Ctrl+C to stop.
`)
  return untilStopped(running, asked)
}

/** With port 0 any free one will do, and links must name it, so it is chosen before anything is made. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const port = await freePort(0)
  const publicUrl = process.env['CANDOR_PUBLIC_URL'] ? config.publicUrl : `http://localhost:${port}`
  return { ...config, port, publicUrl }
}

function publicAddress(config: Config, running: Running): string {
  return process.env['CANDOR_PUBLIC_URL'] ? config.publicUrl : running.url.replace('127.0.0.1', 'localhost')
}

/**
 * Settles when the process is asked to stop; a second signal does not wait for the draining. To be called
 * before the start, so that a signal that comes in the middle of it is not lost and ends in order.
 */
function untilAsked(): Promise<'asked'> {
  return new Promise((resolve) => {
    let again = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (again) process.exit(1)
        again = true
        resolve('asked')
      })
    }
  })
}

/** Without its database Candor ends, to be started anew. */
async function untilStopped(running: Running, asked: Promise<'asked'>): Promise<number> {
  const why = await Promise.race([asked, running.lost.then(() => 'lost' as const)])
  if (why === 'lost') {
    process.stderr.write(
      'The embedded database ended. Nothing that was acknowledged is lost: start Candor again.\n',
    )
    process.exit(1)
  }
  process.stdout.write('Stopping …\n')
  await running.stop()
  return 0
}

/** Throws what listening would (EADDRINUSE), before anything is started that would have to be ended again. */
async function needPort({ port, host }: Pick<Config, 'port' | 'host'>): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(null))
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : null))
      })
    })
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted
}
