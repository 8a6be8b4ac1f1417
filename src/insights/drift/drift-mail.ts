import { brandOf } from '../../access/brands.ts'
import type { Brand } from '../../branding/brand.ts'
import { oneLine } from '../../branding/one-line.ts'
import type { Context } from '../../platform/context.ts'
import type { Mail, Mailer } from '../../platform/mailer.ts'
import { percent } from '../../policy/numbers/chance.ts'
import { type Distribution, type Score, SCORE_FACES, SCORES } from '../../policy/score.ts'
import { addDays, dayInWords } from '../counting/calendar.ts'
import { driftReaders, findAlert } from './drift-alerts.ts'
import type { DriftAlert, DriftFinding } from './drift-schema.ts'
import { messageIdOf, NO_REPLY, paragraph, teamDocument, table } from '../../branding/team-mail.ts'

/**
 * Mails an alert to one member (A8). `id` names both: `alert/member`. Not sent any more once it is dismissed, or
 * the member no longer reads alerts.
 */
export async function mailDriftAlert(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  id: string,
): Promise<void> {
  if (!mailer.configured) return
  const [alertId = '', memberId = ''] = id.split('/')
  const alert = await findAlert(ctx.db, workspaceId, alertId)
  if (!alert || alert.dismissed_at !== null) return
  const reader = (await driftReaders(ctx.db, workspaceId, alert.team_id)).find((each) => each.id === memberId)
  if (!reader) return
  const brand = await brandOf(ctx.db, workspaceId)
  await mailer.send({
    ...driftMail(alert, { brand, publicUrl: ctx.config.publicUrl }),
    to: reader.email,
    messageId: messageIdOf(ctx, 'drift', alertId, memberId),
  })
}

function driftMail(
  { week, team_name: team, finding }: DriftAlert,
  { brand, publicUrl }: { brand: Brand; publicUrl: string },
): Omit<Mail, 'to'> {
  const { week: now, before, kinds } = finding
  const described = describe(finding)
  const what = kinds.includes('ones') ? 'more 1s than usual' : 'scores that differ from before'
  const subject = oneLine(`${team ?? brand.name}: ${what}`)
  const rows = SCORES.map((score) => [
    `${score} ${SCORE_FACES[score].label}`,
    `${percent(now.distribution[score] / now.n)} (${now.distribution[score]})`,
    `${percent(before.distribution[score] / before.n)} (${before.distribution[score]})`,
  ])
  const span = before.weeks === 1 ? 'Week before' : `${before.weeks} weeks before`
  const { html, text } = teamDocument({
    brand,
    title: subject,
    preheader: described,
    blocks: [
      paragraph(
        `${team ? `Team ${team}` : 'All teams'}, week of ${dayInWords(week)} to ${dayInWords(addDays(week, 6))}.`,
        'beneath',
      ),
      paragraph(described),
      table(
        'Scores',
        ['Score', 'This week', span],
        [
          ...rows,
          ['Ratings', String(now.n), String(before.n)],
          ['Average', now.average.toFixed(2), before.average.toFixed(2)],
        ],
      ),
      paragraph('Chance alone makes a difference like this less than once in a hundred weeks.', 'aside'),
    ],
    action: {
      label: 'See the answers',
      url: `${publicUrl}/satisfaction?from=${week}&to=${addDays(week, 6)}`,
    },
    footer: `You get this because you lead or manage support at ${brand.name}. It is sent once; dismiss the alert in Candor to put it away for everybody.`,
  })
  return { subject, html, text, headers: NO_REPLY }
}

/** What changed, in a sentence. */
function describe({
  kinds,
  week,
  before,
  steady_average: isSteady,
  most_moved: moved,
}: DriftFinding): string {
  const [now, then] = [week.average.toFixed(1), before.average.toFixed(1)]
  const span = before.weeks === 1 ? 'the week before' : `the ${before.weeks} weeks before`
  const shareOf = ({ distribution, n }: { distribution: Distribution; n: number }, score: Score): number =>
    distribution[score] / n
  if (kinds.includes('ones')) {
    const rise = `Scores of 1 rose to ${percent(shareOf(week, 1))} of ${week.n} ratings, from ${percent(shareOf(before, 1))} in ${span}`
    return isSteady
      ? `${rise}, while the average stayed about the same (${now} after ${then}).`
      : `${rise}; the average went from ${then} to ${now}.`
  }
  const direction = shareOf(week, moved) > shareOf(before, moved) ? 'more' : 'fewer'
  return (
    `The scores of ${week.n} ratings differ from ${span}, mostly by ${direction} ${moved}s: ` +
    `${percent(shareOf(week, moved))} after ${percent(shareOf(before, moved))}. The average is ${now} after ${then}.`
  )
}
