// Runs every test and ends with the plain total. A browser is found, or installed where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const REPORT = join(ROOT, '.cache', 'tests.json')
const BROWSERS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const FONTS = ['fonts-noto-color-emoji', 'fonts-dejavu-core']

function findBrowser() {
  return BROWSERS.find((path) => path && existsSync(path))
}

function installBrowser() {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  console.log('Installing Chromium for the tests …')
  const apt = (args) =>
    spawnSync('apt-get', args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt(['update', '-qq'])
  apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium', ...FONTS])
}

if (!findBrowser()) installBrowser()
const browser = findBrowser()
if (!browser) {
  console.error('The tests need Chromium. Install it (Debian: apt install chromium) or set CHROMIUM_PATH.')
  process.exit(1)
}

mkdirSync(join(ROOT, '.cache'), { recursive: true })
rmSync(REPORT, { force: true })
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: browser } },
)

const report = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : null
const passed = report?.numPassedTests ?? 0
// A file that does not even load is a failure, though it has no test to count.
const broken =
  report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? []
const failed = (report?.numFailedTests ?? 1) + broken.length
const skipped = report?.numPendingTests ?? 0
process.exitCode = status === 0 && failed === 0 && passed > 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
