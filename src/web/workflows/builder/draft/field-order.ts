/** Fields of steps and conditions in the order in which the forms show them. */
const ORDER = [
  ['name', 'trigger', 'conditions', 'steps'],
  ['every', 'at', 'weekday', 'look_back'],
  ['field', 'operator', 'value'],
  ['to', 'email', 'subject', 'message', 'delay', 'url', 'add', 'remove', 'body', 'reason'],
  ['duration', 'variable', 'window_hours'],
  ['then', 'else'],
].flat()

/** Which of two fields, as `steps.1.then.0.body`, stands further up on the page: less than 0 is the first. */
export function compareFields(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')]
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const order = rankOf(part) - rankOf(other) || part.localeCompare(other, 'en', { numeric: true })
    if (order !== 0) return order
  }
  return left.length - right.length
}

function rankOf(part: string): number {
  const rank = ORDER.indexOf(part)
  return rank === -1 ? ORDER.length : rank
}
