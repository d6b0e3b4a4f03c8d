/** Grows with the shape of the message. */
const FORMAT = 'placet/data-removal/1'

/**
 * What a third party is told: which consent, that its customer asks to have what it got under it deleted, on what ground, and
 * where to answer. The consent's id is all there is of the customer. `base` is the interface's own address.
 */
export function removalMessage({ removalId, consentId, askedAt, mandateHash, base }: Told): object {
  return {
    format: FORMAT,
    dataRemovalId: removalId,
    consentId,
    askedAt: askedAt.toISOString(),
    ground: 'Regulation (EU) 2016/679, Art. 17',
    mandate: { 'sha-256': mandateHash.toString('base64url') },
    _links: { answer: { href: `${base}/v1/data-removals/${removalId}/answer` } },
  }
}

type Told = { removalId: string; consentId: string; askedAt: Date; mandateHash: Buffer; base: string }
