// Builds what the browser loads: the staff web app and the web chat.
import { build } from 'vite'
import { join } from 'node:path'
import { noteBuilt } from './stale.mjs'

const root = join(import.meta.dirname, '..')
process.chdir(root)
await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
await build({ configFile: join(root, 'vite.widget.config.ts'), logLevel: 'warn' })
noteBuilt()
