import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'

/** Says on hover, on focus and on touch how a number came to be. */
export function Explain({ lines, children }: { lines: (string | null)[]; children: ReactElement }) {
  const said = lines.filter((line) => line !== null)
  return (
    <Tooltip
      events={{ hover: true, focus: true, touch: true }}
      openDelay={250}
      withinPortal
      label={
        <span style={{ display: 'grid', gap: 5 }}>
          {said.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      }
    >
      {children}
    </Tooltip>
  )
}
