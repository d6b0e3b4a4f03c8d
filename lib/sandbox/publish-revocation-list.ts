import 'reflect-metadata'
import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { AsnConvert } from '@peculiar/asn1-schema'
import { CRLNumber, id_ce_cRLNumber } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { readRegister } from '@/lib/sandbox/certificate-register'
import { SIGNING_ALGORITHM, writeAtomically } from '@/lib/sandbox/key-files'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const DAY_MS = 86_400_000
const VALID_MS = 7 * DAY_MS
const REISSUE_AFTER_MS = DAY_MS

/** Signs the list of all revoked certificates of the register and puts it in place in one step. */
export async function publishRevocationList({ folder, now }: Publish): Promise<void> {
  const paths = sandboxPaths(folder)
  const issuing = await readAuthority(paths.ca, 'issuing')
  const list = await x509.X509CrlGenerator.create({
    issuer: issuing.certificate.subjectName,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + VALID_MS),
    // A reason for each: without one the generator writes an empty extension list, which RFC 5280 forbids.
    entries: revokedOf(folder).map(({ serial, revokedAt }) => ({
      serialNumber: serial,
      revocationDate: new Date(revokedAt),
      reason: x509.X509CrlReason.cessationOfOperation,
    })),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(issuing.certificate.publicKey),
      // RFC 5280 5.2.3: rises with each list. The clock in milliseconds does, without a counter to keep.
      new x509.Extension(id_ce_cRLNumber, false, AsnConvert.serialize(new CRLNumber(now.getTime()))),
    ],
    signingKey: issuing.privateKey,
    signingAlgorithm: SIGNING_ALGORITHM,
  })
  writeAtomically(paths.revocationList, Buffer.from(list.rawData))
}

/** Whether the list in place is missing, a day old, or lacks a revocation that a kill -9 kept from it. */
export async function isRevocationListDue({ folder, now }: Publish): Promise<boolean> {
  const paths = sandboxPaths(folder)
  if (!existsSync(paths.revocationList)) return true
  const list = new x509.X509Crl(new Uint8Array(readFileSync(paths.revocationList)))
  const { certificate } = await readAuthority(paths.ca, 'issuing')
  if (!(await list.verify({ publicKey: certificate }))) return true
  if (now.getTime() - list.thisUpdate.getTime() > REISSUE_AFTER_MS) return true
  return list.entries.length !== revokedOf(folder).length
}

function revokedOf(folder: string): Revoked[] {
  return readRegister(folder).flatMap(({ serial, revokedAt }) => (revokedAt ? { serial, revokedAt } : []))
}

type Publish = { folder: string; now: Date }
type Revoked = { serial: string; revokedAt: string }
