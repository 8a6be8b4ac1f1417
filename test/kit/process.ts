import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

export type CandorProcess = {
  url: string
  child: ChildProcess
  output(): string
  /** SIGKILL to the whole process group: Node, and whatever it has not moved out of it. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code after draining. */
  terminate(): Promise<number | null>
}

/** Runs the real command line in a process group of its own and waits until it says that it is ready. */
export async function startCandor(options: {
  dataDir: string
  env?: Record<string, string>
  args?: string[]
}): Promise<CandorProcess> {
  const child = spawn(
    process.execPath,
    [CLI, 'start', '--port', '0', '--data-dir', options.dataDir, ...(options.args ?? [])],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', CANDOR_LOG_LEVEL: 'warn', ...options.env },
    },
  )
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const ready = /ready at (http:\/\/\S+)/.exec(output)
      if (ready) resolve(ready[1]!)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void exited.then((code) => reject(new Error(`candor start ended with ${code}\n${output}`)))
  })
  return {
    url,
    child,
    output: () => output,
    async kill() {
      process.kill(-child.pid!, 'SIGKILL')
      await exited
    },
    async terminate() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** Runs a command to its end. */
export async function runCli(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}
