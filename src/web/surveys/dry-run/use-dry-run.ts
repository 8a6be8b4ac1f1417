import { useCallback, useEffect, useRef, useState } from 'react'
import type { DryRunLine, DryRunProgress, DryRunResult } from '../../../dry-run/schema.ts'
import { ApiProblem, call, callLines } from '../../api/request.ts'
import { text } from '../../text.ts'

export type DryRunBody = { preset?: string; policy: unknown }

export type DryRunState =
  | { kind: 'running'; progress: DryRunProgress | null }
  | { kind: 'done'; result: DryRunResult }
  | { kind: 'failed'; error: unknown }
  | { kind: 'cancelled' }

const PATH = '/settings/csat/dry-run'
/** So many differing resolutions come at once. */
const LIMIT = 20

/** Tries a change over so many days while `active`; leaving, or another number of days, ends it on the server too. */
export function useDryRun(body: DryRunBody, days: number, active: boolean) {
  const [state, setState] = useState<DryRunState>({ kind: 'running', progress: null })
  const [loadingMore, setLoadingMore] = useState(false)
  const running = useRef<AbortController | null>(null)
  const request = useRef(body)
  request.current = body

  const start = useCallback(() => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const set = (next: DryRunState): void => {
      if (running.current === controller) setState(next)
    }
    set({ kind: 'running', progress: null })
    setLoadingMore(false)
    const { signal } = controller
    let isOver = false
    callLines<DryRunLine>(PATH, { body: { ...request.current, days, limit: LIMIT }, signal }, (line) => {
      if ('progress' in line) set({ kind: 'running', progress: line.progress })
      else if ('result' in line) {
        isOver = true
        set({ kind: 'done', result: line.result })
      } else throw new ApiProblem(line.problem.status, line.problem.detail)
    })
      .then(() => {
        if (!isOver) throw new ApiProblem(0, text.dryRun.cutOff)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) set({ kind: 'failed', error })
      })
  }, [days])

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
  }, [])

  useEffect(() => {
    if (!active) return
    start()
    return stop
  }, [active, start, stop])

  async function loadMore(): Promise<void> {
    const controller = running.current
    if (state.kind !== 'done' || !controller) return
    setLoadingMore(true)
    try {
      const more = await call<DryRunResult>('POST', PATH, {
        body: { ...request.current, days, limit: LIMIT, cursor: state.result.differing.next_cursor },
        signal: controller.signal,
      })
      if (running.current !== controller) return
      const data = [...state.result.differing.data, ...more.differing.data]
      setState({ kind: 'done', result: { ...state.result, differing: { ...more.differing, data } } })
    } catch (error) {
      if (running.current === controller && !controller.signal.aborted) setState({ kind: 'failed', error })
    } finally {
      if (running.current === controller) setLoadingMore(false)
    }
  }

  return {
    state,
    start,
    cancel: () => {
      stop()
      setState({ kind: 'cancelled' })
    },
    loadMore: () => void loadMore(),
    loadingMore,
  }
}
