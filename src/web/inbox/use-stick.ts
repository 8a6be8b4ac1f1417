import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there. */
const NEAR_PX = 80

/**
 * Keeps a growing list where its reader is: at the end if he was there, else unmoved (also when older
 * entries come in above), with a count of what is new below.
 */
export function useStick(
  scroll: RefObject<HTMLDivElement | null>,
  firstId?: string,
  lastId?: string,
  ownCount = 0,
) {
  const [unseen, setUnseen] = useState(0)
  const atEnd = useRef(true)
  const before = useRef<{
    first?: string | undefined
    last?: string | undefined
    height: number
    own: number
  }>({
    height: 0,
    own: 0,
  })

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
    const { first, last, height, own } = before.current
    const isFirst = last === undefined && lastId !== undefined
    if (isFirst || ownCount > own) toEnd()
    else if (first !== undefined && first !== firstId && last === lastId)
      box.scrollTop += box.scrollHeight - height
    else if (last !== lastId) {
      if (atEnd.current) toEnd()
      else setUnseen((count) => count + 1)
    }
    before.current = { first: firstId, last: lastId, height: box.scrollHeight, own: ownCount }
  }, [scroll, firstId, lastId, ownCount, toEnd])

  useEffect(() => {
    const box = scroll.current
    if (!box) return
    const onScroll = () => {
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
      if (atEnd.current) setUnseen(0)
    }
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight
      before.current.height = box.scrollHeight
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
