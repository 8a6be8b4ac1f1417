import type {
  ChatConfig,
  ChatConversation,
  ChatHistory,
  ChatListItem,
  ChatMessage,
  ChatMessageAnswer,
  ChatSurvey,
} from '../webchat/schema.ts'
import type { Session } from '../customers/schema.ts'
import { type Api, Refused } from './api.ts'
import { type Memory, randomName } from './memory.ts'
import type { Unsent } from './outbox.ts'
import { type Rating, type RatingOutcome, sendRating } from './send-rating.ts'
import { pauseAfter, Sender } from './sender.ts'
import type { Settings } from './settings.ts'
import { listen } from './stream.ts'

/**
 * Everything the chat knows, and everything it can do, without a pixel. `onChange` is called after each
 * change; the views read the fields. One visitor, one open conversation at a time.
 */
export class Chat {
  readonly config: ChatConfig
  readonly memory: Memory
  conversation: ChatConversation | null = null
  messages: ChatMessage[] = []
  older: string | null = null
  surveys: ChatSurvey[] = []
  closing: ChatHistory['closing'] = null
  conversations = 0
  list: ChatListItem[] | null = null
  /** The next message opens a new conversation. */
  fresh = false
  loaded = false
  lineUp = true

  #api: Api
  #settings: Settings
  #onChange: () => void
  #sender: Sender
  #token: string | null = null
  #chosen: string | null = null
  #hangUp: (() => void) | null = null
  #loading: Promise<void> | null = null
  #again = false
  /** The host page's visitor is unknown, or could not prove who he is. */
  #anonymous: boolean
  #ended = false

  constructor(api: Api, config: ChatConfig, settings: Settings, memory: Memory, onChange: () => void) {
    this.#api = api
    this.config = config
    this.#settings = settings
    this.memory = memory
    this.#onChange = onChange
    this.#anonymous = settings.userId === null
    this.#sender = new Sender(memory, {
      deliver: (unsent) => this.#deliver(unsent),
      refused: (unsent, refusal) => this.#refused(unsent, refusal),
      changed: onChange,
    })
  }

  get unsent(): readonly Unsent[] {
    return this.#sender.outbox.all
  }

  /** Signs a known visitor in, or recalls an anonymous one, and loads what there is. */
  async start(failures = 0): Promise<void> {
    try {
      this.#token = this.#anonymous ? this.memory.get('token') : await this.#signIn()
    } catch (error) {
      if (error instanceof Refused && !error.passing) {
        console.warn('Candor: user_hash does not fit user_id; the visitor chats without a name.')
        this.#anonymous = true
        return this.start()
      }
      await new Promise((resolve) => setTimeout(resolve, pauseAfter(failures)))
      return this.#ended ? undefined : this.start(failures + 1)
    }
    if (this.#ended) return
    if (this.#token) this.#listen()
    else this.loaded = true
    this.#onChange()
    this.#sender.now()
  }

  /** Stops everything, for good. */
  end(): void {
    this.#ended = true
    this.#hangUp?.()
    this.#sender.end()
  }

  async #signIn(): Promise<string | null> {
    const { userId, userHash, name, email, exp, locale } = this.#settings
    const session = await this.#api.call<Session>('/sessions', {
      method: 'POST',
      body: {
        workspace: this.config.workspace.id,
        user: { id: userId, hash: userHash, name, email, exp },
        locale,
      },
    })
    return session.token
  }

  #listen(): void {
    this.#hangUp?.()
    this.#hangUp = listen(this.#api, this.#token!, {
      onNews: () => void this.refresh(),
      onLine: (up) => {
        this.lineUp = up
        if (up) this.#sender.now()
        this.#onChange()
      },
      onUnknown: () => void this.#forget(),
    })
  }

  /** The token is not good any more: signs in again, or becomes unknown again. */
  async #forget(): Promise<void> {
    this.#hangUp?.()
    this.#hangUp = null
    this.#token = null
    this.memory.set('token', null)
    await this.start()
  }

  /** Fetches the conversation anew. Asked again meanwhile, it does so once more afterwards. */
  async refresh(): Promise<void> {
    if (!this.#token) return
    if (this.#loading) {
      this.#again = true
      return this.#loading
    }
    this.#loading = this.#load().catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) this.#chosen = null
    })
    await this.#loading
    this.#loading = null
    this.#onChange()
    if (this.#again && !this.#ended) {
      this.#again = false
      void this.refresh()
    }
  }

  async #load(): Promise<void> {
    if (this.list) {
      this.list = (
        await this.#api.call<{ data: ChatListItem[] }>('/conversations', { token: this.#token })
      ).data
    }
    if (this.fresh) return
    const chosen = this.#chosen
    const history = await this.#history(chosen ? { id: chosen } : {})
    if (this.fresh || chosen !== this.#chosen) return
    const same = history.conversation?.id === this.conversation?.id
    const known = new Set(history.messages.map((message) => message.id))
    const newest = this.messages.at(-1)
    // With more missed than one answer holds, what is shown would have a hole: start over from the new ones.
    const continues = same && (history.older === null || (newest !== undefined && known.has(newest.id)))
    const before = continues ? this.messages.filter((message) => !known.has(message.id)) : []
    const reach = continues && before.length > 0
    this.messages = [...before, ...history.messages]
    this.older = reach ? this.older : history.older
    this.conversation = history.conversation
    this.surveys = history.surveys
    this.closing = history.closing
    this.conversations = history.conversations
    this.loaded = true
    for (const message of history.messages)
      if (message.client_id) this.#sender.outbox.remove(message.client_id)
  }

  #history(which: { id?: string; before?: string }): Promise<ChatHistory> {
    const query = new URLSearchParams({ ...which, lang: this.config.language })
    return this.#api.call<ChatHistory>(`/conversation?${query}`, { token: this.#token })
  }

  /** Fetches the messages before the oldest one shown. */
  async loadOlder(): Promise<void> {
    if (!this.older || !this.conversation) return
    const { id } = this.conversation
    const history = await this.#history({ id, before: this.older })
    if (this.conversation?.id !== id) return
    const known = new Set(this.messages.map((message) => message.id))
    this.messages = [...history.messages.filter((message) => !known.has(message.id)), ...this.messages]
    this.older = history.older
    this.#onChange()
  }

  /** Shows the list of conversations, or leaves it. */
  showList(shown: boolean): void {
    this.list = shown ? (this.list ?? []) : null
    this.#onChange()
    if (shown) void this.refresh()
  }

  /** Shows one conversation; null begins a new one. */
  choose(id: string | null): void {
    this.fresh = id === null
    this.#chosen = id
    this.list = null
    if (this.conversation?.id !== id) {
      this.conversation = null
      this.messages = []
      this.surveys = []
      this.closing = null
      this.older = null
      this.loaded = id === null
    }
    this.#onChange()
    void this.refresh()
  }

  /** Takes a text to be sent; from here on it is not lost. */
  send(body: string): void {
    this.#sender.outbox.add(body, this.conversation?.id ?? null, this.fresh)
    this.#onChange()
    this.#sender.now()
  }

  /** Tries a message again that could not be sent. */
  retry(clientId: string): void {
    this.#sender.retry(clientId)
  }

  async #deliver(unsent: Unsent): Promise<void> {
    const answer = await this.#api.call<ChatMessageAnswer>('/messages', {
      method: 'POST',
      token: this.#token,
      body: {
        body: unsent.body,
        client_id: unsent.clientId,
        ...(unsent.conversationId ? { conversation_id: unsent.conversationId } : {}),
        ...(unsent.fresh ? { fresh: true } : {}),
        ...(this.#token ? {} : { visitor: this.#visitor() }),
      },
    })
    if (this.conversation === null || this.conversation.id === answer.conversation_id) {
      if (!this.messages.some((message) => message.id === answer.message.id))
        this.messages.push(answer.message)
      this.#chosen = answer.conversation_id
      this.fresh = false
    }
    // What waited for this conversation to exist belongs to it.
    for (const other of this.unsent) if (!other.conversationId) other.conversationId = answer.conversation_id
    if (answer.token) {
      this.#token = answer.token
      this.memory.set('token', answer.token)
      this.#listen()
    } else void this.refresh()
  }

  /** An unknown visitor's own secret; the same one finds the same contact again. */
  #visitor(): Record<string, unknown> {
    const key = this.memory.get('key') ?? randomName()
    this.memory.set('key', key)
    const { name, email, locale } = this.#settings
    return { workspace: this.config.workspace.id, key, name, email, locale }
  }

  #refused(unsent: Unsent, { status }: Refused): void {
    if (status === 404 && unsent.conversationId) {
      // The conversation is gone: the message opens another.
      unsent.conversationId = null
      this.#chosen = null
      unsent.state = 'sending'
    } else if (status === 401 && this.#token) void this.#forget().then(() => this.retry(unsent.clientId))
  }

  /** Gives or changes a rating. What the server says of it is shown as soon as it is known. */
  async rate(surveyId: string, rating: Rating): Promise<RatingOutcome> {
    const { refusal, answer } = await sendRating(this.#api, this.#token, surveyId, rating)
    const survey = this.surveys.find(({ id }) => id === surveyId)
    if (survey && answer) {
      const chosen = rating.reasons ?? survey.chosen_reasons
      Object.assign(survey, answer, { can: { rate: false, ...answer.can }, chosen_reasons: chosen })
    }
    if (refusal !== 'unreachable') await this.refresh()
    return refusal
  }

  /** Leaves a trace that the survey was seen. Whether it arrives does not matter. */
  seen(surveyId: string): void {
    this.#api
      .call(`/surveys/${surveyId}/view`, { method: 'POST', token: this.#token, body: {} })
      .catch(() => {})
  }
}
