import 'server-only'
import { createTransport, type Transporter } from 'nodemailer'
import { env } from '@/lib/env'
import { isLoopback } from '@/lib/mail-variables'

/** Longer than a good server ever needs; one that hangs keeps a mail, not a worker. */
const SILENCE_MILLIS = 10_000

/**
 * One connection to the bank's mail server. TLS with a certificate that is good for its name, or nothing is sent; only a server
 * on this machine may do without. Throws where no server is configured: whoever plans mails asks before.
 */
export function openMailServer(): Transporter {
  if (env.SMTP_URL === undefined) throw new Error('SMTP_URL is not set: there is no mail server')
  const { protocol, hostname, port, username, password } = new URL(env.SMTP_URL)
  const secure = protocol === 'smtps:'
  const plain = !secure && isLoopback(hostname)
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: SILENCE_MILLIS,
    greetingTimeout: SILENCE_MILLIS,
    socketTimeout: SILENCE_MILLIS,
    // What a mail is made of is text of ours: no file and no address may ever be fetched for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
