import { createContext, type RefObject, useContext, useRef } from 'react'
import { text } from '../text.ts'
import { confirm } from './confirm.tsx'

const t = text.common.unsaved

/** Whether something was typed in the drawer or dialog around a form that is not saved. */
export const Typed = createContext<RefObject<boolean> | null>(null)

/** For a form: notes that something was typed, and that it was saved. */
export function useTyped(): (typed: boolean) => void {
  const ref = useContext(Typed)
  return (typed) => {
    if (ref) ref.current = typed
  }
}

/** For a drawer or dialog: closing it asks first when what was typed would be lost. */
export function useGuardedClose(onClose: () => void): { typed: RefObject<boolean>; close: () => void } {
  const typed = useRef(false)
  const leave = (): void => {
    typed.current = false
    onClose()
  }
  const close = (): void => {
    if (!typed.current) return leave()
    confirm({ title: t.title, body: t.body, confirm: t.leave, onConfirm: leave })
  }
  return { typed, close }
}
