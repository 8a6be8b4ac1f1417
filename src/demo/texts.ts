import type { Role } from '../policy/settings.ts'

/** The words of the sample workspace: an online shop for plants and pots. */

export const WORKSPACE = { name: 'Juniper & Pine', color: '#2f6f4f' }

/**
 * What the numbers find out about somebody: the customers are content and come back with the same problem all the
 * same; or asks are left out where the conversation did not go well.
 */
export type Habit = 'reopened' | 'skips'

export type Member = {
  name: string
  email: string
  role: Role
  team: 'Orders' | 'Plants' | null
  skill: number
  habit?: Habit
}

export const MEMBERS = [
  { name: 'Robin Park', email: 'robin@juniper.example', role: 'owner', team: null, skill: 0 },
  { name: 'Noor Haddad', email: 'noor@juniper.example', role: 'admin', team: null, skill: 0 },
  { name: 'Marta Silva', email: 'marta@juniper.example', role: 'lead', team: 'Orders', skill: 0.5 },
  { name: 'Jonas Weber', email: 'jonas@juniper.example', role: 'lead', team: 'Plants', skill: 0.4 },
  {
    name: 'Aiko Tanaka',
    email: 'aiko@juniper.example',
    role: 'agent',
    team: 'Orders',
    skill: 0.9,
    habit: 'reopened',
  },
  { name: 'Sam Okafor', email: 'sam@juniper.example', role: 'agent', team: 'Orders', skill: 0.3 },
  { name: 'Elif Demir', email: 'elif@juniper.example', role: 'agent', team: 'Orders', skill: 0.1 },
  { name: 'Luca Romano', email: 'luca@juniper.example', role: 'agent', team: 'Plants', skill: 0.6 },
  { name: 'Priya Nair', email: 'priya@juniper.example', role: 'agent', team: 'Plants', skill: 0.8 },
  {
    name: 'Tom Becker',
    email: 'tom@juniper.example',
    role: 'agent',
    team: 'Plants',
    skill: -0.2,
    habit: 'skips',
  },
] as const satisfies readonly Member[]

export const FIRST_NAMES =
  'Anna Ben Chloe Daniel Emma Farid Grace Hugo Ines Jack Kira Liam Maya Nils Olga Pablo Quinn Rosa Sofia Theo Uma Viktor Wendy Xavier Yara Zoe'.split(
    ' ',
  )
export const LAST_NAMES =
  'Adler Baker Costa Dubois Evans Fischer Garcia Hughes Ivanova Jensen Kaya Lopez Moreau Novak Olsen Petrov Quist Rossi Schmidt Taylor Ueda Vargas Walker Young Zhang'.split(
    ' ',
  )
export const LOCALES = ['en', 'en', 'en', 'en', 'de', 'fr', 'es', 'it', 'ar', 'ja', null] as const

/** What people write about: `pull` moves the rating, down for what annoys. */
export const TOPICS = [
  {
    tag: 'shipping',
    team: 'Orders',
    pull: -0.3,
    subjects: ['Where is my parcel?', 'Tracking has not moved for days', 'Delivered to the wrong door'],
    asks: [
      'Hi, I ordered two monsteras last week and the tracking has not moved since Tuesday. Can you tell me where they are?',
      'The parcel service says delivered, but nobody in the house has seen it. What can we do?',
      'Could you still change the address? We move on Friday.',
    ],
    answers: [
      'I am sorry about the wait. I have asked the carrier to look for it and will write as soon as I know more.',
      'The parcel is on its way again and should be with you tomorrow before noon.',
      'I changed the address for you. You will get a new confirmation in a minute.',
    ],
  },
  {
    tag: 'returns',
    team: 'Orders',
    pull: 0.1,
    subjects: ['Return a pot', 'Wrong size', 'Refund for order'],
    asks: [
      'The pot arrived in the wrong colour. How do I send it back?',
      'I would like to return the large planter, it does not fit on our balcony after all.',
    ],
    answers: [
      'No problem at all. I have just sent you a label; any post office takes it.',
      'Your refund is on its way and should be there in two or three days.',
    ],
  },
  {
    tag: 'billing',
    team: 'Orders',
    pull: -0.6,
    subjects: ['Charged twice', 'Invoice with VAT number', 'Voucher not accepted'],
    asks: [
      'You charged my card twice for the same order. Please fix this quickly.',
      'I need an invoice with our VAT number, and the page does not let me add it.',
    ],
    answers: [
      'I see the second charge and have cancelled it; your bank shows it within two days.',
      'Here is the corrected invoice. I have also saved the number for your next order.',
    ],
  },
  {
    tag: 'plant-care',
    team: 'Plants',
    pull: 0.6,
    subjects: ['Yellow leaves', 'How much light?', 'Repotting a ficus'],
    asks: [
      'The lower leaves of my calathea turn yellow. Am I watering too much? It stands one metre from a north window.',
      'When is the best time to repot a ficus, and which soil do you recommend?',
    ],
    answers: [
      'Yellow lower leaves usually mean wet feet. Let the top three centimetres dry before you water again.',
      'Early spring is best. Take a pot two fingers wider and a loose mix with some perlite.',
    ],
  },
  {
    tag: 'damaged',
    team: 'Plants',
    pull: -0.2,
    subjects: ['Broken on arrival', 'Frozen leaves', 'Leaking pot'],
    asks: [
      'The plant arrived with three broken stems and half the soil in the box. Photos attached.',
      'It must have been very cold in the truck: all the leaves hang down and look glassy.',
    ],
    answers: [
      'That is not how it should arrive. A new one leaves our greenhouse tomorrow, and you can keep this one.',
      'Thank you for the photos. I have refunded it; with some luck it grows back in spring.',
    ],
  },
] as const

export const THANKS = [
  'Thank you!',
  'Great, that helps.',
  'Perfect, thanks a lot.',
  'Ok.',
  'Thanks, I will try that.',
]
export const BOT_HELLO = 'Hello! I am the shop’s assistant. A person will be with you in a moment.'

/** Comments by score, in the languages customers write. */
export const COMMENTS: Record<1 | 2 | 3 | 4 | 5, readonly string[]> = {
  1: [
    'Three days without an answer, and then a copied text.',
    'Still no refund. I will not order again.',
    'Niemand hat mir wirklich zugehört.',
    'Asked the same question four times 😡',
  ],
  2: [
    'Friendly, but nothing was solved.',
    'Too slow for such a simple question.',
    'La réponse est arrivée bien trop tard.',
    'لم تُحل المشكلة بعد',
  ],
  3: ['It was okay.', 'Took a while, but fine in the end.', 'Solved on the second try.'],
  4: ['Quick and friendly.', 'Good advice, thank you.', 'Schnelle Hilfe, danke!', 'Buen trato.'],
  5: [
    'Best support I have had in years 🌿',
    'Knew everything about my ficus. Thank you so much!',
    'Grazie mille, gentilissima!',
    'とても親切でした。',
    'Answered in two minutes and solved it at once. I told all my friends, and two of them have ordered since. Keep going, you are wonderful.',
  ],
}
