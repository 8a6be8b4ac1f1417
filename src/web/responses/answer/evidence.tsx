import { IconClick, IconEye, IconMailOff, IconRobot, IconSend2 } from '@tabler/icons-react'
import type { ResponseDetail } from '../../../insights/answers/responses-schema.ts'
import { text } from '../../text.ts'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { Moment } from '../../ui/time.tsx'
import classes from './detail.module.css'

const t = text.responses.detail

const ICONS = { view: IconEye, click: IconClick, submit: IconSend2, unsubscribe: IconMailOff }

/** Every version of the answer, the one that counts last. */
export function Revisions({ answer: { revisions, revision, scale } }: { answer: ResponseDetail }) {
  return (
    <section className={classes.section}>
      <h2>{t.revisions}</h2>
      <ol className={classes.versions}>
        {revisions.map((each) => (
          <li key={each.revision}>
            <div className={classes.line}>
              <ScoreMark score={each.score} scale={scale} />
              <span>
                {t.revision(each.revision)}
                {each.revision === revision && ` · ${t.latest}`}
              </span>
            </div>
            {each.comment && (
              <p className={classes.said} dir="auto">
                {each.comment}
              </p>
            )}
            <Moment at={each.at} className={classes.when!} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What was seen of the link, in order: opened, clicked, sent, and by what. */
export function Evidence({ answer: { evidence, scale } }: { answer: ResponseDetail }) {
  return (
    <section className={classes.section}>
      <h2>{t.evidence}</h2>
      <p className={classes.quiet}>{evidence.length === 0 ? t.noEvidence : t.evidenceHelp}</p>
      <ol className={classes.trail}>
        {evidence.map(({ kind, score, user_agent: agent, at }, index) => {
          const Icon = agent === 'bot' ? IconRobot : ICONS[kind]
          return (
            <li key={`${at}${index}`} data-bot={agent === 'bot' || undefined} data-kind={kind}>
              <span className={classes.dot} aria-hidden>
                <Icon size={14} stroke={1.8} />
              </span>
              <div className={classes.line}>
                <strong>{t.kinds[kind]}</strong>
                {score !== null && <ScoreMark score={score} scale={scale} />}
              </div>
              <span className={classes.when}>
                {t.agents[agent]} · <Moment at={at} />
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** When it was made and sent, until when it may be answered and changed, under which rules. */
export function SurveyFacts({ answer: { survey } }: { answer: ResponseDetail }) {
  return (
    <section className={classes.section}>
      <h2>{t.survey}</h2>
      <dl className={classes.facts}>
        <Row name={t.question}>{survey.message}</Row>
        <Row name={t.made}>
          <Moment at={survey.made_at} />
        </Row>
        <Row name={t.sent}>{survey.sent_at ? <Moment at={survey.sent_at} /> : t.notSent}</Row>
        <Row name={t.rateUntil}>{survey.rate_until ? <Moment at={survey.rate_until} /> : t.always}</Row>
        {survey.edit_until && (
          <Row name={t.editUntil}>
            <Moment at={survey.edit_until} />
          </Row>
        )}
        <Row name={t.policy}>{t.version(survey.policy_version)}</Row>
      </dl>
    </section>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
