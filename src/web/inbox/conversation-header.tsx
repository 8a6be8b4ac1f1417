import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowLeft,
  IconDots,
  IconHelpCircle,
  IconLayoutSidebarRight,
  IconLink,
  IconMoodSmile,
} from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCan } from '../access/session.ts'
import { OpenCaseItem } from '../followup/open-item.tsx'
import { text } from '../text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { toast } from '../ui/toast.tsx'
import type { TakeAct } from './acts.ts'
import { AssigneeMenu, TeamMenu } from './assign-menus.tsx'
import classes from './conversation-header.module.css'
import type { ConversationDetail } from './queries.ts'
import { StatusMenu } from './status-menu.tsx'
import { Subject } from './subject.tsx'
import { makeSurveyLink } from './survey-link.tsx'
import { TagEditor } from './tag-editor.tsx'
import { nameOf } from './name-of.ts'

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
        <StatusMenu conversation={conversation} takeAct={takeAct} />
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
        <AssigneeMenu conversation={conversation} disabled={!canWrite} />
        <TeamMenu conversation={conversation} disabled={!canWrite} />
        <TagEditor conversation={conversation} disabled={!canWrite} />
      </div>
    </header>
  )
}
