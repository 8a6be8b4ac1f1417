import { Text } from '@mantine/core'
import { IconChevronRight, IconCode, IconMail, IconMoodSmile, IconUserPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Ability } from '../../../access/abilities.ts'
import { text } from '../../text.ts'
import classes from './next-steps.module.css'

const t = text.inbox.next

const STEPS = [
  { to: '/settings/web-chat', title: t.chat, help: t.chatHelp, Icon: IconCode, needs: 'settings.manage' },
  { to: '/settings/channels', title: t.mail, help: t.mailHelp, Icon: IconMail, needs: 'settings.manage' },
  { to: '/settings/csat', title: t.csat, help: t.csatHelp, Icon: IconMoodSmile, needs: 'csat.manage' },
  { to: '/settings/members', title: t.team, help: t.teamHelp, Icon: IconUserPlus, needs: 'members.manage' },
] as const

/** The empty inbox: what brings the first conversation and the first rating. */
export function NextSteps({ abilities }: { abilities: readonly Ability[] }) {
  const steps = STEPS.filter((step) => abilities.includes(step.needs))
  return (
    <div className={classes.box}>
      <Text fw={600} size="md" component="h2" m={0}>
        {t.title}
      </Text>
      <Text size="sm" c="dimmed" mb={10}>
        {steps.length > 0 ? t.lead : t.ask}
      </Text>
      {steps.map(({ to, title, help, Icon }) => (
        <Link key={to} to={to} className={classes.step}>
          <Icon size={18} aria-hidden className={classes.icon} />
          <span>
            <Text size="sm" fw={500} span display="block">
              {title}
            </Text>
            <Text size="xs" c="dimmed" span display="block">
              {help}
            </Text>
          </span>
          <IconChevronRight size={15} aria-hidden />
        </Link>
      ))}
    </div>
  )
}
