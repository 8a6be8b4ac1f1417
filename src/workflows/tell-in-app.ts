import { oneLine } from '../branding/one-line.ts'
import { noteNotice } from '../notices/note-notice.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { StepOf } from '../policy/workflow/workflow-definition.ts'
import { tellsInApp } from '../policy/workflow/workflow-notice.ts'
import { fill, namesIn } from '../policy/workflow/workflow-template.ts'
import { readersOf } from './recipients.ts'
import type { Scene } from './scene.ts'
import { answersOf, openTo, plainValues, valuesFor } from './values.ts'

/**
 * Tells those whom a notice is for in the app, each what the policy opens to him now, and once whatever happens (O9).
 * What tells him of an answer is gone again where that is closed to him later; what only says that it is closed stays.
 */
export async function tellInApp(scene: Scene, step: StepOf<'notify'>): Promise<void> {
  if (!tellsInApp(step)) return
  const { ctx, tx, run, known, policy, definition, now } = scene
  const { workspace_id: workspaceId, id: conversationId, contact_id: contactId } = known.conversation
  const names = answerNames(definition)
  const answers = answersOf(scene)
  const isAbout = namesIn(`${step.subject} ${step.body}`).some((name) => names.includes(name))
  const plain = await plainValues(ctx, tx, known, run.variables)
  for (const reader of await readersOf(tx, known.conversation, step.to)) {
    const opened = openTo(reader, answers, policy, now)
    const values = valuesFor(plain, known.answer, opened, names)
    const told = isAbout && opened?.open ? answers : []
    await noteNotice(tx, {
      workspaceId,
      memberId: reader.id,
      kind: 'workflow',
      key: `workflow:${run.id}:${step.id}`,
      subject: oneLine(fill(step.subject, values)),
      body: fill(step.body, values),
      link: `/inbox/${conversationId}`,
      contactId,
      conversationId,
      tells: told.map(({ id: responseId, score, at }) => ({ responseId, score, at })),
      at: now,
    })
  }
}
