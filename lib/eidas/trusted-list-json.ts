import 'server-only'
import { z } from 'zod'
import type { ListSigner } from './list-signers'
import { parseListedCa } from './parse-certificate'
import { readSignedStatement } from './signed-statement'
import type { TrustService } from './trust-service'
import type { TrustedList } from './trusted-list'

const ADDRESSES = z.array(z.string().max(2048)).max(10).default([])
const LIST = z.object({
  territory: z.string(),
  services: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      status: z.string(),
      uses: z.array(z.string()),
      certificate: z.base64(),
      issuedBy: z.base64().nullish(),
      ocsp: ADDRESSES,
      crls: ADDRESSES,
      issuerOcsp: ADDRESSES,
      issuerCrls: ADDRESSES,
    }),
  ),
})

/** A trusted list in the sandbox's simplified form, which docs/sandbox.md describes. Throws a sentence. */
export async function readTrustedListJson(
  body: Buffer,
  signers: readonly ListSigner[],
): Promise<TrustedList> {
  const type = 'placet-trusted-list+jws'
  const { content, ...issue } = await readSignedStatement({ body, type, signers })
  const list = LIST.safeParse(content)
  if (!list.success) throw new Error('it is signed and not as defined', { cause: list.error })
  const source = `trusted list ${list.data.territory}, number ${issue.sequence}`
  const faults: string[] = []
  const services = list.data.services
    .filter(({ type }) => type === 'CA/QC')
    .flatMap((service) => {
      try {
        return toService(service, { source, asOf: issue.issuedAt, validUntil: issue.nextUpdate })
      } catch (cause) {
        faults.push(
          `${source}: ${service.name} is not trusted: ${cause instanceof Error ? cause.message : ''}`,
        )
        return []
      }
    })
  return { ...issue, services, pointers: [], faults }
}

function toService(
  service: z.infer<typeof LIST>['services'][number],
  told: Pick<TrustService, 'source' | 'asOf' | 'validUntil'>,
): TrustService {
  const { status, uses, certificate, issuedBy, ocsp, crls, issuerOcsp, issuerCrls } = service
  return {
    ...told,
    certificate: parseListedCa(Buffer.from(certificate, 'base64')),
    // Any other word is none that grants.
    status: status === 'granted' ? 'granted' : 'withdrawn',
    uses: (['web', 'eseal'] as const).filter((use) => uses.includes(use)),
    issuedBy: issuedBy ? parseListedCa(Buffer.from(issuedBy, 'base64')) : null,
    ocsp,
    crls,
    revocations: null,
    above: { ocsp: issuerOcsp, crls: issuerCrls, revocations: null },
  }
}
