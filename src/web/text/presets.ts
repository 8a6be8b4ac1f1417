import type { Preset } from '../../policy/settings.ts'

/** What each preset is, for the person who chooses. */
export const presets: Record<Preset, { title: string; sentence: string; does: readonly string[] }> = {
  by_hand: {
    title: 'By hand',
    sentence: 'Your agents decide whom to ask, and ratings stay private for two days.',
    does: [
      'Resolving a conversation offers to send a survey',
      'A customer has one open survey at a time',
      'A rating is final',
      'Owners and admins see single answers after 48 hours',
    ],
  },
  on_close: {
    title: 'On close',
    sentence: 'Every real conversation is asked about when it is closed, in chat and by mail.',
    does: [
      'Asks when a conversation of more than 250 characters with a teammate’s reply is closed',
      'Leaves out groups and conversations silent for a week',
      'One rating per teammate in each conversation',
      'Can be changed until a comment is left',
    ],
  },
  after_delay: {
    title: 'After a delay',
    sentence: 'Asks five minutes after resolving, on the channels you choose.',
    does: [
      'Each channel has its own switch; none is on until you choose',
      'One score for each conversation, the latest counts',
      'Everyone sees answers at once',
      'Low scores open a case',
    ],
  },
  per_resolution: {
    title: 'Every resolution',
    sentence: 'Each resolution is rated once; reopening takes the question back.',
    does: [
      'Asks on resolved, closed and when the customer asks to close',
      'Reopening withdraws an unanswered survey',
      'Seven days to answer, and a rating is final',
      'Low scores open a case',
    ],
  },
}
