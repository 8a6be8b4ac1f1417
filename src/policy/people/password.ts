/** How long a password is at least and at most, in characters (J11); the browser says it before the server refuses. */
export const PASSWORD_LENGTH = { least: 10, most: 200 } as const
