import { type FocusEvent, useCallback, useRef } from 'react'

/** So long a press may take: what is said beneath a field must not move the button that is being pressed. */
const PRESS_MS = 200

/** Tells which field was left, by the mark (`data-field`) that is around it. For a container of them. */
export function useTouch(onTouched: (field: string) => void): (event: FocusEvent) => void {
  const tell = useRef(onTouched)
  tell.current = onTouched
  return useCallback((event) => {
    const mark = event.target.closest<HTMLElement>('[data-field]')
    const field = mark?.dataset['field']
    const isInside = event.relatedTarget instanceof Node && mark?.contains(event.relatedTarget)
    // Who looked at what could be added has not left anything out yet.
    if (field === undefined || field === 'steps' || isInside) return
    setTimeout(() => tell.current(field), PRESS_MS)
  }, [])
}
