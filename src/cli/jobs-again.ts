import type pg from 'pg'
import { stillToMail, stillToShow } from '../apps/closing-cards.ts'
import { stillToAnswer } from '../channels-in/answer-press.ts'
import { stillToTake } from '../channels-in/take-receipt.ts'
import { stillToUnassignCases } from '../followup/unassign-cases.ts'
import { stillToResume } from '../followup/resume-case.ts'
import { stillToBeDue } from '../followup/schedule-case.ts'
import { stillToSettle } from '../followup/set-case-aside.ts'
import { stillToWake } from '../inbox/conversations/apply-status.ts'
import { stillToUnassignConversations } from '../inbox/conversations/unassign-conversations.ts'
import { stillToDeliver } from '../inbox/messages/enqueue-message.ts'
import { stillToTell } from '../platform/events.ts'
import type { StillToDo } from '../platform/jobs.ts'
import { stillToSend } from '../surveys/life/enqueue-send.ts'
import { stillToExpire } from '../surveys/life/mark-sent.ts'
import { stillToDeliver as stillToDeliverWebhooks } from '../webhooks/job.ts'
import { stillToAdvance } from '../workflows/job.ts'

/** What still has to happen and follows from the rows; each stands beside what enqueues it. */
export const STILL_TO_DO: readonly StillToDo[] = [
  stillToTell,
  stillToSend,
  stillToExpire,
  stillToWake,
  stillToDeliver,
  stillToAnswer,
  stillToTake,
  stillToShow,
  stillToMail,
  stillToBeDue,
  stillToResume,
  stillToSettle,
  stillToUnassignConversations,
  stillToUnassignCases,
  stillToDeliverWebhooks,
  stillToAdvance,
]

/**
 * Jobs that are not made again, and why.
 * @internal for the test that every job is on one of the lists
 */
export const NOT_MADE_AGAIN: Readonly<Record<string, string>> = {
  alert_case: 'resume_case enqueues it',
  reopen_for_case: 'resume_case enqueues it',
  publish_case: 'resume_case enqueues it',
  mail_portal_link: 'links to sign in are not in a backup; the customer asks for another',
  mail_drift_alert: 'whether it was mailed is not kept, and the alert stands in the app',
  mail_report: 'whether it was mailed is not kept, and the report stands in the app',
  mail_webhook_disabled: 'whether it was mailed is not kept, and the app shows the endpoint as off',
  start_scheduled_workflow: 'it runs at the moment it is enqueued; the next time of the schedule looks back',
}

/** Makes the jobs that follow from what was restored. */
export async function makeJobsAgain(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  for (const { task, key, rows } of STILL_TO_DO) {
    await client.query(
      `select graphile_worker.add_job($1, json_build_object('workspace_id', workspace_id, 'id', id),
         run_at => at, job_key => $2 || id::text,
         job_key_mode => 'replace') from (${rows}) waiting`,
      [task, key],
    )
  }
}
