/**
 * What something costs this thread in milliseconds of its processor. What others do on the machine meanwhile does not
 * count.
 */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** Below this nothing can be told apart from noise. */
const MEASURABLE_MS = 5

/**
 * How many times as much four times the input costs: about 4 where each part of it is looked at once, 16 where each is
 * looked at for every other. No machine is too slow for that, and none too busy.
 */
export async function growthOf(work: (size: number) => unknown, size: number): Promise<number> {
  const cost = async (of: number): Promise<number> => {
    const costs: number[] = []
    for (let at = 0; at < 3; at += 1) costs.push(await cpuOf(() => work(of)))
    return Math.max(Math.min(...costs), MEASURABLE_MS)
  }
  // Once for nothing: until then it is compiled.
  await cpuOf(() => work(size))
  const once = await cost(size)
  return (await cost(size * 4)) / once
}
