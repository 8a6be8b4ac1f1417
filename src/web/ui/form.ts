import { type FormEvent, useState } from 'react'
import { ApiProblem, fieldErrors, messageOf } from '../api/request.ts'
import { useTyped } from './guarded.ts'

type Checks<T> = { [Key in keyof T]?: (value: T[Key]) => string | null }

type Options<T> = {
  initial: T
  checks?: Checks<T>
  submit: (values: T) => Promise<void>
  /** The words for a refusal that has better ones than the server's. */
  explain?: (problem: ApiProblem) => string | undefined
}

/** A small form: values, problems at their fields (ours and the server's), one message for everything else. */
export function useForm<T extends Record<string, unknown>>({
  initial,
  checks = {},
  submit,
  explain,
}: Options<T>) {
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({})
  const [message, setMessage] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const noteTyped = useTyped()

  function set<Key extends keyof T>(key: Key, value: T[Key]): void {
    noteTyped(true)
    setValues((before) => ({ ...before, [key]: value }))
    setErrors((before) => ({ ...before, [key]: undefined }))
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    event.stopPropagation()
    if (busy) return
    const found = findProblems(values, checks)
    setErrors(found)
    setMessage(null)
    if (Object.keys(found).length > 0) return focusFirst(event.currentTarget)
    const form = event.currentTarget
    setBusy(true)
    try {
      await submit(values)
      noteTyped(false)
    } catch (error) {
      const known = Object.fromEntries(
        Object.entries(fieldErrors(error)).filter(([field]) => field in values),
      )
      setErrors(known)
      const better = error instanceof ApiProblem ? explain?.(error) : undefined
      if (Object.keys(known).length === 0) setMessage(better ?? messageOf(error))
      focusFirst(form)
    } finally {
      setBusy(false)
    }
  }

  return { values, set, errors, message, busy, onSubmit }
}

function findProblems<T extends Record<string, unknown>>(
  values: T,
  checks: Checks<T>,
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const key of Object.keys(checks) as (keyof T & string)[]) {
    const problem = checks[key]?.(values[key])
    if (problem) found[key] = problem
  }
  return found
}

function focusFirst(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

/** Roughly an email address; the server has the last word. */
export const isEmail = (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())
