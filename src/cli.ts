import { parseArgs } from 'node:util'
import { COMMANDS, type Command } from './cli/commands.ts'
import { ConfigError } from './platform/config.ts'
import { SchemaTooNew } from './platform/migrate.ts'
import { NoEmbeddedPostgres } from './platform/postgres/binaries.ts'
import { DataFolderInUse } from './platform/postgres/lock.ts'

/** Failures whose message is all that a person needs. */
const EXPECTED = [ConfigError, DataFolderInUse, NoEmbeddedPostgres, SchemaTooNew]

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const list = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${name.padEnd(width)}  ${command.summary}`,
  )
  return `Candor, customer satisfaction for support teams.

Usage: npm run -s candor -- <command> [options]

${list.join('\n')}

Every command takes --data-dir <folder> and --help. Settings come from the environment:
  CANDOR_PORT CANDOR_HOST CANDOR_DATA_DIR DATABASE_URL CANDOR_PUBLIC_URL CANDOR_SECRET
  CANDOR_SMTP_URL CANDOR_MAIL_FROM CANDOR_ROLES CANDOR_LOG_LEVEL CANDOR_TRUST_PROXY
  CANDOR_PRIVATE_HOSTS
`
}

function help(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, { type, about }]) => `  --${option}${type === 'string' ? ' <value>' : ''}\n      ${about}`,
  )
  return `npm run -s candor -- ${name}${command.argument ? ` ${command.argument}` : ''}\n\n${command.summary}\n\n${options.join('\n')}\n`
}

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv
  if (!name || name === '--help' || name === 'help') {
    process.stdout.write(usage())
    return name ? 0 : 2
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${usage()}`)
    return 2
  }
  const options = Object.fromEntries(
    Object.entries(command.options).map(([option, { type }]) => [option, { type }] as const),
  )
  let parsed
  try {
    parsed = parseArgs({
      args: rest,
      options: { ...options, help: { type: 'boolean' } },
      allowPositionals: command.argument !== undefined,
    })
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n\n${help(name, command)}`,
    )
    return 2
  }
  if (parsed.values['help']) {
    process.stdout.write(help(name, command))
    return 0
  }
  return command.run(parsed.values, parsed.positionals)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isExpected = EXPECTED.some((kind) => error instanceof kind)
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    process.stderr.write('The port is taken by another program. Choose another with --port or CANDOR_PORT.\n')
    process.exit(1)
  }
  process.stderr.write(
    `${isExpected ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exitCode = 1
}
