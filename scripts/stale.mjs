// Whether what the browser loads was built from the sources as they are.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const STAMP = join(ROOT, 'dist', '.stamp')
const FOLDERS = ['src/web', 'src/widget', 'src/policy']
const FILES = ['package-lock.json', 'vite.config.ts', 'vite.widget.config.ts']
const BUILT = ['dist/web/index.html', 'dist/widget/widget.js']

function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

function hash() {
  const schemas = filesBelow('src').filter((file) => /[/\\]schema\.ts$/.test(file))
  const files = [...FOLDERS.flatMap(filesBelow), ...schemas, ...FILES.map((file) => join(ROOT, file))]
  const sum = createHash('sha256')
  for (const file of [...new Set(files)].toSorted()) {
    if (/\.test\.tsx?$|\.table\.md$/.test(file)) continue
    sum.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return sum.digest('hex')
}

export function isStale() {
  if (BUILT.some((file) => !existsSync(join(ROOT, file)))) return true
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== hash()
}

export function noteBuilt() {
  writeFileSync(STAMP, hash())
}
