import { brand } from '@/lib/brand'
import { isHostOf } from '@/lib/eidas/certificate-hosts'
import { daysLeft, WARNED_DAYS } from '@/lib/tpp/certificate-end'
import type { Finding } from './finding'

const ATTESTATION_WARNED_DAYS = 30
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * What the bank knows about a third party's settings without asking anybody. `now` is the machine's, as certificates are judged.
 */
export function judgeSettings(settings: Settings, now: Date): Finding[] {
  return [
    ...settings.applications.flatMap((one) => judgeApplication(one, settings.qwac)),
    ...judgeQwac(settings.qwac, now),
    ...(settings.hasContact ? [] : [{ code: 'CONTACT_NONE' as const, detail: {} }]),
    ...settings.attestations.flatMap(judgeAttestation),
  ]
}

function judgeApplication({ redirectUris, hasKeys }: Application, qwac: Qwac | null): Finding[] {
  const urls = redirectUris.flatMap((uri) => URL.parse(uri) ?? [])
  const foreign = new Set(
    urls
      .filter(({ hostname }) => !LOOPBACK.includes(hostname) && qwac !== null && !isOwn(hostname, qwac))
      .map(({ host }) => host),
  )
  return [
    ...(urls.length === 0 ? [{ code: 'REDIRECT_NONE' as const, detail: {} }] : []),
    ...urls
      .filter(({ protocol }) => protocol !== 'https:')
      .map(({ origin }) => ({ code: 'REDIRECT_PLAIN' as const, detail: { address: origin } })),
    ...[...foreign].map((address) => ({ code: 'REDIRECT_FOREIGN' as const, detail: { address } })),
    ...(hasKeys ? [] : [{ code: 'KEYS_NONE' as const, detail: {} }]),
  ]
}

/** A certificate that nobody can read says nothing of whose host it is: that is another step's to refuse. */
function isOwn(host: string, { der }: Qwac): boolean {
  try {
    return isHostOf({ host, der, commonName: '' })
  } catch {
    return true
  }
}

function judgeQwac(qwac: Qwac | null, now: Date): Finding[] {
  if (qwac === null) return [{ code: 'QWAC_NONE', detail: {} }]
  const days = daysLeft({ notAfter: qwac.notAfter, now, timeZone: brand.timeZone })
  if (days < 0) return [{ code: 'QWAC_ENDED', detail: {} }]
  return days <= Math.max(...WARNED_DAYS) ? [{ code: 'QWAC_ENDS', detail: { days } }] : []
}

function judgeAttestation({ reference, daysLeft }: Settings['attestations'][number]): Finding[] {
  if (daysLeft < 0) return [{ code: 'ATTESTATION_ENDED', detail: { reference } }]
  return daysLeft <= ATTESTATION_WARNED_DAYS
    ? [{ code: 'ATTESTATION_ENDS', detail: { reference, days: daysLeft } }]
    : []
}

type Application = { redirectUris: readonly string[]; hasKeys: boolean }
type Qwac = { der: Uint8Array; notAfter: Date }
export type Settings = {
  applications: readonly Application[]
  /** The one that lasts longest; null where none was ever seen. */
  qwac: Qwac | null
  hasContact: boolean
  attestations: readonly { reference: string; daysLeft: number }[]
}
