import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TimelineEntry } from '../../../inbox/schema.ts'

/** Closer to the end than this counts as being there. */
const NEAR_PX = 80

/**
 * Keeps a growing list where its reader is: at the end if he was there, else unmoved (also when older
 * entries come in above), with a count of what is new below.
 */
export function useStick(scroll: RefObject<HTMLDivElement | null>, entries: TimelineEntry[], own: number) {
  const [unseen, setUnseen] = useState(0)
  const atEnd = useRef(true)
  const seen = useRef<{ first?: string | undefined; last?: string | undefined; own: number; height: number }>(
    {
      own: 0,
      height: 0,
    },
  )

  const toEnd = useCallback(
    (smooth = false) => {
      const box = scroll.current
      box?.scrollTo({ top: box.scrollHeight, behavior: smooth ? 'smooth' : 'instant' })
      atEnd.current = true
      setUnseen(0)
    },
    [scroll],
  )

  useLayoutEffect(() => {
    const box = scroll.current
    if (!box) return
    const before = seen.current
    const [first, last] = [entries[0]?.id, entries.at(-1)?.id]
    const isNew = last !== before.last
    const isOlder = !isNew && first !== before.first
    if ((isNew && (before.last === undefined || atEnd.current)) || own > before.own) toEnd()
    else if (isOlder) box.scrollTop += box.scrollHeight - before.height
    else if (isNew) setUnseen((count) => count + messagesAfter(entries, before.last))
    seen.current = { first, last, own, height: box.scrollHeight }
  }, [scroll, entries, own, toEnd])

  useEffect(() => {
    const box = scroll.current
    if (!box) return
    const onScroll = () => {
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
      if (atEnd.current) setUnseen(0)
    }
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight
      seen.current.height = box.scrollHeight
    })
    box.addEventListener('scroll', onScroll, { passive: true })
    sizes.observe(box)
    if (box.firstElementChild) sizes.observe(box.firstElementChild)
    return () => {
      box.removeEventListener('scroll', onScroll)
      sizes.disconnect()
    }
  }, [scroll])

  return { unseen, toEnd }
}

function messagesAfter(entries: TimelineEntry[], id: string | undefined): number {
  const from = entries.findIndex((entry) => entry.id === id) + 1
  return entries.slice(from).filter(({ kind }) => kind === 'message').length
}
