/**
 * Gathers calls and works them off together: under load many share one trip to the database, one alone does
 * not wait. `work` answers each call of a batch in its order. When a batch fails, each of its calls is tried
 * once more by itself, so that one bad call spoils only its own answer.
 *
 * `atOnce` batches run side by side, of at most `most` calls each.
 */
export function together<Call, Answer>(
  work: (calls: Call[]) => Promise<Answer[]>,
  { atOnce, most }: { atOnce: number; most: number },
): (call: Call) => Promise<Answer> {
  type Waiting = { call: Call; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let running = 0
  let scheduled = false

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ call }) => call))
      batch.forEach(({ resolve }, index) => resolve(answers[index]!))
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const one of batch) await settle([one])
    }
  }

  function next(): void {
    scheduled = false
    if (running >= atOnce || waiting.length === 0) return
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    running += 1
    void settle(batch).then(() => {
      running -= 1
      schedule()
    })
    if (waiting.length > 0) schedule()
  }

  /** After the events of this turn, so that requests that came in together go together. */
  function schedule(): void {
    if (scheduled || running >= atOnce) return
    scheduled = true
    setImmediate(next)
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject })
      schedule()
    })
}
