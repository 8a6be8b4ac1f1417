import {
  IconCalendarEvent,
  IconDownload,
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconMail,
  IconPhoto,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Attachment } from '../../../inbox/attachment-schema.ts'
import { text } from '../../text.ts'
import classes from './message-files.module.css'

const t = text.inbox.timeline
const ICON = { size: 18, 'aria-hidden': true } as const

/** What came with a message: to be saved by a click, pictures also to be seen. What was not kept is named. */
export function MessageFiles({ conversationId, files }: { conversationId: string; files: Attachment[] }) {
  return (
    <ul className={classes.files} aria-label={t.files}>
      {files.map((file) => (
        <li key={file.id}>
          {file.left_out ? (
            <div className={classes.file} data-left-out title={t.fileStays}>
              {iconOf(file)}
              <Facts file={file} more={t.fileLeftOut[file.left_out]} />
            </div>
          ) : (
            <Kept file={file} href={`/api/v1/conversations/${conversationId}/attachments/${file.id}`} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Kept({ file, href }: { file: Attachment; href: string }) {
  const [isBroken, setBroken] = useState(false)
  const isShown = isPicture(file) && !isBroken
  return (
    <a className={classes.file} href={href} download={file.file_name} title={file.file_name}>
      {isShown ? (
        <img src={href} alt="" loading="lazy" width={64} height={48} onError={() => setBroken(true)} />
      ) : (
        iconOf(file)
      )}
      <Facts file={file} />
      <IconDownload size={16} aria-hidden />
    </a>
  )
}

function Facts({ file: { file_name: name, size }, more }: { file: Attachment; more?: string }) {
  // The ending says what it is: it stays when the name is too long.
  const at = name.length > 12 ? name.length - 8 : name.length
  const facts = [size === null ? null : fileSize(size), more].filter(Boolean)
  return (
    <span className={classes.facts}>
      <span className={classes.name}>
        <bdi className={classes.start}>{name.slice(0, at)}</bdi>
        <bdi>{name.slice(at)}</bdi>
      </span>
      {facts.length > 0 && <span className={classes.about}>{facts.join(' · ')}</span>}
    </span>
  )
}

/** A mail without words says the names of its files: those stand below already. */
export function isNamesOf(files: Attachment[], body: unknown): boolean {
  const attached = files.filter(({ inline }) => !inline)
  return attached.length > 0 && body === attached.map(({ file_name: name }) => `[${name}]`).join(' ')
}

/** Larger ones would be loaded whole to be shown small. */
const MOST_SHOWN = 3 * 2 ** 20

function isPicture({ content_type: type, size }: Attachment): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(type) && size !== null && size > 0 && size <= MOST_SHOWN
}

function iconOf({ content_type: type, file_name: name }: Attachment) {
  if (type.startsWith('image/')) return <IconPhoto {...ICON} />
  if (type === 'application/pdf' || /\.pdf$/i.test(name)) return <IconFileTypePdf {...ICON} />
  if (/zip|compressed|x-tar|x-7z/.test(type)) return <IconFileZip {...ICON} />
  if (type === 'text/calendar' || /\.ics$/i.test(name)) return <IconCalendarEvent {...ICON} />
  if (type === 'message/rfc822') return <IconMail {...ICON} />
  return type.startsWith('text/') ? <IconFileText {...ICON} /> : <IconFile {...ICON} />
}

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const

function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2
  const value = bytes / 1000 ** step
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0
  const options = { style: 'unit', unit: UNITS[step]!, maximumFractionDigits } as const
  return new Intl.NumberFormat('en', { ...options, unitDisplay: step === 0 ? 'long' : 'short' }).format(value)
}
