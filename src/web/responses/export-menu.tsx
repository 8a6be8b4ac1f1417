import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { address } from '../api/request.ts'
import { text } from '../text.ts'
import classes from './export.module.css'

const t = text.responses.export
const PATH = '/exports/conversations.csv'

/** Takes the conversations along as a file, with the filters of the page (O7). */
export function ExportMenu({ query }: { query: Record<string, string | undefined> }) {
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
        <Menu.Item
          component="a"
          href={address(PATH, query)}
          download
          leftSection={<IconFileTypeCsv size={18} stroke={1.6} />}
        >
          {t.csv}
          <span className={classes.help}>{t.csvHelp}</span>
        </Menu.Item>
        <Menu.Item
          component="a"
          href={address(PATH, { ...query, bom: 'true' })}
          download
          leftSection={<IconFileSpreadsheet size={18} stroke={1.6} />}
        >
          {t.excel}
          <span className={classes.help}>{t.excelHelp}</span>
        </Menu.Item>
        <div className={classes.note}>{t.note}</div>
      </Menu.Dropdown>
    </Menu>
  )
}
