import { useEffect, useRef } from 'react'

/**
 * Prints the list once all of it is there. The browser's own key does the same: by itself it would print no more
 * than was read so far.
 */
export function usePrintAll(loadAll: () => Promise<void>): () => void {
  const load = useRef(loadAll)
  useEffect(() => {
    load.current = loadAll
  })
  const print = async (): Promise<void> => {
    await load.current()
    // What was loaded is drawn before it is printed.
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()))
  }
  const latest = useRef(print)
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      if (event.key.toLowerCase() !== 'p') return
      event.preventDefault()
      void latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return () => void print()
}
