import { expect, it } from 'vitest'
import { keepRunning, type Workers } from './keep-running.ts'
import { silentLog } from './log.ts'

/** Workers that end when they are told to, counted as they are begun. */
function staff() {
  const begun: { end(): void; stopped: boolean }[] = []
  let fails = 0
  async function begin(): Promise<Workers> {
    if (fails > 0) {
      fails -= 1
      throw new Error('the database is away')
    }
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    const one = { end, stopped: false }
    begun.push(one)
    return {
      ended,
      async stop() {
        one.stopped = true
        end()
      },
    }
  }
  return { begun, begin, failNext: (times: number) => (fails = times) }
}

it('O2: workers that end by themselves are begun anew, however often that fails at first', async () => {
  const { begun, begin, failNext } = staff()
  const running = await keepRunning(begin, silentLog, 5)
  failNext(3)
  begun[0]!.end()
  await expect.poll(() => begun.length).toBe(2)
  await running.stop()
  expect(begun.map(({ stopped }) => stopped)).toEqual([false, true])
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(begun).toHaveLength(2)
})

it('O2: what is stopped while it is begun anew stays stopped', async () => {
  const { begun, begin, failNext } = staff()
  const running = await keepRunning(begin, silentLog, 5)
  failNext(1000)
  begun[0]!.end()
  await new Promise((resolve) => setTimeout(resolve, 20))
  await running.stop()
  failNext(0)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(begun).toHaveLength(1)
})

it('O2: what is told to stop while it connects anew stops those that it has begun by then', async () => {
  const { begun, begin } = staff()
  const connected: (() => void)[] = []
  const slowly = async () => {
    if (begun.length > 0) await new Promise<void>((resolve) => connected.push(resolve))
    return begin()
  }
  const running = await keepRunning(slowly, silentLog, 5)
  begun[0]!.end()
  await expect.poll(() => connected.length).toBe(1)
  const stopped = running.stop()
  connected[0]!()
  await stopped
  expect(begun.map(({ stopped: isStopped }) => isStopped)).toEqual([true, true])
})
