import 'server-only'
import { createHmac, type KeyObject } from 'node:crypto'
import type { KEY_PARTS } from '@/db/keys-schema/vault-keys'
import type { Sealed } from '@/db/schema/columns'
import { decrypt, encrypt } from './cipher'
import { STANDING_FIELDS } from './standing-fields'

/** At the head of every sealed value: the id of the version that sealed it. */
const MARK_BYTES = 16

/**
 * One key with its versions, ready to seal and open. `field` names the column (`psus.name`): sealed bytes open only under the
 * field they were sealed for. A value is text or anything JSON can hold. The newest version seals and every one opens; which one
 * it was stands in front of the value and is bound to it.
 */
export class VaultKey {
  private readonly byMark = new Map<string, Marked>()
  private readonly sealing = new Map<KeyPart, Marked>()

  /** `onStranger` is told of a value whose version is not among `versions`: made since, destroyed, or of another key. */
  constructor(
    readonly id: string,
    versions: readonly KeyVersion[],
    private readonly onStranger: () => void = () => undefined,
  ) {
    for (const version of versions) {
      const marked = { ...version, mark: Buffer.from(version.id.replaceAll('-', ''), 'hex') }
      this.byMark.set(marked.mark.toString('latin1'), marked)
      if (version.seals) this.sealing.set(version.part, marked)
    }
  }

  seal(field: string, value: unknown): Sealed {
    const { id, mark, secret } = this.sealingFor(field)
    const plain = Buffer.from(JSON.stringify(value))
    return Buffer.concat([mark, encrypt(secret, this.contextOf(id, field), plain)]) as Sealed
  }

  open<T>(field: string, sealed: Buffer): T {
    const version = this.byMark.get(sealed.toString('latin1', 0, MARK_BYTES))
    if (!version) {
      this.onStranger()
      throw new Error(`${field} was sealed by no version that is known here of the key ${this.id}`)
    }
    const plain = decrypt(version.secret, this.contextOf(version.id, field), sealed.subarray(MARK_BYTES))
    return JSON.parse(plain.toString('utf8'))
  }

  isOfOneVersion(one: Buffer, other: Buffer): boolean {
    return one.subarray(0, MARK_BYTES).equals(other.subarray(0, MARK_BYTES))
  }

  /** A keyed hash for exact-match search; tells nothing without the key. */
  index(field: string, value: string): Buffer {
    return createHmac('sha256', this.sealingFor(field).secret).update(`${field}\0${value}`).digest()
  }

  private sealingFor(field: string): Marked {
    const part = STANDING_FIELDS.includes(field) ? 'standing' : 'changing'
    const version = this.sealing.get(part)
    // Under the other part it would be lost: that one's versions are destroyed once what may change is sealed anew.
    if (!version) throw new Error(`The key ${this.id} does not seal ${field}: it has no ${part} part`)
    return version
  }

  private contextOf(versionId: string, field: string): string {
    return `${this.id}:${versionId}:${field}`
  }
}

export type KeyPart = (typeof KEY_PARTS)[number]
/** `seals`: of those of its part this one seals. */
export type KeyVersion = { id: string; part: KeyPart; secret: KeyObject; seals: boolean }
type Marked = KeyVersion & { mark: Buffer }
