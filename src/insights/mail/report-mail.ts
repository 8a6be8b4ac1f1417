import { html } from '../../branding/html.ts'
import { oneLine } from '../../branding/one-line.ts'
import type { Mail } from '../../platform/mailer.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import { percent } from '../../policy/numbers/chance.ts'
import { dayInWords } from '../counting/calendar.ts'
import { CHART, drawTrend } from './png-chart.ts'
import type { ReportFacts } from './report-mail-facts.ts'
import { type Block, NO_REPLY, paragraph, teamDocument, table } from '../../branding/team-mail.ts'
import type { Figures } from '../schema.ts'

const CHART_ID = 'trend@candor'

/** A report as a mail: figures with n and interval, what changed, each team, and the weeks as a picture. */
export function renderReportMail(facts: ReportFacts): Omit<Mail, 'to'> {
  const { name, brand, from, to, now, every, about, publicUrl, query, csv } = facts
  const span = `${dayInWords(from)} to ${dayInWords(to)}`
  const subject = oneLine(`${name}: ${headline(now)}`)
  const { html: markup, text } = teamDocument({
    brand,
    title: name,
    preheader: `${headline(now)}, ${span}`,
    blocks: [
      paragraph(`${span}${about ? `, ${about}` : ''}`, 'beneath'),
      satisfaction(facts),
      table(
        'Figures',
        ['Figure', `This ${every}`, `${every === 'week' ? 'Week' : 'Month'} before`],
        figureRows(facts),
      ),
      picture(facts),
      ...(facts.teams.length > 0 ? [teamTable(facts)] : []),
      ...notes(facts).map((note) => paragraph(note, 'aside')),
    ],
    action: {
      label: 'Open in Candor',
      url: `${publicUrl}/satisfaction?${new URLSearchParams(query).toString()}`,
    },
    footer: `You get this because ${brand.name} sends it to you every ${every}. An admin there can take you off.`,
  })
  return {
    subject,
    html: markup,
    text,
    headers: NO_REPLY,
    attachments: [
      {
        filename: 'csat-by-week.png',
        content: drawTrend(barsOf(facts)),
        contentType: 'image/png',
        cid: CHART_ID,
      },
      ...(csv && csv !== 'tooLarge'
        ? [{ filename: csv.fileName, content: csv.content, contentType: 'text/csv; charset=utf-8' }]
        : []),
    ],
  }
}

function headline(figures: Figures): string {
  const { csat, interval, n, enough_data: isEnough } = figures
  return csat === null || interval === null || !isEnough
    ? `CSAT: not enough data (n ${n})`
    : `CSAT ${percent(csat)} (n ${n})`
}

function satisfaction(facts: ReportFacts): Block {
  const { now, minN } = facts
  const { csat, interval, n, enough_data: isEnough } = now
  const isKnown = csat !== null && interval !== null && isEnough
  const line = isKnown
    ? `n ${n}, 95 % interval ${percent(interval.low)} to ${percent(interval.high)}`
    : `n ${n}, of at least ${minN}`
  const change = isKnown ? changeOf(facts) : null
  const lines = change ? [line, change] : [line]
  return {
    text: [isKnown ? `CSAT ${percent(csat)}` : 'CSAT: not enough data', ...lines].join('\n'),
    html: html`<p
        style="margin:20px 0 0;font-size:${isKnown ? '44px' : '24px'};line-height:52px;font-weight:700"
      >
        ${isKnown ? percent(csat) : 'Not enough data'}
      </p>
      <p class="soft" style="margin:2px 0 0;font-size:14px;line-height:21px;color:#585e6c">
        CSAT, ${lines.map((each, at) => html`${at > 0 && html`<br />`}${each}`)}
      </p>`,
  }
}

function changeOf({ before, every, changes: { csat: change } }: ReportFacts): string {
  if (!change || before.csat === null) return `no comparison: the ${every} before has not enough data`
  const points = Math.abs(change.points).toFixed(1).replace(/\.0$/, '')
  const than = `than the ${every} before (${percent(before.csat)}, n ${before.n})`
  if (points === '0') return `the same as the ${every} before (${percent(before.csat)}, n ${before.n})`
  return `${points} ${points === '1' ? 'point' : 'points'} ${change.points > 0 ? 'higher' : 'lower'} ${than}, ${change.beyond_chance ? 'more than chance' : 'which can be chance'}`
}

function figureRows({ now, before }: ReportFacts): string[][] {
  const share = (value: number | null): string => (value === null ? '–' : percent(value))
  const count = (value: number): string => value.toLocaleString('en-GB')
  const row = (name: string, read: (figures: Figures) => string): string[] => [name, read(now), read(before)]
  return [
    row('Surveys sent', ({ sent }) => count(sent)),
    row('Answers', ({ answered }) => count(answered)),
    row('Response rate', rateOf),
    row('CSAT', (figures) => (figures.enough_data ? share(figures.csat) : '–')),
    row('Average', (figures) =>
      figures.average === null || !figures.enough_data ? '–' : figures.average.toFixed(2),
    ),
    row('Resolutions', ({ resolved }) => count(resolved)),
    row('Reopened', ({ reopen_rate: rate }) => share(rate)),
  ]
}

/** Answers that still come would raise it, so two periods are not alike in it while asks are open. */
function rateOf({ response_rate: rate, open_asks: open }: Figures): string {
  if (rate === null) return '–'
  return open > 0 ? `${percent(rate)} so far` : percent(rate)
}

function teamTable({ teams }: ReportFacts): Block {
  return table(
    'By team',
    ['Team', 'CSAT', '95 % interval', 'n', 'Response rate'],
    teams.map((team) => [
      team.key === '' ? 'No team' : team.name,
      team.csat === null || !team.enough_data ? 'not enough data' : percent(team.csat),
      team.interval && team.enough_data
        ? `${percent(team.interval.low).replace(' %', '')}–${percent(team.interval.high)}`
        : '–',
      String(team.n),
      rateOf(team),
    ]),
  )
}

function barsOf({ trend }: ReportFacts) {
  return trend.map(({ monday, figures }) => {
    const isKnown = figures !== null && figures.enough_data
    return {
      label: shortDay(monday).toUpperCase(),
      n: figures?.n ?? 0,
      share: isKnown ? figures.csat : null,
      interval: isKnown ? figures.interval : null,
    }
  })
}

function picture(facts: ReportFacts): Block {
  const points = barsOf(facts).map(
    ({ n, share }, at) =>
      `${shortDay(facts.trend[at]!.monday)} ${share === null ? 'not enough data' : percent(share)} (n ${n})`,
  )
  const words = `CSAT by week, from Monday: ${points.join('; ')}.`
  return {
    text: words,
    html: html`<p style="margin:28px 0 0;text-align:left;font-weight:600">
        CSAT by week, with 95 % intervals
      </p>
      <img
        src="cid:${CHART_ID}"
        alt="${words}"
        width="${CHART.shownWidth}"
        height="${CHART.shownHeight}"
        style="display:block;width:100%;max-width:${CHART.shownWidth}px;height:auto;margin:8px 0 0;border-radius:8px;background-color:#ffffff"
      />`,
  }
}

function notes({ now, embargoHours, csv }: ReportFacts): string[] {
  return [
    'Seen as an admin of the workspace sees it when the mail is made.',
    ...(now.withheld > 0
      ? [
          embargoHours > 0
            ? `${now.withheld} answers are counted but not in the scores yet: single answers stay closed for ${embargoHours} hours.`
            : `${now.withheld} answers are counted but not in the scores, since too few of them would be told apart.`,
        ]
      : []),
    ...(csv === 'tooLarge'
      ? ['The table is larger than 5 MB and not attached; it can be had in Candor.']
      : []),
  ]
}

function shortDay(day: Day): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })
  // "Sept" would not fit beside the others.
  return format.format(new Date(`${day}T00:00:00Z`)).replace('Sept', 'Sep')
}
