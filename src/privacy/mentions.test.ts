import { describe, expect, it } from 'vitest'
import { mentionsOf } from './mentions.ts'

const NOBODY = { name: null, email: null, claimed_email: null, phone: null, external_id: null, addresses: {} }
const byName = (name: string) => mentionsOf({ ...NOBODY, name })
const byId = (id: string) => mentionsOf({ ...NOBODY, external_id: id })
const byAddress = (address: string) => mentionsOf({ ...NOBODY, addresses: { some: address } })

describe('C5: a text names a contact', () => {
  it.each([
    ['Zoe Marrakesh', 'Refund for zoe  marrakesh.'],
    ['Zoe Marrakesh', 'Ms Marrakesh is upset'],
    ['Zoe Marrakesh', 'ZOE’s order'],
    ['Zoë Marrakesh', 'Zoe called'],
    ['Jean-Luc O’Neil', "Spoke with O'Neil"],
    ['Jean-Luc O’Neil', 'Luc will pay'],
    ['Acme (UK)', 'of Acme (UK), again'],
    ['André', 'André, again'],
    ['Жанна Ким', 'позвонила Жанна'],
    ['Al', 'Al called'],
    ['Al', 'AL: called'],
    ['al', 'Al called'],
    ['+44 7700 900123', '+447700900123 called'],
    ['zoe@gmail.com', 'from zoe@gmail.com'],
    ['王小明', '今天王小明打电话来'],
    ['李明', '请联系李明女士'],
    ['Zoe', '请联系Zoe女士'],
    ['محمد علي', 'اتصل محمد علي اليوم'],
    ['محمد علي', 'رد المال لمحمد علي'],
    ['محمد', 'اتصل بمحمد'],
    ['דוד כהן', 'החזר לדוד'],
    ['김민수', '김민수가 전화했다'],
  ])('by name: %s in "%s"', (name, text) => expect(byName(name)(text)).toBe(true))

  it.each([
    ['Al', 'Betty wants her deposit refunded; legal deadline Friday'],
    ['Al', 'et al.'],
    ['An', 'wants an answer'],
    ['Zoe Marrakesh', 'Marrakeshi rugs from Zoey'],
    ['André', 'Andrée called'],
    ['Jo of the Company', 'the company is for sale'],
    ['Li Na', 'line'],
    ['علي', 'رد المال عليها'],
    ['王', '国王'],
    ['A. B.', 'A plan, B plan'],
    ['.*', 'anything'],
    ['zoe@gmail.com', 'has gmail'],
    ['   ', 'anything'],
  ])('not by a piece of a word: %s in "%s"', (name, text) => expect(byName(name)(text)).toBe(false))

  it.each([
    ['+447700900123', 'ring +447700900123.'],
    ['+447700900123', 'ring +44 7700 900-123'],
    ['+447700900123', '0044 7700 900123'],
    ['998877665', 'Telegram 998877665 (UZOE4242)'],
    ['UZOE4242', 'Telegram 998877665 (UZOE4242)'],
    ['@zoe_m', 'says @zoe_m'],
    ['@zoe_m', 'says zoe_m, too'],
    ['zoe_m', 'says @zoe_m'],
    ['zoe@marrakesh.test', 'From Zoe <ZOE@marrakesh.test>.'],
    ['zoe@marrakesh.test', 'mail zoe@marrakesh.test.'],
    ['C123:1712345678.000100', 'in C123:1712345678.000100'],
  ])('by an address: %s in "%s"', (address, text) => expect(byAddress(address)(text)).toBe(true))

  it.each([
    ['+447700900123', '+4477009001234'],
    ['998877665', '1998877665'],
    ['UZOE4242', 'UZOE42421'],
    ['@zoe_m', 'bob@zoe_m.test'],
    ['@zoe_m', '@zoe_mx'],
    ['zoe@marrakesh.test', 'anzoe@marrakesh.test'],
    ['zoe@marrakesh.test', 'not.zoe@marrakesh.test'],
    ['zoe@marrakesh.test', 'zoe@marrakesh.test.example'],
    ['C123:1712345678.000100', 'in C123:1712345678x000100'],
    ['42', '42 euros'],
  ])('not by a piece of an address: %s in "%s"', (id, text) => expect(byId(id)(text)).toBe(false))
})
