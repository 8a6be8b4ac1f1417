import { readLocalStorageValue, useLocalStorage } from '@mantine/hooks'
import { useEffect, useRef } from 'react'

/** Keys to acts: a single key (`j`), or two after another (`g i`). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const SEQUENCE_MS = 900
/** The first key of all pairs. */
const LEADER = 'g'
const WRITTEN_IN = 'input:not([type="radio"], [type="checkbox"])'
const SETTING = 'candor.shortcuts'

/** People who speak or dictate must be able to turn single keys off (WCAG 2.1.4). */
export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useLocalStorage<boolean>({
    key: SETTING,
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  return [on, setOn]
}

/** Listens for keys while the component is shown; silent in fields, menus and dialogs. */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })
  useEffect(() => {
    if (!enabled) return
    let first = ''
    let firstAt = 0
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isBusy(event) || !readLocalStorageValue({ key: SETTING, defaultValue: true })) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      // What follows the leader is the second half of a pair, also where the key alone would do something.
      const isSecond = first === LEADER && event.timeStamp - firstAt < SEQUENCE_MS
      const act = current.current[isSecond ? `${first} ${key}` : key]
      first = isSecond ? '' : key
      firstAt = event.timeStamp
      if (!act) return
      event.preventDefault()
      act(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}

/** Is it something that one writes or chooses in? What is only ticked wants no letters. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest(`${WRITTEN_IN}, textarea, select, [contenteditable="true"]`) !== null
}

/** Does a dialog wait for an answer? */
export const hasDialog = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null

/** A dialog that Escape closes is gone by the time the key gets to us: what counts is what stood before. */
let inDialog = false
window.addEventListener('keydown', () => (inDialog = hasDialog()), { capture: true })

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  if (target?.closest('[role="menu"], [role="listbox"]')) return true
  return isField(target) ? event.key !== 'Escape' : inDialog
}
