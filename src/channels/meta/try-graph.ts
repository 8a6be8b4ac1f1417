import { z } from 'zod'
import { oneLine } from '../../branding/one-line.ts'
import { askProvider } from '../ask-provider.ts'
import type { Tried } from '../connector.ts'
import { refusedFor } from '../result-of.ts'
import { triedBy, UNREACHED } from '../tried.ts'
import { type GraphAccount, GRAPH_URL, graphRefused, graphRefusal } from './graph.ts'
import type { InstagramAccount } from './instagram.ts'
import type { MessengerAccount } from './messenger.ts'
import { appSecretProof, isProofRefused } from './proof.ts'

type Deps<Account> = { account: Account; baseUrl?: string; patienceMs?: number }

/** Does Meta take this token, is the app's secret that of its app, and is it this page's (O13)? Sends nothing. */
export async function tryMessenger(deps: Deps<MessengerAccount>): Promise<Tried> {
  const { found, tried } = await readPage(deps, 'id,name')
  if (!found) return tried
  if (found.id === deps.account.page_id) return tried
  return wrong('page_id', `The token is that of the page “${nameOf(found)}”, with the ID ${idOf(found.id)}.`)
}

/** The same of the page that the Instagram account is linked to. */
export async function tryInstagram(deps: Deps<InstagramAccount>): Promise<Tried> {
  const { found, tried } = await readPage(deps, 'id,name,instagram_business_account{id}')
  const linked = found?.instagram_business_account
  // Some tokens may write for the account and not read that it is linked.
  if (!found || !linked || linked.id === deps.account.instagram_id) return tried
  const page = `The page of this token, “${nameOf(found)}”,`
  return wrong('instagram_id', `${page} is linked to another Instagram account, ${idOf(linked.id)}.`)
}

type Page = z.infer<typeof page>

/** Whose token it is (developers.facebook.com/docs/graph-api/reference/page). */
async function readPage(
  { account, baseUrl = GRAPH_URL, patienceMs = 10_000 }: Deps<Omit<GraphAccount, 'account_id'>>,
  fields: string,
): Promise<{ found: Page | null; tried: Tried }> {
  const { page_access_token: token, app_secret: key } = account
  const proof = appSecretProof(token, key)
  const secrets = [token, key, proof]
  const query = new URLSearchParams({ fields, appsecret_proof: proof })
  const answer = await askProvider(`${baseUrl}/me?${query.toString()}`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
    patienceMs,
    base: baseUrl,
    secrets,
  })
  const not = (tried: Tried) => ({ found: null, tried })
  if (answer.kind !== 'answered') return not(UNREACHED)
  const found = page.safeParse(answer.json).data
  if (answer.status < 300) return found ? { found, tried: { kind: 'works' } } : not(UNREACHED)
  const error = graphRefused.safeParse(answer.json).data?.error
  if (!error) return not(UNREACHED)
  if (isProofRefused(error.message))
    return not(wrong('app_secret', 'This is not the secret of the token’s app.'))
  // It may send and not read: that cannot be told from here.
  if (error.code === 10 || error.code === 100 || (error.code >= 200 && error.code < 300))
    return not({ kind: 'not_tried' })
  return not(triedBy(refusedFor({ ...graphRefusal(error), secrets }), 'page_access_token'))
}

const page = z.object({
  id: z.string(),
  name: z.string().optional(),
  instagram_business_account: z.object({ id: z.string() }).optional(),
})

const wrong = (field: string, sentence: string): Tried => ({ kind: 'wrong', field, sentence })
const nameOf = ({ name }: Page): string => oneLine(name ?? '', 100)
const idOf = (id: string): string => oneLine(id, 30)
