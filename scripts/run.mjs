// The way in for every npm script. Runs on Node 20 or later with nothing installed: installs the packages,
// builds what the browser loads if it is stale, and goes on under the pinned Node. Progress goes to
// stderr, so that a command's own answer is all there is on stdout.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const MIN_MAJOR = 24
const STAMP = join(ROOT, 'node_modules', '.candor-installed')

const say = (text) => process.stderr.write(`${text}\n`)
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')

/** Runs a command, shows that it is alive, keeps its output in a file. */
function runQuietly(label, command, args, logName) {
  const logDir = join(ROOT, '.cache')
  mkdirSync(logDir, { recursive: true })
  const logFile = join(logDir, logName)
  const log = createWriteStream(logFile)
  const began = process.hrtime.bigint()
  const seconds = () => Math.round(Number(process.hrtime.bigint() - began) / 1e9)
  say(`${label} …`)
  const timer = setInterval(() => say(`${label} … ${seconds()} s`), 10_000)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      log.end(() => {
        if (code === 0) return resolve()
        const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-12).join('\n')
        reject(
          new Error(`${label} failed (${command} ${args.join(' ')}).\n\n${tail}\n\nAll of it: ${logFile}`),
        )
      })
    })
  })
}

async function install() {
  const isCurrent = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash()
  if (isCurrent) return
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  await runQuietly('Installing packages', command, [...args, 'ci', '--no-audit', '--no-fund'], 'install.log')
  writeFileSync(STAMP, lockHash())
}

/** The pinned Node that npm installed for this platform, else the running one if it is new enough. */
function findNode() {
  const pinned = join(ROOT, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= MIN_MAJOR) return process.execPath
  throw new Error(
    `Candor needs Node ${MIN_MAJOR} or later on ${process.platform}-${process.arch}; this is ${process.version}. ` +
      'Install it from https://nodejs.org and run the same command again.',
  )
}

/** Becomes the command: same streams, same signals, same exit code. */
function become(node, args) {
  const child = spawn(node, args, { cwd: ROOT, stdio: 'inherit', env: withNodeFirst(node) })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to the whole group: the child has it already.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1)
  })
}

function withNodeFirst(node) {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}` }
}

const TASKS = {
  start: { build: true, script: 'src/cli.ts', args: ['start'] },
  demo: { build: true, script: 'src/cli.ts', args: ['demo'] },
  candor: { build: false, script: 'src/cli.ts', args: [] },
  test: { build: true, script: 'scripts/test.mjs', args: [] },
  check: { build: false, script: 'scripts/check.mjs', args: [] },
}

try {
  const [name, ...rest] = process.argv.slice(2)
  const task = TASKS[name]
  if (!task) throw new Error(`Usage: node scripts/run.mjs ${Object.keys(TASKS).join('|')}`)
  await install()
  const node = findNode()
  const builds = task.build || (name === 'candor' && ['start', 'demo'].includes(rest[0]))
  if (builds) {
    const { isStale } = await import('./stale.mjs')
    if (isStale()) await runQuietly('Building the web app', node, ['scripts/build.mjs'], 'build.log')
  }
  become(node, ['--disable-warning=ExperimentalWarning', task.script, ...task.args, ...rest])
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
