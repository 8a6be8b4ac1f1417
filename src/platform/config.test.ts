import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'candor-config-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('configuration', () => {
  it('says all that is wrong at once, and no secret with it', () => {
    const read = () =>
      readConfig({
        CANDOR_PORT: 'http',
        DATABASE_URL: 'mysql://u:hunter2@h/db',
        CANDOR_PUBLIC_URL: 'support.example',
        CANDOR_SECRET: 'too short',
        CANDOR_ROLES: 'web,cook',
      })
    expect(read).toThrow(ConfigError)
    for (const name of [
      'CANDOR_PORT',
      'DATABASE_URL',
      'CANDOR_PUBLIC_URL',
      'CANDOR_SECRET',
      'CANDOR_ROLES',
    ]) {
      expect(read).toThrow(name)
    }
    expect(read).not.toThrow(/hunter2|too short/)
  })

  it('keeps a secret of its own, readable by the owner only and the same every time', () => {
    const first = readConfig({ CANDOR_DATA_DIR: dataDir })
    expect(first.secret.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
    expect(readConfig({ CANDOR_DATA_DIR: dataDir }).secret).toBe(first.secret)
    expect(readFileSync(join(dataDir, 'secret'), 'utf8').trim()).toBe(first.secret)
  })

  it('lets the command line win over the environment, and takes an empty value for none', () => {
    const config = readConfig(
      { CANDOR_PORT: '4000', CANDOR_DATA_DIR: dataDir, CANDOR_SMTP_URL: '' },
      { CANDOR_PORT: '5000' },
    )
    expect(config).toMatchObject({ port: 5000, smtpUrl: null, publicUrl: 'http://localhost:5000' })
  })
})
