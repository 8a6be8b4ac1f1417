import { z } from 'zod'
import type { Tried } from '../connector.ts'
import { triedBy, UNREACHED } from '../tried.ts'
import type { DiscordAccount } from './discord.ts'
import { askDiscord, DISCORD_API, discordFailure, secretsOf } from './discord-api.ts'

/**
 * Does Discord take this token, and are the id and the key those of its application (J8)? Reads the bot's own
 * application, which sends nothing (docs.discord.com/developers/resources/application#get-current-application). The
 * client secret is tried when the first customer links an account.
 */
export async function tryDiscord(deps: {
  account: DiscordAccount
  publicUrl?: string
  baseUrl?: string
  patienceMs?: number
}): Promise<Tried> {
  const { account, publicUrl = 'https://discord.com', baseUrl = DISCORD_API, patienceMs = 10_000 } = deps
  const answer = await askDiscord({ account, publicUrl, baseUrl, patienceMs }, '/applications/@me')
  if (answer.kind !== 'answered') return UNREACHED
  if (answer.status >= 300) return triedBy(discordFailure(answer, secretsOf(account)), 'bot_token')
  const application = shape.safeParse(answer.json).data
  if (!application) return UNREACHED
  const { id, name, verify_key: key } = application
  const wrong = (field: string, what: string): Tried => ({
    kind: 'wrong',
    field,
    sentence: `The bot token is of the application “${name.slice(0, 100)}”, which has another ${what}.`,
  })
  if (id !== account.application_id) return wrong('application_id', 'application id')
  if (key.toLowerCase() !== account.public_key.toLowerCase()) return wrong('public_key', 'public key')
  return { kind: 'works' }
}

const shape = z.object({ id: z.string(), name: z.string(), verify_key: z.string() })
