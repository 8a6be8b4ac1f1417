import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { text } from '../../text.ts'
import { Failed } from '../../ui/failed.tsx'

type Props<T> = { query: UseQueryResult<T>; height: number; children: (data: T) => ReactNode }

/** A part of a page that has its own numbers: a place kept while they come, a way to try again if they do not. */
export function Loaded<T>({
  query: { data, error, refetch, isPlaceholderData },
  height,
  children,
}: Props<T>) {
  if (data !== undefined) {
    return (
      <div aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
        {children(data)}
      </div>
    )
  }
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div role="status" aria-label={text.common.loading}>
      <Skeleton h={height} radius="lg" />
    </div>
  )
}
