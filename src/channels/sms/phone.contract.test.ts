import { describeChannel } from '../../../test/kit/channel-contract.ts'
import { openSms } from '../../../test/kit/fakes/sms-stand.ts'
import { phoneChannel } from './phone.ts'

describeChannel({ name: 'phone', open: () => openSms(phoneChannel) })
