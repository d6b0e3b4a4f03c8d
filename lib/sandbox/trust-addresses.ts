import { env } from '@/lib/env'

/** Where the sandbox's trust service publishes what about a CA; its certificates carry these addresses. */
export function addressesOf(ca: string, origin = env.SANDBOX_TRUST_ORIGIN): AddressesOfCa {
  return {
    // A silent CA has a responder and a list of its own, which never answer.
    ocsp: ca === 'silent' ? `${origin}/silent/ocsp` : `${origin}/ocsp`,
    crl: ca === 'silent' ? `${origin}/silent/silent.crl` : `${origin}/crl/${ca}.crl`,
    certificate: `${origin}/ca/${ca}.cer`,
  }
}

type AddressesOfCa = { ocsp: string; crl: string; certificate: string }
