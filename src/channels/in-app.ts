import type { Channel } from './channel.ts'

/**
 * Web chat and the API: a survey is delivered by being there. The widget shows it, or the caller of the API
 * reads its address from the answer or the webhook.
 */
export const inAppChannel: Channel = {
  capabilities: { inApp: true, messages: true },
  sendSurvey: async () => ({ kind: 'accepted', providerId: null }),
}
