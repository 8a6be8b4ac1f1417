import { type Config, readConfig } from '../platform/config.ts'

/** What the command line says, by the name of the option. */
export type Values = Record<string, string | boolean | undefined>

/** The configuration of a command: the environment, with what the command line says over it. */
export function configOf(values: Values, defaults: Record<string, string> = {}): Config {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return readConfig(
    { ...defaults, ...process.env },
    { CANDOR_PORT: text('port'), CANDOR_DATA_DIR: text('data-dir'), CANDOR_ROLES: text('roles') },
  )
}
