import { describeChannel } from '../../../test/kit/channel-contract.ts'
import { openMail } from '../../../test/kit/fakes/mail-stand.ts'
import { emailChannel } from './email.ts'

describeChannel({ name: 'email', open: () => openMail(emailChannel) })
