import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconInfoCircle } from '@tabler/icons-react'
import { useCan } from '../../session/session.ts'
import { settingsQuery } from '../../surveys/policy/settings-queries.ts'
import { text } from '../../text.ts'
import classes from '../filters/controls.module.css'

const t = text.insights.empty

/** Numbers of a workspace that asks nobody any more, or not yet, say so; who may turn it on gets there. */
export function CsatOff() {
  const mayTurnOn = useCan('csat.manage')
  const settings = useQuery(settingsQuery).data
  if (!settings || settings.policy.enabled) return null
  return (
    <p className={classes.off} role="note">
      <IconInfoCircle size={16} aria-hidden />
      <span>
        {t.offNote} {mayTurnOn && <Link to="/settings/csat">{t.turnOn}</Link>}
      </span>
    </p>
  )
}
