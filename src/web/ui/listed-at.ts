/** The time by which the server lists a conversation: of the last word, or of its return since. */
export function listedAt(conversation: {
  last_message_at: string | null
  created_at: string
  returned_at: string | null
}): string {
  const { last_message_at: last, created_at: begun, returned_at: returned } = conversation
  const spoken = last ?? begun
  return returned !== null && Date.parse(returned) > Date.parse(spoken) ? returned : spoken
}
