import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there. */
const NEAR_PX = 80

/** The ends of the list by id, how many messages it has, and how many of one's own are on their way. */
type Watched = { first?: string | undefined; last?: string | undefined; messages: number; own: number }

/**
 * Keeps a growing list where its reader is: at the end if he was there, else unmoved (also when older
 * entries come in above), with a count of what is new below.
 */
export function useStick(scroll: RefObject<HTMLDivElement | null>, list: Watched) {
  const [unseen, setUnseen] = useState(0)
  const atEnd = useRef(true)
  const seen = useRef<Watched & { height: number }>({ messages: 0, own: 0, height: 0 })
  const { first, last, messages, own } = list

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
    const isNew = last !== before.last
    const isOlder = !isNew && first !== before.first
    if ((isNew && (before.last === undefined || atEnd.current)) || own > before.own) toEnd()
    else if (isOlder) box.scrollTop += box.scrollHeight - before.height
    else if (isNew) setUnseen((count) => count + Math.max(0, messages - before.messages))
    seen.current = { first, last, messages, own, height: box.scrollHeight }
  }, [scroll, first, last, messages, own, toEnd])

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
