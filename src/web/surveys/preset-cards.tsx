import { Button, Collapse, Text, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { type Preset, PRESETS } from '../../policy/settings.ts'
import { changedFields } from '../../policy/validate.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { fromPreset, type PolicyDraft } from './policy/use-draft.ts'
import classes from './preset-cards.module.css'

const t = text.csat.preset
const GUIDE = text.csat.presets

/** The four ways to ask. The first choice also turns asking on; later ones replace every rule. */
export function PresetCards({ draft, untouched }: { draft: PolicyDraft; untouched: boolean }) {
  const [open, { toggle }] = useDisclosure(false)
  const own = changedFields(fromPreset(draft.preset, draft.policy.enabled), draft.policy).length
  const name = GUIDE[draft.preset].title

  function choose(preset: Preset): void {
    const use = () => draft.usePreset(preset, untouched || draft.policy.enabled)
    if (untouched || own === 0) return use()
    confirm({
      title: t.replaceTitle(GUIDE[preset].title),
      body: t.replaceBody(own),
      confirm: t.replace,
      danger: false,
      onConfirm: use,
    })
  }

  const cards = (
    <div className={classes.cards}>
      {PRESETS.map((preset) => {
        const guide = GUIDE[preset]
        const current = !untouched && preset === draft.preset
        return (
          <section key={preset} className={classes.card} data-on={current} aria-label={guide.title}>
            <Text fw={600} size="sm" component={untouched ? 'h3' : 'h2'} m={0}>
              {guide.title}{' '}
              {current && <span className={classes.tag}>{own > 0 ? t.customised : t.current}</span>}
            </Text>
            <Text size="sm">{guide.sentence}</Text>
            <ul>
              {guide.does.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <Button
              variant={untouched && preset === 'by_hand' ? 'filled' : 'default'}
              disabled={current && own === 0}
              onClick={() => choose(preset)}
            >
              {t.use(guide.title)}
            </Button>
          </section>
        )
      })}
    </div>
  )

  if (untouched) {
    return (
      <>
        <Title order={2}>{text.csat.enable.pickFirst}</Title>
        <Text size="sm" c="dimmed" mb="md">
          {text.csat.enable.pickFirstHelp}
        </Text>
        {cards}
      </>
    )
  }
  return (
    <div style={{ marginBottom: 8 }}>
      <UnstyledButton
        onClick={toggle}
        aria-expanded={open}
        style={{ display: 'flex', alignItems: 'center', gap: 8, minHeight: 34 }}
      >
        <span className={classes.begun}>
          <Text size="sm" c="dimmed" span>
            {t.title}:
          </Text>
          <Text size="sm" fw={600} span>
            {name}
          </Text>
          {own > 0 && <span className={classes.tag}>{t.customised}</span>}
        </span>
        <IconChevronDown
          size={15}
          aria-hidden
          style={{ flex: 'none', transform: open ? 'rotate(180deg)' : undefined }}
        />
      </UnstyledButton>
      <Collapse expanded={open}>
        <Text size="sm" c="dimmed" mb="sm">
          {t.lead}
        </Text>
        {cards}
      </Collapse>
    </div>
  )
}
