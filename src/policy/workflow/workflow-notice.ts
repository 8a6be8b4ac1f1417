import type { StepOf } from './workflow-definition.ts'

/** Does a notice of a workflow go into the bell of those who are told (O9)? What was saved before there was one, too. */
export function tellsInApp({ in_app: inApp }: Pick<StepOf<'notify'>, 'in_app'>): boolean {
  return inApp !== false
}
