/**
 * The body of a warning before the end of the certificate that lasts longest, from the detail of its event. No standard has such
 * a notification: its form is the bank's own, and published in docs/third-party.md.
 */
export function certificateEnd({ tppId, detail, explained }: Told): object {
  const { thumbprint, serial, notAfter, days } = detail
  return {
    event: 'certificate-ends',
    organizationIdentifier: tppId,
    certificate: { serial, thumbprint, notAfter },
    days,
    _links: { certificate: { href: explained } },
  }
}

type Told = { tppId: string; detail: Record<string, unknown>; explained: string }
