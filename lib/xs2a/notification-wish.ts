import 'server-only'
import { NOTIFICATION_MODES } from '@/db/schema/consents'
import type { NotificationWish } from '@/lib/consent/keep-notification-wish'
import { Refusal } from '@/lib/errors'
import type { VettedCertificate } from '@/lib/tpp/caller'
import { mayBeTold } from '@/lib/tpp/may-be-told'
import type { Xs2aCall } from './call'

const URI = 'TPP-Notification-URI'
const CONTENT = 'TPP-Notification-Content-Preferred'

/** What is told to whom names an address and nothing else: the word that nothing more can come. */
const UNLESS_SAID: NotificationWish['modes'] = ['LAST']

/**
 * What a third party asks to be told of the resource it makes, and what it is answered (Berlin Group 1.3, resource status
 * notification). A mode that is none, one named twice, a header sent twice and an address that is none are `format_error`.
 * An address that is not https on port 443 under a name of the caller's certificate is no reason to refuse: the answer
 * says that nothing will be sent. Who asks for nothing is answered that this could be had.
 */
export function readNotificationWish(call: Xs2aCall, certificate: VettedCertificate): Negotiated {
  for (const name of [URI, CONTENT])
    if (call.repeated.includes(name.toLowerCase())) throw wrong(name, `Send ${name} once.`)
  const asked = call.header(CONTENT.toLowerCase())
  const modes = asked === undefined ? UNLESS_SAID : readModes(asked)
  const given = call.header(URI.toLowerCase())
  if (given === undefined) return NOT_HERE
  const uri = URL.parse(given)?.href
  if (uri === undefined) throw wrong(URI, `${URI} must be an absolute URI.`)
  if (!mayBeTold(uri, certificate)) return NOT_HERE
  return {
    wish: { uri, modes },
    headers: {
      'ASPSP-Notification-Support': 'true',
      'ASPSP-Notification-Content': `status=${modes.join(', ')}`,
    },
  }
}

const NOT_HERE: Negotiated = { wish: null, headers: { 'ASPSP-Notification-Support': 'false' } }

/** `status=SCA, PROCESS, LAST`: at least one of them, each once, in any order. */
function readModes(text: string): NotificationWish['modes'] {
  const [, list = ''] = /^status=(.*)$/.exec(text.trim()) ?? []
  const words = list.split(',').map((word) => word.trim())
  const modes = NOTIFICATION_MODES.filter((mode) => words.includes(mode))
  if (modes.length !== words.length)
    throw wrong(
      CONTENT,
      `${CONTENT} must be status= and some of ${NOTIFICATION_MODES.join(', ')}, each once.`,
    )
  return modes
}

const wrong = (path: string, text: string) => new Refusal('format_error', { path, text })

/** `headers` go into the answer that makes the resource. */
type Negotiated = { wish: NotificationWish | null; headers: Record<string, string> }
