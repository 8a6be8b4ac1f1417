import { backup, restore } from './backup.ts'
import { doctor } from './doctor.ts'
import { demo, serve } from './serve.ts'
import { runMigrate, setup } from './setup.ts'
import type { Values } from './values.ts'

/** One command: what it is for, what it takes, what it does. `run` answers with the exit code. */
export type Command = {
  summary: string
  argument?: string
  options: Record<string, { type: 'string' | 'boolean'; about: string }>
  run(values: Values, positionals: string[]): Promise<number>
}

const DATA_DIR = { type: 'string', about: 'The data folder (CANDOR_DATA_DIR; default: data).' } as const
const JSON_OUT = { type: 'boolean', about: 'Print one JSON object.' } as const

/** All commands, in the order of the help. */
export const COMMANDS: Record<string, Command> = {
  start: {
    summary: 'Start Candor. Set it up in the browser at the address it prints.',
    options: {
      port: {
        type: 'string',
        about: 'The port to listen on (CANDOR_PORT; default: 3000; 0 picks a free one).',
      },
      'data-dir': DATA_DIR,
      roles: { type: 'string', about: 'web, worker or both with a comma (CANDOR_ROLES; default: both).' },
    },
    run: serve,
  },
  demo: {
    summary: 'Start Candor with a sample workspace on this machine only, and print how to sign in.',
    options: {
      port: { type: 'string', about: 'The port to listen on (default: 3000, or a free one if it is taken).' },
      'data-dir': { type: 'string', about: 'The folder of the sample (default: demo-data).' },
    },
    run: demo,
  },
  setup: {
    summary: 'Make a workspace with its owner and an API key. Works while Candor runs, too.',
    options: {
      workspace: { type: 'string', about: 'The name of the workspace.' },
      'owner-email': { type: 'string', about: 'The e-mail address the owner signs in with.' },
      'owner-password': { type: 'string', about: 'The password, at least 10 characters.' },
      'owner-name': { type: 'string', about: 'The name of the owner (default: the address).' },
      json: JSON_OUT,
      'data-dir': DATA_DIR,
    },
    run: setup,
  },
  migrate: {
    summary: 'Bring the database up to date without starting. Starting does it, too.',
    options: { 'data-dir': DATA_DIR },
    run: runMigrate,
  },
  doctor: {
    summary: 'Check configuration, database, mail and public address, and say what to do.',
    options: { json: JSON_OUT, 'data-dir': DATA_DIR },
    run: doctor,
  },
  backup: {
    summary: 'Write everything into one file. Works while Candor runs, too.',
    argument: '<file>',
    options: { 'data-dir': DATA_DIR },
    run: backup,
  },
  restore: {
    summary: 'Fill an empty database from a backup file.',
    argument: '<file>',
    options: { 'data-dir': DATA_DIR },
    run: restore,
  },
}
