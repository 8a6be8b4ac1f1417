import { PASSWORD_LENGTH } from '../../policy/people/password.ts'

export const access = {
  signIn: {
    title: 'Sign in',
    lead: 'Welcome back.',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    wrong: 'Email and password do not match. Check both and try again.',
    noWorkspace: 'This account belongs to no workspace any more. Ask an owner or admin to invite you again.',
    ended: 'You are signed out.',
  },
  forgot: {
    title: 'Reset your password',
    lead: 'Enter your email address. You will get a link to choose a new password.',
    submit: 'Send the link',
    sentTitle: 'Check your mail',
    sent: (email: string) =>
      `If ${email} has an account, a link is on its way. It is good for three days; look into the spam folder too.`,
    noMail:
      'This Candor has no mail server yet, so no link can come by mail. Ask whoever runs it to set one up (CANDOR_SMTP_URL).',
    back: 'Back to sign in',
  },
  reset: {
    title: 'Choose a password',
    lead: 'Then sign in with it. Wherever you are signed in now, you will be signed out.',
    submit: 'Save the password',
    done: 'Your password is set. Sign in with it.',
    invalidTitle: 'This link no longer works',
    invalid: 'It was used already or is too old. Ask for a new one.',
    askAgain: 'Ask for a new link',
  },
  invitation: {
    loading: 'Your invitation',
    title: (workspace: string) => `Join ${workspace}`,
    leadNew: (name: string) => `Hello ${name}. Choose a password to accept the invitation.`,
    leadKnown: (name: string) =>
      `Hello ${name}. You have an account here already: enter its password to accept the invitation.`,
    leadBoth: (name: string) =>
      `Hello ${name}. You have an account here already. Enter its password and choose a new one, so that nobody who knows the old one gets in with you.`,
    submit: 'Accept and sign in',
    wrong: 'That is not the password of this account. Check it and try again.',
    overTitle: 'This invitation no longer works',
    over: 'It was used already, was replaced by a newer one, or is too old. Ask whoever invited you for a new one.',
  },
  setup: {
    title: 'Set up Candor',
    lead: 'This takes a minute. You can change everything later.',
    workspace: 'Workspace name',
    workspaceHelp: 'Your customers see it on surveys, so use your company’s name.',
    name: 'Your name',
    submit: 'Create the workspace',
    done: 'Candor was set up already. Sign in.',
    signIn: 'Go to sign in',
  },
  email: 'Email',
  password: 'Password',
  newPassword: 'New password',
  passwordHelp: `At least ${PASSWORD_LENGTH.least} characters. A few unrelated words make a good one.`,
  strength: ['Too short', 'Weak', 'Fair', 'Good', 'Strong'],
  strengthLabel: (word: string) => `Password strength: ${word}`,
  show: 'Show or hide the password',
  tagline: 'Ask one question. Trust the answer.',
  needEmail: 'Enter an email address such as ana@example.com',
  needPassword: 'Enter your password',
  needLonger: `Use at least ${PASSWORD_LENGTH.least} characters`,
  needName: 'Enter a name',
}
