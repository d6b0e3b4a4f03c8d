import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate, SubjectAlternativeName } from '@peculiar/asn1-x509'

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'
const HOST = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/**
 * Whether a host belongs to the holder of a web certificate, as Berlin Group 1.3 has it for addresses that a third party
 * names: it is one of the certificate's DNS names or its common name, or lies below one; a wildcard stands for what lies
 * below it. A name of one label (`localhost`, and any top-level domain) has nothing below it. An IP address belongs to
 * nobody.
 */
export function isHostOf({ host, der, commonName }: IsHostOf): boolean {
  return [...dnsNamesOf(der), commonName]
    .map((name) => name.toLowerCase())
    .filter((name) => HOST.test(name))
    .some((name) =>
      name.startsWith('*.') ? isBelow(host, name.slice(2)) : host === name || isBelow(host, name),
    )
}

function isBelow(host: string, name: string): boolean {
  return name.includes('.') && host.endsWith(`.${name}`)
}

function dnsNamesOf(der: Uint8Array): string[] {
  const { extensions = [] } = AsnConvert.parse(der, Certificate).tbsCertificate
  const found = extensions.find(({ extnID }) => extnID === SUBJECT_ALTERNATIVE_NAME)
  if (!found) return []
  return AsnConvert.parse(found.extnValue.buffer, SubjectAlternativeName).flatMap(
    ({ dNSName }) => dNSName ?? [],
  )
}

type IsHostOf = { host: string; der: Uint8Array; commonName: string }
