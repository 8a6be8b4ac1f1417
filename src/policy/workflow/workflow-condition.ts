import type { Condition, Test } from './workflow-definition.ts'
import { fieldOf } from './workflow-fields.ts'

/** What is known, by field name. Missing and null: nothing is there. */
export type WorkflowFacts = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** Yes, no, or not to be told because something is not known. */
export type Truth = true | false | 'unknown'

export type Judged = {
  holds: Truth
  /** Fields that were asked for and not known. */
  unknown: string[]
}

/**
 * Does a condition hold? What rests on something that is not known is itself unknown, also turned round: `not` of
 * it is unknown too, `and` with something false is false, `or` with something true is true (Kleene). Nothing
 * unknown ever starts anything.
 */
export function judge(condition: Condition | null, facts: WorkflowFacts): Judged {
  const unknown = new Set<string>()
  const holds = condition === null ? true : evaluate(condition, facts, unknown)
  return { holds, unknown: [...unknown] }
}

function evaluate(condition: Condition, facts: WorkflowFacts, unknown: Set<string>): Truth {
  switch (condition.type) {
    case 'and':
      return all(condition.conditions.map((each) => evaluate(each, facts, unknown)))
    case 'or':
      return not(all(condition.conditions.map((each) => not(evaluate(each, facts, unknown)))))
    case 'not':
      return not(evaluate(condition.condition, facts, unknown))
    case 'test': {
      const { field } = condition
      const truth = test(condition, Object.hasOwn(facts, field) ? (facts[field] ?? null) : null)
      if (truth === 'unknown') unknown.add(field)
      return truth
    }
  }
}

function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes('unknown') ? 'unknown' : true
}

type Value = string | number | readonly string[] | null

function test({ field, operator, value }: Test, fact: Value): Truth {
  const isEmpty = fact === null || fact === '' || (Array.isArray(fact) && fact.length === 0)
  if (operator === 'is_present') return !isEmpty
  if (operator === 'is_absent') return isEmpty
  // Nobody assigned, no subject: that is known. No answer yet: its score is not.
  if (fact === null && fieldOf(field)?.empty !== 'known') return 'unknown'
  const listed = Array.isArray(value) ? value : []
  const list = Array.isArray(fact) ? fact : []
  const text = typeof fact === 'string' ? fact.toLowerCase() : ''
  const number = Number(fact)
  switch (operator) {
    case 'is':
      return fact === value
    case 'is_not':
      return fact !== value
    case 'any_of':
      return listed.includes(String(fact))
    case 'none_of':
      return !listed.includes(String(fact))
    case 'eq':
      return number === value
    case 'ne':
      return number !== value
    case 'lt':
      return number < Number(value)
    case 'lte':
      return number <= Number(value)
    case 'gt':
      return number > Number(value)
    case 'gte':
      return number >= Number(value)
    case 'contains':
      return text.includes(String(value).toLowerCase())
    case 'not_contains':
      return !text.includes(String(value).toLowerCase())
    case 'has_any':
      return listed.some((each) => list.includes(each))
    case 'has_all':
      return listed.every((each) => list.includes(each))
    case 'has_none':
      return !listed.some((each) => list.includes(each))
  }
}

/** Every test of a condition, from left to right. */
export function testsOf(condition: Condition | null): Test[] {
  if (condition === null) return []
  if (condition.type === 'test') return [condition]
  if (condition.type === 'not') return testsOf(condition.condition)
  return condition.conditions.flatMap(testsOf)
}
