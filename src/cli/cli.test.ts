import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { type CandorProcess, runCli, startCandor } from '../../test/kit/process.ts'
import { isRunning } from '../platform/postgres/process-info.ts'
import { readPid } from '../platform/postgres/orphan.ts'

const OWNER = ['--workspace', 'Acme', '--owner-email', 'o@acme.test', '--owner-password', 'long enough here']
let dataDir: string
let running: CandorProcess | undefined
let smtp: MailServer

beforeAll(async () => {
  smtp = await startMailServer()
})
afterAll(() => smtp.close())
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'candor-cli-'))
})
afterEach(async () => {
  await running?.terminate()
  running = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

const api =
  (url: string, key: string) =>
  async (method: string, path: string, body?: object): Promise<any> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return answer.json()
  }

describe('candor', () => {
  it('explains itself', async () => {
    const help = await runCli(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const command of ['start', 'demo', 'setup', 'migrate', 'doctor', 'backup', 'restore']) {
      expect(help.stdout).toContain(command)
      expect((await runCli([command, '--help'])).stdout).toContain('--data-dir')
    }
    expect(await runCli(['strat'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no command "strat"'),
    })
    expect(await runCli(['start', '--prot', '1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--prot'),
    })
  })

  it('setup: makes a workspace while Candor runs and while it does not', async () => {
    const before = await runCli(['setup', ...OWNER, '--json', '--data-dir', dataDir])
    expect(before).toMatchObject({ code: 0, stderr: '' })
    const made = JSON.parse(before.stdout)
    expect(made).toEqual({
      workspace_id: expect.any(String),
      api_key: expect.any(String),
      owner_email: 'o@acme.test',
    })
    running = await startCandor({ dataDir })
    const during = await runCli(['setup', ...OWNER, '--json', '--data-dir', dataDir])
    expect(JSON.parse(during.stdout).workspace_id).not.toBe(made.workspace_id)
    expect((await api(running.url, made.api_key)('GET', '/me')).workspace.name).toBe('Acme')
  })

  it('setup: says what is missing', async () => {
    const { code, stderr } = await runCli([
      'setup',
      '--workspace',
      'A',
      '--owner-password',
      'short',
      '--data-dir',
      dataDir,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('--owner-email is missing')
    expect(stderr).toContain('--owner-password must have at least 10 characters')
  })

  it('start: refuses a second copy on the same folder, and a port that is taken, in plain words', async () => {
    running = await startCandor({ dataDir })
    const second = await runCli(['start', '--port', '0', '--data-dir', dataDir])
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('Another Candor') })
    const other = mkdtempSync(join(tmpdir(), 'candor-cli-'))
    const taken = await runCli(['start', '--port', new URL(running.url).port, '--data-dir', other])
    // Nothing was begun that would have to be ended again.
    expect(existsSync(join(other, 'postgres'))).toBe(false)
    rmSync(other, { recursive: true, force: true })
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('port is taken') })
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
  })

  it('start: drains on SIGTERM and leaves no database behind', async () => {
    const candor = await startCandor({ dataDir })
    const pid = readPid(join(dataDir, 'postgres/postmaster.pid'))!
    expect(await candor.terminate()).toBe(0)
    expect(isRunning(pid)).toBe(false)
  })

  it('doctor: finds what works and what to do', async () => {
    const { code, stdout } = await runCli(['doctor', '--json', '--data-dir', dataDir])
    expect(code).toBe(0)
    const { findings } = JSON.parse(stdout)
    expect(findings.find((each: any) => each.check === 'Database')).toMatchObject({ state: 'ok' })
    expect(findings.find((each: any) => each.check === 'Mail').message).toContain('CANDOR_SMTP_URL')
    const broken = await runCli(['doctor', '--data-dir', dataDir], { CANDOR_SMTP_URL: 'smtp://127.0.0.1:1' })
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('PROBLEM  Mail') })
    expect(broken.stdout).toMatch(/PROBLEM {2}Sender: .*CANDOR_MAIL_FROM/)
    const named = await runCli(['doctor', '--data-dir', dataDir], {
      CANDOR_SMTP_URL: smtp.url,
      CANDOR_MAIL_FROM: 'Juniper Support <support@juniper.example>',
    })
    expect(named).toMatchObject({ code: 0, stdout: expect.stringContaining('ok       Sender') })
  })

  it('O2: a survey that became due while Candor was down goes out once when it is back, also out of a backup', async () => {
    const made = JSON.parse((await runCli(['setup', ...OWNER, '--json', '--data-dir', dataDir])).stdout)
    const env = { CANDOR_SMTP_URL: smtp.url, CANDOR_MAIL_FROM: 'a@acme.test' }
    const first = await startCandor({ dataDir, env })
    const call = api(first.url, made.api_key)
    await call('PUT', '/settings/csat', {
      preset: 'per_resolution',
      policy: { enabled: true, trigger: { delay: 'PT2S' } },
    })
    const conversation = await call('POST', '/conversations', {
      channel: 'email',
      contact: { email: 'c@example.com' },
    })
    const { survey } = await call('POST', `/conversations/${conversation.id}/status`, { status: 'resolved' })
    expect(survey.state).toBe('scheduled')
    const file = join(dataDir, 'copy.gz')
    expect((await runCli(['backup', file, '--data-dir', dataDir])).code).toBe(0)
    await first.kill()

    const restored = join(dataDir, 'restored')
    expect(await runCli(['restore', file, '--data-dir', restored])).toMatchObject({ code: 0 })
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(survey.due_at) - Date.now())))
    const second = await startCandor({ dataDir: restored, env })
    const mails = await smtp.waitFor(1)
    expect(mails.map(({ mail }) => mail.messageId)).toEqual([`<survey.${survey.id}@acme.test>`])
    expect((await api(second.url, made.api_key)('GET', `/conversations/${conversation.id}`)).id).toBe(
      conversation.id,
    )
    expect(await second.terminate()).toBe(0)
  })

  it('restore: takes no half file and no database in use', async () => {
    await runCli(['setup', ...OWNER, '--data-dir', dataDir])
    const file = join(dataDir, 'copy.gz')
    await runCli(['backup', file, '--data-dir', dataDir])
    expect(await runCli(['restore', file, '--data-dir', dataDir])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has a workspace already'),
    })
    const half = join(dataDir, 'half.gz')
    writeFileSync(half, readFileSync(file).subarray(0, 900))
    const empty = join(dataDir, 'empty')
    expect(await runCli(['restore', half, '--data-dir', empty])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was restored'),
    })
    expect((await runCli(['restore', file, '--data-dir', empty])).code).toBe(0)
  })
})
