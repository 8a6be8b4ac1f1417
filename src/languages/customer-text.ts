/**
 * Everything a customer may read, in one language. Words in braces (`{brand}`) are filled in by `fill`; they must be
 * the same in all languages (a test asserts it). No sentence depends on a number or on anybody's gender, and names
 * stand alone or after a colon, so that no language has to decline them.
 */
export type CustomerText = {
  /** O4 */
  scores: { 1: string; 2: string; 3: string; 4: string; 5: string }
  thumbs: { down: string; up: string }
  /** Asking and answering, on the rating page and in the web chat card. */
  rating: {
    title: string
    /** The default survey message (C2). */
    message: string
    scoreOf: string
    tellMore: string
    lowPrompt: string
    reasons: string
    send: string
    sendRating: string
    /** Once the rating itself is safe. */
    sendComment: string
    sending: string
    skip: string
    failed: string
    retry: string
    change: string
    keep: string
    thanks: string
    thanksText: string
    saved: string
    yourRating: string
    yourComment: string
    choose: string
    tooLong: string
    left: string
    expired: string
    withdrawn: string
    answered: string
    changeClosed: string
  }
  /** Only on the public pages. */
  page: {
    confirm: string
    expiredText: string
    withdrawnText: string
    unknownTitle: string
    unknownText: string
    unsubscribeTitle: string
    unsubscribeText: string
    unsubscribe: string
    unsubscribedTitle: string
    unsubscribedText: string
    /** While the database is away. */
    awayTitle: string
    awayText: string
  }
  mail: {
    about: string
    agent: string
    tap: string
    why: string
    unsubscribe: string
    openConversation: string
    replyHint: string
  }
  /** One line for SMS, WhatsApp and every other channel that carries plain text and a link. */
  sms: string
  /** The button of a chat message that opens the list of scores: at most 20 characters. */
  choose: string
  /** After a rating by a button of the chat, following the thanks. */
  press: { why: string }
  chat: {
    open: string
    close: string
    title: string
    greeting: string
    start: string
    name: string
    email: string
    type: string
    send: string
    sending: string
    notSent: string
    retry: string
    newMessage: string
    newConversation: string
    conversations: string
    back: string
    reconnecting: string
    offline: string
    received: string
    ended: string
    earlier: string
    today: string
    yesterday: string
    you: string
    bot: string
    typing: string
    waiting: string
    loading: string
    failed: string
  }
  /** The customer's own pages (J6): conversations, and the way in. */
  portal: {
    title: string
    signInText: string
    email: string
    sendLink: string
    sentTitle: string
    sentText: string
    /** This installation sends no mail. */
    noMail: string
    welcome: string
    continueText: string
    signIn: string
    linkOver: string
    signOut: string
    none: string
    noneText: string
    unread: string
    bell: string
    noRatings: string
    open: string
    closing: string
    ended: string
    /** Beside the name of a file of a mail that was not kept. */
    fileLeftOut: string
    reply: string
    reopens: string
    close: string
    closed: string
    discord: string
    discordDone: string
    mailSubject: string
    mailIgnore: string
    newTab: string
    older: string
  }
}
