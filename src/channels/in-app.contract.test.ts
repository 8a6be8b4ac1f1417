import { describeInAppChannel } from '../../test/kit/channel-contract.ts'
import { inAppChannel } from './in-app.ts'

describeInAppChannel({ name: 'in app', channel: inAppChannel })
