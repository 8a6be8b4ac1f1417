import type { ReactNode } from 'react'

/** Marks where a field of the definition is edited, so that what is wrong with it can be said and found. */
export function Field({ at, children }: { at: string; children: ReactNode }) {
  return <div data-field={at}>{children}</div>
}

/** What the check says of a field, as a sentence beneath it: "Must not be empty." */
export function sentence(problem: string | undefined): string | undefined {
  return problem && `${problem.replace(/^./, (letter) => letter.toUpperCase())}.`
}
