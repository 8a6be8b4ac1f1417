import type { Channel } from './channel.ts'

/**
 * Web chat and the API: a survey is delivered by being there. The widget shows it, or the caller of the API
 * reads its address from the answer or the webhook. Messages are there in the same way, so none is sent.
 */
export const inAppChannel: Channel = {
  capabilities: {
    inApp: true,
    scores: 'each',
    formatting: 'plain',
    maxLength: null,
    sendsKey: true,
    repeatsKnownMs: Infinity,
  },
  sendSurvey: async () => ({ kind: 'accepted', providerId: null }),
}
