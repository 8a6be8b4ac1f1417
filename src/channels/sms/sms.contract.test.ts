import { describeChannel } from '../../../test/kit/channel-contract.ts'
import { openSms } from '../../../test/kit/fakes/sms-stand.ts'
import { smsChannel } from './sms.ts'

describeChannel({ name: 'sms', open: () => openSms(smsChannel) })
