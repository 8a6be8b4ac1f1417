import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { address } from '../../api/request.ts'
import { text } from '../../text.ts'
import classes from './export.module.css'

const t = text.responses.export
const PATH = '/exports/conversations.csv'
/** What the days are about: like on the screen the answers, or who was asked. */
const DAYS_OF = ['answered', 'asked'] as const

/** Takes the conversations along as a file, with the filters of the page (O7). */
export function ExportMenu({ query }: { query: Record<string, string | undefined> }) {
  const [by, setBy] = useState<(typeof DAYS_OF)[number]>('answered')
  const asked = { ...query, by }
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={15} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {t.action}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={by}
          onChange={(value) => setBy(DAYS_OF.find((each) => each === value) ?? 'answered')}
        >
          {DAYS_OF.map((each) => (
            <Menu.RadioItem key={each} value={each}>
              {t.by[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          component="a"
          href={address(PATH, asked)}
          download
          leftSection={<IconFileTypeCsv size={18} stroke={1.6} />}
        >
          {t.csv[by]}
          <span className={classes.help}>{t.csvHelp[by]}</span>
        </Menu.Item>
        <Menu.Item
          component="a"
          href={address(PATH, { ...asked, bom: 'true' })}
          download
          leftSection={<IconFileSpreadsheet size={18} stroke={1.6} />}
        >
          {t.excel[by]}
          <span className={classes.help}>{t.excelHelp}</span>
        </Menu.Item>
        <div className={classes.note}>{t.note}</div>
      </Menu.Dropdown>
    </Menu>
  )
}
