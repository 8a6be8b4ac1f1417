import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import type { Scope } from '../filters/scope.ts'

type Props = Omit<ComponentProps<'a'>, 'href' | 'ref'> & {
  scope: Pick<Scope, 'query' | 'mayRead'>
  /** What narrows it further: the score, the name of a row, the days of a bar. */
  and?: Record<string, string | number | undefined>
  children: ReactNode
  ref?: (element: HTMLElement | null) => void
}

/** Leads to the answers behind a number, with the same period and filters; plain text for those who may not read. */
export function ToResponses({ scope, and = {}, children, ref, ...rest }: Props) {
  if (!scope.mayRead) {
    // A picture keeps its words and its place for the keyboard; of a number, the number is what there is to read.
    const { 'aria-label': label, tabIndex, ...plain } = rest as ComponentProps<'span'>
    const isPicture = rest.role === 'img'
    return (
      <span ref={ref} {...plain} {...(isPicture ? { 'aria-label': label, tabIndex } : {})}>
        {children}
      </span>
    )
  }
  return (
    <Link to={'/responses' as '/inbox'} search={{ ...scope.query, ...and } as never} ref={ref} {...rest}>
      {children}
    </Link>
  )
}
