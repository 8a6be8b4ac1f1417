import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconArrowLeft,
  IconDots,
  IconHelpCircle,
  IconLayoutSidebarRight,
  IconLink,
  IconMoodSmile,
} from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TakeAct } from '../../conversation/acts.ts'
import type { ConversationDetail } from '../../conversation/queries.ts'
import { StatusMenu } from '../../conversation/status/status-menu.tsx'
import { makeSurveyLink } from '../../conversation/status/survey-link.tsx'
import { OpenCaseItem } from '../../followup/open-item.tsx'
import { Bell } from '../../notices/bell.tsx'
import { useCan } from '../../session/session.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { nameOf } from '../../ui/name-of.ts'
import { toast } from '../../ui/toast.tsx'
import { AssigneeMenu, TeamMenu } from './assign-menus.tsx'
import classes from './conversation-header.module.css'
import { Subject } from './subject.tsx'
import { TagEditor } from './tag-editor.tsx'

const t = text.inbox.header

type Props = {
  conversation: ConversationDetail
  contactShown: boolean
  onToggleContact: () => void
  onWhy: () => void
  takeAct: TakeAct
}

/** Who it is, where it stands, whose it is. */
export function ConversationHeader(props: Props) {
  const { conversation, contactShown, onToggleContact, onWhy, takeAct } = props
  const navigate = useNavigate()
  const { pane: _pane, ...search } = useSearch({ from: '/app/inbox' })
  const canWrite = useCan('inbox.write')
  const canSend = useCan('csat.send')
  // On a phone the name has its line to itself.
  const narrow = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false })
  const status = <StatusMenu conversation={conversation} takeAct={takeAct} />
  const name = nameOf(conversation.contact)
  const offer = conversation.survey_offer.send_now
  return (
    <header className={classes.head}>
      <div className={classes.top}>
        <ActionIcon
          className={classes.back}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.toList}
          onClick={() => void navigate({ to: '/inbox', search })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className={classes.title}>
          <h1 className={classes.heading}>{name}</h1>
          <div className={classes.under}>
            <ChannelIcon channel={conversation.channel} size={14} />
            <Subject conversation={conversation} />
          </div>
        </div>
        {!narrow && status}
        <span className={classes.bell}>
          <Bell />
        </span>
        <Menu position="bottom-end" width={270}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={30} aria-label={t.more}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconHelpCircle size={15} />} onClick={onWhy}>
              {t.why}
            </Menu.Item>
            {canSend && offer.visible && offer.allowed && (
              <Menu.Item
                leftSection={<IconMoodSmile size={15} />}
                onClick={() => void makeSurveyLink(conversation.id)}
              >
                {t.surveyLink}
              </Menu.Item>
            )}
            <OpenCaseItem conversationId={conversation.id} />
            <Menu.Item
              leftSection={<IconLink size={15} />}
              onClick={() => {
                void navigator.clipboard.writeText(location.href)
                toast({ title: text.common.copied })
              }}
            >
              {t.copyLink}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={contactShown ? t.hideContact : t.contact}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={contactShown ? t.hideContact : t.contact}
            aria-pressed={contactShown}
            onClick={onToggleContact}
          >
            <IconLayoutSidebarRight size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.props}>
        {narrow && status}
        <AssigneeMenu conversation={conversation} disabled={!canWrite} />
        <TeamMenu conversation={conversation} disabled={!canWrite} />
        <TagEditor conversation={conversation} disabled={!canWrite} />
      </div>
    </header>
  )
}
