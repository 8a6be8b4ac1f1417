import { oneLine } from '../branding/one-line.ts'
import { noteNotice } from '../notices/note-notice.ts'
import { answerNames } from '../policy/workflow/workflow-answer.ts'
import type { StepOf } from '../policy/workflow/workflow-definition.ts'
import { tellsInApp } from '../policy/workflow/workflow-notice.ts'
import { fill } from '../policy/workflow/workflow-template.ts'
import { readersOf } from './recipients.ts'
import type { Scene } from './scene.ts'
import { openTo, plainValues, valuesFor } from './values.ts'

/**
 * Tells those whom a notice is for in the app, each once whatever happens (O9). Where the run knows of answers, each
 * finds it as soon, and as long, as he may see them all: being there, it would tell what they are like (C13).
 */
export async function tellInApp(scene: Scene, step: StepOf<'notify'>): Promise<void> {
  if (!tellsInApp(step)) return
  const { ctx, tx, run, known, policy, definition, told, now } = scene
  const { workspace_id: workspaceId, id: conversationId, contact_id: contactId } = known.conversation
  const plain = await plainValues(ctx, tx, known, run.variables)
  // Whoever finds it may see what it says.
  const values = valuesFor(plain, known.answer, { open: true }, answerNames(definition))
  for (const reader of await readersOf(tx, known.conversation, step.to)) {
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
      isQuiet: openTo(reader, told, policy, now)?.open === false,
      at: now,
    })
  }
}
