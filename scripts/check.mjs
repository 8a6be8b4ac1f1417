// Types, lint, format, unused code: each runs, also after one has failed.
import { spawnSync } from 'node:child_process'

const STEPS = [
  ['Types', 'tsc', ['-p', 'tsconfig.json']],
  ['Types of the policy, which may import nothing', 'tsc', ['-p', 'src/policy/tsconfig.json']],
  ['Types of the web app', 'tsc', ['-p', 'src/web/tsconfig.json']],
  ['Types of the web chat', 'tsc', ['-p', 'src/widget/tsconfig.json']],
  ['Lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['Format', 'oxfmt', ['--check']],
  ['Unused code', 'knip', []],
]

let failed = 0
for (const [name, tool, args] of STEPS) {
  const began = performance.now()
  const { status } = spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
