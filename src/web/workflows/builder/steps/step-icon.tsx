import {
  IconArrowBackUp,
  IconBell,
  IconBriefcase,
  IconCircleDot,
  IconClock,
  IconGauge,
  IconGitBranch,
  IconLink,
  IconMessage,
  IconSend2,
  IconTag,
  IconUserCheck,
  IconWebhook,
} from '@tabler/icons-react'
import type { StepType } from '../../../../policy/workflow/workflow-definition.ts'

const ICONS: Record<StepType, typeof IconBell> = {
  send_csat: IconSend2,
  generate_link: IconLink,
  get_score: IconGauge,
  branch: IconGitBranch,
  wait: IconClock,
  reopen: IconArrowBackUp,
  set_status: IconCircleDot,
  assign: IconUserCheck,
  tag: IconTag,
  notify: IconBell,
  post_message: IconMessage,
  open_case: IconBriefcase,
  call_webhook: IconWebhook,
}

/** The sign of a kind of step; its name always stands beside it. */
export function StepIcon({ type, size = 16 }: { type: StepType; size?: number }) {
  const Icon = ICONS[type]
  return <Icon size={size} aria-hidden />
}
