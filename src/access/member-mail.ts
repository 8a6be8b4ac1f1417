import type { Mail } from '../platform/mailer.ts'

/** The mail that lets a member choose a password: invited to a workspace, or because the old one is forgotten. */
export function passwordMail(user: { name: string; email: string }, url: string): Mail {
  return plainMail(user, {
    subject: 'Choose your Candor password',
    intro: 'Choose a password to sign in to Candor with this link. It works for three days.',
    button: 'Choose a password',
    url,
    outro: 'If you did not ask for this, you can leave it unread.',
  })
}

type Parts = { subject: string; intro: string; button: string; url: string; outro: string }

function plainMail(user: { name: string; email: string }, parts: Parts): Mail {
  const hello = `Hello ${oneLine(user.name)},`
  return {
    to: user.email,
    subject: parts.subject,
    text: `${hello}\n\n${parts.intro}\n\n${parts.url}\n\n${parts.outro}\n`,
    html: `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;color:#1a1b1e;max-width:34em;margin:2em auto;padding:0 1em">
<p>${escape(hello)}</p><p>${escape(parts.intro)}</p>
<p><a href="${escape(parts.url)}" style="display:inline-block;padding:.7em 1.2em;border-radius:.5em;background:#3b5bdb;color:#fff;text-decoration:none">${escape(parts.button)}</a></p>
<p style="color:#5c5f66">${escape(parts.outro)}</p></body></html>`,
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').slice(0, 200)
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
