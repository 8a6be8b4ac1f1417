import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { text } from '../../text.ts'
import './print.css'

const t = text.insights.print

/** Prints the page, in ink on white. */
export function PrintButton({ onClick = () => window.print() }: { onClick?: () => void }) {
  return (
    <Tooltip label={t.action}>
      <ActionIcon variant="default" size={30} aria-label={t.action} onClick={onClick}>
        <IconPrinter size={15} />
      </ActionIcon>
    </Tooltip>
  )
}
