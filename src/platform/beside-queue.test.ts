import { expect, it, vi } from 'vitest'
import { besideQueue } from './beside-queue.ts'
import { silentLog } from './log.ts'

/** Work that ends when it is told to. */
function work() {
  let end = (): void => {}
  let fail = (_error: Error): void => {}
  const done = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return { run: () => done, end, fail }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
/** What a promise has come to by now. */
async function soFar<T>(promise: Promise<T>): Promise<T | 'waits'> {
  await turn()
  return Promise.race([promise, Promise.resolve('waits' as const)])
}

it('O9: what is begun is known by its name until it is done, and nobody waits for it', async () => {
  const beside = besideQueue(silentLog, 'a call')
  const [one, two] = [work(), work()]
  beside.begin('one', one.run)
  beside.begin('two', two.run)
  expect([beside.size, beside.has('one'), beside.has('three')]).toEqual([2, true, false])
  one.end()
  await turn()
  expect([beside.size, beside.has('one'), beside.has('two')]).toEqual([1, false, true])
  const settled = beside.settled()
  expect(await soFar(settled)).toBe('waits')
  two.end()
  expect([await settled, await beside.settled()]).toEqual([true, false])
})

it('O9: what goes wrong is in the log under its name, and is over like the rest', async () => {
  const warn = vi.spyOn(silentLog, 'warn')
  const beside = besideQueue(silentLog, 'a call')
  const bad = work()
  beside.begin('bad', bad.run)
  const error = new Error('no')
  bad.fail(error)
  expect(await beside.settled()).toBe(true)
  expect([beside.size, beside.has('bad')]).toEqual([0, false])
  expect(warn).toHaveBeenCalledExactlyOnceWith({ err: error, name: 'bad' }, 'a call was left in the middle')
  warn.mockRestore()
})

it('O9: stopped it says so at once, and is gone when everything under way is done', async () => {
  const beside = besideQueue(silentLog, 'a call')
  const one = work()
  beside.begin('one', one.run)
  expect(beside.isStopping).toBe(false)
  const stopped = beside.stop().then(() => 'gone')
  expect(beside.isStopping).toBe(true)
  expect(await soFar(stopped)).toBe('waits')
  one.end()
  expect(await stopped).toBe('gone')
})

it('O9: who waits for room is told when something is over, and when nothing more is to be begun', async () => {
  const beside = besideQueue(silentLog, 'a call')
  const [one, two] = [work(), work()]
  beside.begin('one', one.run)
  beside.begin('two', two.run)
  const next = beside.next()
  expect(await soFar(next)).toBe('waits')
  one.end()
  await next
  expect(beside.size).toBe(1)
  const another = beside.next()
  const stopped = beside.stop()
  await another
  await beside.next()
  expect(beside.size).toBe(1)
  two.end()
  await stopped
})
