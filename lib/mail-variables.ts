import { z } from 'zod'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** How the bank's mail leaves. */
export const MAIL_VARIABLES = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })
    .optional()
    .describe(
      "The bank's mail server: smtps://name:password@host:465, or smtp://…:587, which must offer STARTTLS unless it is of " +
        'this machine. Absent: notices stay in the inbox of the pages, and no mail is sent.',
    ),
  MAIL_FROM: z
    .email()
    .optional()
    .describe('From which address mail of the bank comes; needed beside SMTP_URL.'),
  SANDBOX_MAIL_ORIGIN: z
    .url({ protocol: /^http$/ })
    .default('http://127.0.0.1:4580')
    .describe('Where npm run demo shows the mail it catches. Nothing leaves the machine.'),
}

/** What does not fit together among them, one line each. */
export function mailFaults(given: Record<string, string | undefined>): string[] {
  return given.SMTP_URL && !given.MAIL_FROM ? ['MAIL_FROM: is needed beside SMTP_URL'] : []
}

/** Whether a host is this machine: what never leaves it needs no TLS. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host)
