import { expect, it } from 'vitest'
import { describeChannel } from '../../../test/kit/channel-contract.ts'
import { openMail } from '../../../test/kit/fakes/mail-stand.ts'
import { webVoiceChannel } from './web-voice.ts'

describeChannel({ name: 'web voice', open: () => openMail(webVoiceChannel) })

it('O3: after a call in the browser there is a mail with clickable scores, and no replies', async () => {
  const at = await openMail(webVoiceChannel)
  expect(at.channel.capabilities.scores).toBe('each')
  expect(Object.keys(at.channel).toSorted()).toEqual(['capabilities', 'sendSurvey'])
  await at.close()
})
