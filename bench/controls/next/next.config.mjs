import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Checked with the whole project.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root },
  outputFileTracingRoot: root,
  serverExternalPackages: [
    'pg',
    'pino',
    '@peculiar/x509',
    '@peculiar/asn1-schema',
    '@peculiar/asn1-x509',
    'reflect-metadata',
  ],
}

export default config
