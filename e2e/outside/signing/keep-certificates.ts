import { X509Certificate } from 'node:crypto'
import type { SigningConfig } from './config'
import { type HeldCertificate, heldCertificate, type KeyStore, type Use } from './key-store'
import { makeRequest } from './make-request'
import { type TrustService, TrustServiceSaidNo } from './trust-service'

/**
 * Sees to it that there is a good QWAC and a good QSealC: orders what is missing, renews what ends within `renewBeforeDays`,
 * always with a new key. The old one stays beside the new until its end or until it is revoked. One at a time, so that no two
 * callers order the same. Rejects when the trust service does not do it; what is held stays good.
 */
export function certificateKeeper({ config, store, trust, now }: Keeper): CertificateKeeper {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work)
    last = turn
    return turn
  }
  const order = async (uses: readonly Use[]) => {
    const made = await Promise.all(uses.map(async (use) => ({ use, ...(await makeRequest(use)) })))
    const orders = made.map(({ use, csr }) => ({ use, csr }))
    const issued = await trust.order({ institution: config.institution, orders, hosts: config.hosts })
    const held = made.flatMap(({ use, key }, index) => {
      const one = issued[index]
      return one ? [heldCertificate({ ...one, use, key })] : []
    })
    if (held.length < uses.length) throw new Error('The trust service issued less than was ordered')
    store.add(held, now())
  }
  const renew = async (held: HeldCertificate) => {
    const { key, csr } = await makeRequest(held.use)
    try {
      const issued = await trust.renew(held, csr)
      store.add([heldCertificate({ ...issued, use: held.use, key })], now())
    } catch (error) {
      // Revoked behind our back: it renews nothing any more, and a new one is ordered like the first.
      if (!(error instanceof TrustServiceSaidNo && error.status === CONFLICT)) throw error
      store.markRevoked(held.serial, now())
      await order([held.use])
    }
  }
  return {
    keep: () =>
      inTurn(async () => {
        const missing = USES.filter((use) => !fits(store.current(use, now()), config.hosts))
        if (missing.length > 0) await order(missing)
        for (const use of USES) {
          const held = store.current(use, now())
          if (held && isDue(held, config.renewBeforeDays, now())) await renew(held)
        }
      }),
    renewNow: () =>
      inTurn(async () => {
        for (const use of USES) {
          const held = store.current(use, now())
          await (held ? renew(held) : order([use]))
        }
      }),
    revoke: (held) =>
      inTurn(async () => {
        await trust.revoke(held)
        store.markRevoked(held.serial, now())
      }),
  }
}

const USES = ['web', 'eseal'] as const
const DAY_MS = 86_400_000
const CONFLICT = 409

/** A certificate that was ordered for other hosts than we have now is as good as none. */
function fits(held: HeldCertificate | null, hosts: readonly string[]): boolean {
  if (!held) return false
  const certificate = new X509Certificate(held.certificate)
  return held.use === 'eseal' || hosts.every((host) => certificate.checkHost(host) !== undefined)
}

/** A young one is left alone whatever the threshold: else one above its whole life would renew without end. */
function isDue({ certificate, endsAt }: HeldCertificate, renewBeforeDays: number, now: Date): boolean {
  const end = new Date(endsAt).getTime()
  const life = end - new X509Certificate(certificate).validFromDate.getTime()
  return end - now.getTime() < Math.min(renewBeforeDays * DAY_MS, life / 2)
}

type Keeper = { config: SigningConfig; store: KeyStore; trust: TrustService; now: () => Date }

export type CertificateKeeper = {
  keep(): Promise<void>
  /** Both, however long they have left. */
  renewNow(): Promise<void>
  revoke(held: HeldCertificate): Promise<void>
}
