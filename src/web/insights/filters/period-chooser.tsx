import { Button, Popover, TextInput } from '@mantine/core'
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import classes from './controls.module.css'
import { isDay, rangeName, todayIn } from './days.ts'
import type { Narrowing } from './scope.ts'
import { PERIODS, periodOf } from './search.ts'

const t = text.insights.period

/** Which days the numbers are about: a usual period with one key, or two days of one's own. */
export function PeriodChooser({ scope }: { scope: Narrowing }) {
  const [opened, setOpened] = useState(false)
  const { search, range, set } = scope
  const current = periodOf(search)
  const name = current ? t.names[current] : t.custom
  const choose = (change: Parameters<Narrowing['set']>[0]) => {
    set({ period: null, from: null, to: null, ...change })
    setOpened(false)
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      width={276}
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendar size={15} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={() => setOpened(!opened)}
          aria-label={t.chosen(name, rangeName(range))}
        >
          {current ? name : rangeName(range)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.label} p={6}>
        <div className={classes.options}>
          {PERIODS.map((period) => (
            <button
              key={period}
              type="button"
              className={classes.option}
              aria-pressed={period === current}
              data-autofocus={period === (current ?? PERIODS[0]) || undefined}
              onClick={() => choose({ period: period === '30d' ? null : period })}
            >
              <IconCheck size={14} aria-hidden style={{ opacity: period === current ? 1 : 0 }} />
              {t.names[period]}
            </button>
          ))}
        </div>
        <CustomDays key={`${range.from}${range.to}`} scope={scope} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  )
}

function CustomDays({
  scope,
  onChoose,
}: {
  scope: Narrowing
  onChoose: (days: { from: string; to: string }) => void
}) {
  const zone = useZone()
  const today = todayIn(zone)
  const [from, setFrom] = useState(scope.range.from)
  const [to, setTo] = useState(scope.range.to)
  const [wrong, setWrong] = useState(false)
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (isDay(from) && isDay(to)) onChoose(from <= to ? { from, to } : { from: to, to: from })
    else setWrong(true)
  }
  const common = { type: 'date', size: 'xs', max: today, error: wrong } as const
  return (
    <form className={classes.custom} onSubmit={submit} noValidate>
      <div className={classes.pair}>
        <TextInput
          {...common}
          label={t.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          {...common}
          label={t.to}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      {wrong && (
        <p role="alert" className={classes.wrong}>
          {t.wrong}
        </p>
      )}
      <Button type="submit" variant="default" fullWidth>
        {t.apply}
      </Button>
      <p className={classes.zone}>{t.zone(zone)}</p>
    </form>
  )
}
