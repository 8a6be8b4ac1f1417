type Waiting = { call: (isOn: boolean) => void; timer: NodeJS.Timeout }

/** Turns at something. `come` answers true when it is one's turn, which `go` ends. */
type Turns = { come(mayWait?: boolean): Promise<boolean>; go(): void }

/**
 * Turns at something that bears only so many at once, a number that changes: whoever comes waits in the order of coming.
 * He hears false, and has no turn, when nobody is let in any more, when too many wait already, or when he has waited for
 * so long (milliseconds).
 */
export function makeTurns(
  places: () => number,
  { patienceMs, atMost }: { patienceMs: number; atMost: number },
): Turns {
  let busy = 0
  const waiting: Waiting[] = []

  function call(isOn: boolean): void {
    const next = waiting.shift()!
    clearTimeout(next.timer)
    if (isOn) busy += 1
    next.call(isOn)
  }

  /** All wait equally long, so whose time is up stands first. */
  function loseFirst(): void {
    call(false)
  }

  return {
    come(mayWait = true) {
      if (waiting.length === 0 && busy < places()) {
        busy += 1
        return Promise.resolve(true)
      }
      if (!mayWait || waiting.length >= atMost || places() === 0) return Promise.resolve(false)
      return new Promise((resolve) => {
        waiting.push({ call: resolve, timer: setTimeout(loseFirst, patienceMs) })
      })
    },
    go() {
      busy -= 1
      while (waiting.length > 0 && places() === 0) call(false)
      while (waiting.length > 0 && busy < places()) call(true)
    },
  }
}
