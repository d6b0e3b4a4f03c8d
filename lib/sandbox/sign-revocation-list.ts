import 'reflect-metadata'
import 'server-only'
import { AsnConvert } from '@peculiar/asn1-schema'
import { CRLNumber, id_ce_cRLNumber } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { certifiedBy } from '@/lib/sandbox/certified-by'
import { SIGNING_ALGORITHM } from '@/lib/sandbox/key-files'
import { USUAL_REASON } from '@/lib/sandbox/revocation-reasons'
import type { Authority } from '@/lib/sandbox/sandbox-folder'

/** A CA's revocation list of this moment, DER. */
export async function signRevocationList({ folder, authority, now, validMs }: SignList): Promise<Buffer> {
  const certified = await certifiedBy({ folder, ca: authority.name, now })
  const list = await x509.X509CrlGenerator.create({
    issuer: authority.certificate.subjectName,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + validMs),
    // A reason for each: without one the generator writes an empty extension list, which RFC 5280 forbids.
    entries: certified.flatMap(({ serial, revokedAt, reason }) =>
      revokedAt
        ? {
            serialNumber: serial,
            revocationDate: revokedAt,
            reason: x509.X509CrlReason[reason ?? USUAL_REASON],
          }
        : [],
    ),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
      // RFC 5280 5.2.3: rises with each list. The clock in milliseconds does, without a counter to keep.
      new x509.Extension(id_ce_cRLNumber, false, AsnConvert.serialize(new CRLNumber(now.getTime()))),
    ],
    signingKey: authority.privateKey,
    signingAlgorithm: SIGNING_ALGORITHM,
  })
  return Buffer.from(list.rawData)
}

type SignList = { folder: string; authority: Authority; now: Date; validMs: number }
