import { isUnavailable } from './database-failure.ts'

/**
 * Gathers calls and works them off together: under load many share one trip to the database, one alone does
 * not wait. `work` answers each call of a batch in its order. When a batch fails, each of its calls is tried
 * once more by itself, so that one bad call spoils only its own answer. Once one finds that the database is away, it is
 * for all that come after: each would wait for it in vain.
 *
 * `atOnce` batches run side by side, of at most `most` calls each. With `everyMs` one begins so long after the one before
 * (milliseconds): the calls of a rush make fewer and larger batches, while one alone still does not wait.
 */
export function together<Call, Answer>(
  work: (calls: Call[]) => Promise<Answer[]>,
  { atOnce, most, everyMs = 0 }: { atOnce: number; most: number; everyMs?: number },
): (call: Call) => Promise<Answer> {
  type Waiting = { call: Call; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let running = 0
  let scheduled = false
  let isResting = false

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ call }) => call))
      batch.forEach(({ resolve }, index) => resolve(answers[index]!))
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else await settleEach(batch)
    }
  }

  async function settleEach(batch: Waiting[]): Promise<void> {
    let gone: { error: unknown } | null = null
    for (const { call, resolve, reject } of batch) {
      if (gone) {
        reject(gone.error)
        continue
      }
      try {
        resolve((await work([call]))[0]!)
      } catch (error) {
        if (isUnavailable(error)) gone = { error }
        reject(error)
      }
    }
  }

  function next(): void {
    scheduled = false
    if (running >= atOnce || waiting.length === 0) return
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    running += 1
    if (everyMs > 0) rest()
    void settle(batch).then(() => {
      running -= 1
      schedule()
    })
    if (waiting.length > 0) schedule()
  }

  /** After the events of this turn, so that requests that came in together go together. */
  function schedule(): void {
    if (scheduled || running >= atOnce) return
    if (waiting.length === 0 || (isResting && waiting.length < most)) return
    scheduled = true
    setImmediate(next)
  }

  function rest(): void {
    isResting = true
    setTimeout(() => {
      isResting = false
      schedule()
    }, everyMs)
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject })
      schedule()
    })
}

/** Works calls off in rounds of which none has the same name twice, one after the other. Answers in their order. */
export async function inRounds<Call, Answer>(
  calls: readonly Call[],
  nameOf: (call: Call) => string,
  work: (round: readonly Call[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers = new Map<Call, Answer>()
  for (let left = calls; left.length > 0;) {
    const round = new Map<string, Call>()
    const later: Call[] = []
    for (const call of left) {
      if (round.has(nameOf(call))) later.push(call)
      else round.set(nameOf(call), call)
    }
    const now = [...round.values()]
    const given = await work(now)
    now.forEach((call, index) => answers.set(call, given[index]!))
    left = later
  }
  return calls.map((call) => answers.get(call)!)
}
