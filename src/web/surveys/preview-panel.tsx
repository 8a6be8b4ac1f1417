import { Select, Stack, Tabs, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SCORE_FACES, SCORES } from '../../policy/score.ts'
import { CHANNEL_IDS } from '../../policy/settings.ts'
import { text } from '../text.ts'
import { makePatch } from './policy/policy-path.ts'
import { type Preview, previewQuery } from './policy/settings-queries.ts'
import { fromPreset, type PolicyDraft } from './policy/use-draft.ts'
import classes from './preview-panel.module.css'

const t = text.csat.preview

/** What customers would see, drawn by the server from the unsaved rules. */
export function PreviewPanel({ draft }: { draft: PolicyDraft }) {
  const [channel, setChannel] = useState<string>('web_chat')
  const languages = ['en', ...Object.keys(draft.policy.question.translations).filter((each) => each !== 'en')]
  const [chosen, setLanguage] = useState('en')
  const language = languages.includes(chosen) ? chosen : 'en'
  const [policy] = useDebouncedValue(draft.policy, 400)
  const start = fromPreset(draft.preset, draft.base.policy.enabled)
  const { data, error } = useQuery(
    previewQuery({ preset: draft.preset, policy: makePatch(start, policy), channel, language }),
  )
  const tabs = tabsOf(channel)
  const [tab, setTab] = useState<string>('card')
  const shown = tabs.find((each) => each === tab) ?? tabs[0]
  return (
    <Stack gap="sm">
      <div style={{ display: 'flex', gap: 8 }}>
        <Select
          size="xs"
          style={{ flex: 1 }}
          label={t.channel}
          allowDeselect={false}
          data={CHANNEL_IDS.map((id) => ({ value: id, label: text.channels[id] }))}
          value={channel}
          onChange={(next) => next && setChannel(next)}
        />
        {languages.length > 1 && (
          <Select
            size="xs"
            w={110}
            label={t.language}
            allowDeselect={false}
            data={languages}
            value={language}
            onChange={(next) => next && setLanguage(next)}
          />
        )}
      </div>
      <Tabs value={shown} onChange={(next) => next && setTab(next)} keepMounted={false}>
        <Tabs.List mb="sm">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {error && (
          <Text size="sm" c="dimmed" role="status" mb="sm">
            {t.failed}
          </Text>
        )}
        <Tabs.Panel value="message">{data?.text && <Message sketch={data.text} />}</Tabs.Panel>
        <Tabs.Panel value="card">{data && <Card card={data.card} />}</Tabs.Panel>
        <Tabs.Panel value="mail">
          {data && (
            <>
              <Text size="xs" c="dimmed" mb={6}>
                {t.subject}: {data.mail.subject}
              </Text>
              <Frame name={t.mail} html={data.mail.html} />
            </>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="page">{data && <Frame name={t.page} html={data.page} />}</Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

type Tab = 'message' | 'card' | 'mail' | 'page'

/** What a customer gets on a channel comes first; the page is where every link leads. */
function tabsOf(channel: string): [Tab, ...Tab[]] {
  if (channel === 'web_chat' || channel === 'api') return ['card', 'page']
  if (channel === 'email' || channel === 'web_voice') return ['mail', 'page']
  return ['message', 'page']
}

function Message({ sketch }: { sketch: NonNullable<Preview['text']> }) {
  return (
    <div className={classes.chat}>
      <div className={classes.bubble}>
        <Text size="sm" c="#1c1e24" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {sketch.text}
        </Text>
      </div>
      {sketch.buttons.length > 0 && (
        <div className={classes.buttons} aria-hidden>
          {sketch.buttons.map(({ sign, label }) => (
            <span key={label}>
              {sign} {label}
            </span>
          ))}
        </div>
      )}
      {sketch.segments !== null && (
        <Text size="xs" c="dimmed" mt={8} className="nums">
          {t.segments(sketch.segments)}
        </Text>
      )}
    </div>
  )
}

/** Nothing in the frame may run, navigate or reach the app. */
function Frame({ name, html }: { name: string; html: string }) {
  return <iframe className={classes.frame} title={t.frame(name)} sandbox="" srcDoc={html} />
}

function Card({ card }: { card: Preview['card'] }) {
  return (
    <div className={classes.chat}>
      <div className={classes.bubble}>
        <Text size="sm" fw={600} c="#1c1e24">
          {card.message}
        </Text>
        <div className={classes.faces} aria-hidden>
          {card.scale === 'thumbs' && ['👍', '👎'].map((thumb) => <span key={thumb}>{thumb}</span>)}
          {card.scale === 'emoji' &&
            SCORES.map((score) => <span key={score}>{SCORE_FACES[score].emoji}</span>)}
          {card.scale === 'stars' &&
            SCORES.map((score) => (
              <span key={score} style={{ color: '#8c909c' }}>
                ☆
              </span>
            ))}
        </div>
      </div>
    </div>
  )
}
