// Types, lint, format, unused code: each runs, also after one has failed.
import { spawnSync } from 'node:child_process'

const STEPS = [
  { name: 'Types', tool: 'tsc', args: ['-p', 'tsconfig.json'] },
  {
    name: 'Types of the policy, which may import nothing',
    tool: 'tsc',
    args: ['-p', 'src/policy/tsconfig.json'],
  },
  { name: 'Types of the web app', tool: 'tsc', args: ['-p', 'src/web/tsconfig.json'] },
  { name: 'Types of the web chat', tool: 'tsc', args: ['-p', 'src/widget/tsconfig.json'] },
  { name: 'Lint', tool: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'Format', tool: 'oxfmt', args: ['--check'] },
  { name: 'Unused code', tool: 'knip', args: [] },
  // What only tests use is marked @internal where it stands.
  { name: 'Code that only tests use', tool: 'knip', args: ['--production', '--include=files,exports,types'] },
]

let failed = 0
for (const { name, tool, args } of STEPS) {
  const began = performance.now()
  const { status } = spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
