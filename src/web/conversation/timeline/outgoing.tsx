import { Anchor } from '@mantine/core'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Person } from '../../ui/person.tsx'
import { writeDraft } from '../composer/drafts.ts'
import { dropReply, type Outgoing as Reply, retryReply } from '../composer/outbox.ts'
import { RichText } from './rich-text.tsx'
import classes from './timeline.module.css'

const t = text.inbox.compose

/** A reply the server does not have yet. Its text is never lost. */
export function Outgoing({ reply }: { reply: Reply }) {
  const failed = reply.state === 'failed'
  return (
    <li className={classes.message} data-side="team" data-state={reply.state}>
      <div className={classes.avatar}>
        <Person name={reply.author.name} id={reply.author.id} size={26} />
      </div>
      <div className={classes.body}>
        <div className={classes.meta}>
          <strong>{reply.author.name}</strong>
          {!failed && <span>{t.sending}</span>}
        </div>
        <div className={classes.bubble}>
          <RichText>{reply.body}</RichText>
        </div>
        {failed && (
          <div className={classes.problem} role="alert">
            <span>
              {t.failed}
              {reply.problem && `: ${reply.problem}`}
            </span>
            <Anchor component="button" size="sm" onClick={() => retryReply(reply.key)}>
              {t.retry}
            </Anchor>
            <Anchor
              component="button"
              size="sm"
              onClick={() => writeDraft(reply.conversationId, dropReply(reply.key))}
            >
              {t.edit}
            </Anchor>
            <Anchor
              component="button"
              size="sm"
              onClick={() =>
                confirm({
                  title: t.dropTitle,
                  body: t.dropBody,
                  confirm: t.drop,
                  onConfirm: () => dropReply(reply.key),
                })
              }
            >
              {t.drop}
            </Anchor>
          </div>
        )}
      </div>
    </li>
  )
}
