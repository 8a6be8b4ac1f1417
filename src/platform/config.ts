import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { randomSecret } from './crypto.ts'

/** How this process was told to run. Made once at start from the environment and the command line. */
export type Config = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  publicUrl: string
  secret: string
  smtpUrl: string | null
  mailFrom: string
  roles: ('web' | 'worker')[]
  logLevel: string
  /** How many proxies in front of Candor add to X-Forwarded-For; 0: the peer is the client. */
  trustProxy: number
  /** Hosts of our own network that may be called, though nobody else's private address is. Absent: none. */
  privateHosts?: readonly string[]
}

/** All that is wrong with the configuration, said at once. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`Candor cannot start with this configuration:\n${problems.map((p) => `  - ${p}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

const urlOf = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  })

const environment = z.object({
  CANDOR_PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65535).default(3000),
  CANDOR_HOST: z.string().default('127.0.0.1'),
  CANDOR_DATA_DIR: z.string().default('data'),
  DATABASE_URL: urlOf(['postgres:', 'postgresql:']).optional(),
  CANDOR_PUBLIC_URL: urlOf(['http:', 'https:']).optional(),
  CANDOR_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  CANDOR_SMTP_URL: urlOf(['smtp:', 'smtps:']).optional(),
  CANDOR_MAIL_FROM: z
    .string()
    .refine((text) => /^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/.test(text), {
      error: 'must be an address such as "Acme Support <support@acme.example>"',
    })
    .default('Candor <candor@localhost>'),
  CANDOR_ROLES: z
    .string()
    .default('web,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'worker'], { error: 'must be web, worker or both, with a comma' })).min(1)),
  CANDOR_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  CANDOR_TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d|10)$/, {
      error: 'must be true (one proxy), false, or how many proxies there are',
    })
    .default('false')
    .transform((text) => (text === 'true' ? 1 : text === 'false' ? 0 : Number(text))),
  CANDOR_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
    .transform((hosts) => hosts.filter((host) => host !== '')),
})

/**
 * Reads and checks the configuration. `overrides` are the command line's, under the environment's names.
 * Makes the data folder and, if none is given, the secret in it (mode 0600). Throws ConfigError.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  overrides: Record<string, string | undefined> = {},
): Config {
  const given = Object.fromEntries(
    Object.entries({ ...env, ...withoutEmpty(overrides) }).filter(([, value]) => value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(
        (issue) => `${String(issue.path[0])} ${issue.message} (it is "${shown(issue.path[0], given)}")`,
      ),
    )
  }
  const values = parsed.data
  const dataDir = resolve(values.CANDOR_DATA_DIR)
  return {
    port: values.CANDOR_PORT,
    host: values.CANDOR_HOST,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? null,
    publicUrl: (values.CANDOR_PUBLIC_URL ?? `http://localhost:${values.CANDOR_PORT}`).replace(/\/+$/, ''),
    secret: values.CANDOR_SECRET ?? keptSecret(dataDir),
    smtpUrl: values.CANDOR_SMTP_URL ?? null,
    mailFrom: values.CANDOR_MAIL_FROM,
    roles: values.CANDOR_ROLES,
    logLevel: values.CANDOR_LOG_LEVEL,
    trustProxy: values.CANDOR_TRUST_PROXY,
    privateHosts: values.CANDOR_PRIVATE_HOSTS,
  }
}

function withoutEmpty(record: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function shown(name: PropertyKey | undefined, given: Record<string, string | undefined>): string {
  const value = given[String(name)] ?? ''
  return name === 'CANDOR_SECRET' ? `${value.length} characters` : value.replace(/\/\/[^@/]*@/, '//…@')
}

/** The secret of this data folder, made on first use. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, `${randomSecret().toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return keptSecret(dataDir)
    throw new ConfigError([
      `CANDOR_DATA_DIR "${dataDir}" cannot be written (${error instanceof Error ? error.message : String(error)})`,
    ])
  }
  return keptSecret(dataDir)
}
