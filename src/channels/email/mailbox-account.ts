import { z } from 'zod'

/** What connects the mailbox that customers write to. */
export const emailInAccount = z
  .strictObject({
    host: z
      .string()
      .trim()
      .regex(/^[\w.:-]{1,253}$/, 'Give the name of a server.')
      .meta({
        label: 'IMAP server',
        help: 'As imap.example.com. One of your own network must be named in CANDOR_PRIVATE_HOSTS.',
        binding: 'the server is another one',
      }),
    port: z.number().int().min(1).max(65_535).optional().meta({
      label: 'Port',
      help: 'Left empty: 993, or 143 where TLS from the start is off.',
      binding: 'the server’s port is another one',
    }),
    secure: z.boolean().default(true).meta({
      label: 'TLS from the start',
      help: 'Without it the connection becomes TLS before the login (STARTTLS).',
      binding: 'how it is protected on its way is changed',
    }),
    user: z.string().trim().min(1).max(320).meta({ label: 'User', help: 'Often the address itself.' }),
    password: z.string().min(1).max(1000).meta({
      label: 'Password',
      help: 'Providers with two-factor login want a password made for this app.',
      secret: 'chosen',
    }),
    mailbox: z.string().trim().min(1).max(200).default('INBOX').meta({
      label: 'Mailbox',
      help: 'Which folder is read. Mails stay in it as they are.',
    }),
  })
  // It is kept with its port: so one that was left empty is the same as its number, and moves by no change of ours.
  .overwrite((account) => ({ ...account, port: portOf(account) }))

/** As it is kept. */
export type EmailInAccount = z.infer<typeof emailInAccount> & { port: number }

/** The port that goes with how the connection is protected, where none is given (RFC 8314). */
export function portOf({ port, secure }: { port?: number | undefined; secure: boolean }): number {
  return port ?? (secure ? 993 : 143)
}
