import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { parseSync } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** One import of a source file. `to` is a path such as `src/inbox/find.ts`, or the name of a package. */
export type Import = { to: string; isLocal: boolean; isTypeOnly: boolean }

/** A source file as its syntax tree says it is; `reads` are calls such as `Date.now` and `new Date()`. */
export type Source = {
  path: string
  /** `inbox` of `src/inbox/find.ts`; `app.ts` of `src/app.ts`. */
  folder: string
  isTest: boolean
  imports: Import[]
  /** Whether it passes on values of other files. */
  reExports: boolean
  /** Every call, `new` and member by its dotted name: `Date.now()`, `new Date()`, `Math.random`. */
  uses: string[]
  /** Status codes from 400 on that it answers with. */
  failureCodes: number[]
  /** Its text in template strings, which is where the SQL is. */
  templates: string[]
  /** The tables it names, in Kysely's calls and in SQL. */
  tables: { table: string; writes: boolean }[]
}

type Node = { type: string; [key: string]: unknown }

/** For tests: all TypeScript under `src`, read with a real parser, so that comments and strings do not count. */
export function readSources(): Source[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).toSorted().map(readSource)
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const imports: Import[] = []
  const add = (specifier: string, isTypeOnly: boolean): void => {
    const isLocal = specifier.startsWith('.')
    imports.push({ to: isLocal ? join(dirname(path), specifier) : specifier, isLocal, isTypeOnly })
  }
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType))
  }
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.filter((entry) => entry.moduleRequest !== null),
  )
  for (const entry of passedOn) add(entry.moduleRequest!.value, entry.isType)

  const source: Source = {
    path,
    folder: path.split('/')[1]!,
    isTest: /\.test\.tsx?$/.test(path),
    imports,
    reExports: passedOn.some((entry) => !entry.isType),
    uses: [],
    failureCodes: [],
    templates: [],
    tables: [],
  }
  walk(program as unknown as Node, (node) => look(node, source, add))
  return source
}

function look(node: Node, source: Source, add: (specifier: string, isTypeOnly: boolean) => void): void {
  switch (node.type) {
    case 'ImportExpression': {
      const { value } = node['source'] as Node
      if (typeof value === 'string') add(value, false)
      break
    }
    case 'TSImportType': {
      const { value } = (node['source'] ?? node['argument']) as Node
      if (typeof value === 'string') add(value, true)
      break
    }
    case 'MemberExpression':
      source.uses.push(nameOf(node))
      break
    case 'NewExpression': {
      const { length } = node['arguments'] as unknown[]
      source.uses.push(`new ${nameOf(node['callee'] as Node)}(${length === 0 ? '' : '…'})`)
      break
    }
    case 'CallExpression': {
      const name = nameOf(node['callee'] as Node)
      source.uses.push(`${name}()`)
      const [first, second] = node['arguments'] as Node[]
      const isRows = name === 'insertRows'
      const named = (isRows ? second : first)?.['value']
      const isTable =
        isRows || /\.(selectFrom|updateTable|insertInto|deleteFrom|(inner|left|right|full)Join)$/.test(name)
      if (isTable && typeof named === 'string') {
        const writes = isRows || /\.(updateTable|insertInto|deleteFrom)$/.test(name)
        source.tables.push({ table: named.split(' ')[0]!, writes })
      }
      if (/\.(code|status)$/.test(name)) addCode(source, first)
      break
    }
    case 'Property':
      if (/^(status|statusCode)$/.test(String((node['key'] as Node)['name']))) {
        addCode(source, node['value'] as Node)
      }
      break
    case 'TemplateElement':
      source.templates.push((node['value'] as { raw: string }).raw)
      source.tables.push(...tablesIn((node['value'] as { raw: string }).raw))
      break
    case 'Literal':
      if (typeof node['value'] === 'string' && SQL.test(node['value']))
        source.tables.push(...tablesIn(node['value']))
      break
    default:
  }
}

const SQL = /^\s*(select|insert|update|delete|with)\b/

/** The words that stand where SQL names a table. In prose they are words of any kind. */
function tablesIn(sql: string): Source['tables'] {
  return [...sql.matchAll(/\b(delete from|insert into|update|from|join)\s+([a-z_]+)\b/g)].map(
    ([, verb, table]) => ({
      table: table!,
      writes: verb !== 'from' && verb !== 'join',
    }),
  )
}

function addCode(source: Source, node: Node | undefined): void {
  const value = node?.['value']
  if (typeof value === 'number' && value >= 400 && value < 600) source.failureCodes.push(value)
}

/** `Date.now` for the expression `Date.now`; `…` stands for what has no name. */
function nameOf(node: Node): string {
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression') return '…'
  return `${nameOf(node['object'] as Node)}.${String((node['property'] as Node)['name'] ?? '…')}`
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const child of Object.values(node).flat()) {
    if (child !== null && typeof child === 'object' && 'type' in child) walk(child as Node, visit)
  }
}
