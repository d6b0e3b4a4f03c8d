import { env } from '@/lib/env'

/** Where whoever presents a certificate reads every step of the verdict on it. */
export const CERTIFICATE_EXPLAINED = `${env.MTLS_ORIGIN}/certificate`
