import { betterAuth } from 'better-auth'
import { PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Config } from '../platform/config.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Keys } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { SendMail } from '../platform/mailer.ts'
import { PASSWORD_LENGTH } from '../policy/people/password.ts'
import { resetMail } from './member-mail.ts'

/** How long the link in a reset mail is good. */
const PASSWORD_LINK_SECONDS = 60 * 60 * 72

/** The parts of better-auth that Candor's own tables are mapped to. */
const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

/**
 * Identity: passwords, sessions, resets. `pool` must hand out Dates (a plain pool). Who works in which
 * workspace, and as what, is Candor's own (members).
 */
export function makeAuth(deps: {
  pool: pg.Pool
  db: Db
  config: Config
  keys: Keys
  sendMail: SendMail
  log: Log
}) {
  const { pool, db, config, keys, sendMail, log } = deps
  return betterAuth({
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: keys.sessions,
    telemetry: { enabled: false },
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres' as const },
    trustedOrigins: [config.publicUrl],
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'candor',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      database: { generateId: () => newId() },
    },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...TIMES } },
    session: {
      modelName: 'sessions',
      expiresIn: 60 * 60 * 24 * 30,
      updateAge: 60 * 60 * 24,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...TIMES,
      },
      additionalFields: {
        activeWorkspaceId: {
          type: 'string',
          required: false,
          input: false,
          fieldName: 'active_workspace_id',
        },
      },
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...TIMES,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...TIMES } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      resetPasswordTokenExpiresIn: PASSWORD_LINK_SECONDS,
      revokeSessionsOnPasswordReset: true,
      // The link came by mail, so the address is his; the other links that were sent are spent with it.
      onPasswordReset: async ({ user }) => {
        await db.updateTable('users').set({ email_verified: true }).where('id', '=', user.id).execute()
        await forgetResetLinks(db, user.id)
      },
      sendResetPassword: async ({ user, token }) => {
        const url = `${config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`
        // Not awaited: the time an answer takes must not tell whether the address is known.
        sendMail(resetMail(user, url)).catch((error: unknown) =>
          log.error({ err: error }, 'reset mail failed'),
        )
      },
    },
  })
}

/** The links with which this user may still choose a password stop working. */
export async function forgetResetLinks(db: Db | Tx, userId: string): Promise<void> {
  await db
    .deleteFrom('verifications')
    .where('value', '=', userId)
    .where('identifier', 'like', 'reset-password:%')
    .execute()
}

export type Auth = ReturnType<typeof makeAuth>
