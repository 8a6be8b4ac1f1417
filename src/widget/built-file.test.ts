import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { beforeAll, expect, it } from 'vitest'

let script = ''

beforeAll(async () => {
  await build({
    configFile: 'vite.widget.config.ts',
    logLevel: 'error',
    build: { outDir: 'node_modules/.cache/widget-test' },
  })
  script = await readFile('node_modules/.cache/widget-test/widget.js', 'utf8')
})

it('I8: the widget is one file of at most 15 KB (gzip)', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(15 * 1024)
})

it('I8: nothing in it parses markup or runs text', () => {
  expect(script.length).toBeGreaterThan(10_000)
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/)
})
