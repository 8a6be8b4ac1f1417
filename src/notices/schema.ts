import { z } from 'zod'
import { instant } from '../platform/http/instant.ts'
import { page, pageQuery } from '../platform/http/paging.ts'

/** The HTTP contract of what a member is told in the app (A6, O9). */

export const noticeQuery = pageQuery.extend({
  unread: z.enum(['true', 'false']).optional().describe('`true`: only what was not seen yet'),
})

const notice = z
  .object({
    id: z.uuid(),
    kind: z.enum(['case', 'workflow']),
    subject: z.string(),
    body: z.string().nullable(),
    link: z.string().describe('a path in the web app'),
    at: instant,
    read_at: instant.nullable(),
  })
  .meta({ id: 'Notice', description: 'Something that you are told.' })

export const noticePage = page(notice)
  .extend({ unread: z.number().int().describe('how many you have not seen') })
  .meta({ id: 'NoticePage', description: 'What you are told, newest first.' })

export const readInput = z.object({
  ids: z.array(z.uuid()).min(1).max(100).optional().describe('left out: all of them'),
})

export type NoticeQuery = z.infer<typeof noticeQuery>
export type Notice = z.infer<typeof notice>
export type NoticePage = z.infer<typeof noticePage>
