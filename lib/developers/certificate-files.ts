import type { OrderedCertificate } from './certificates'
import type { TextFile } from './zip-files'

const NAMES = { web: 'qwac', eseal: 'qsealc' } as const

/** Ordered certificates as the files that the commands of the developer pages name. */
export function certificateFiles(ordered: readonly OrderedCertificate[]): TextFile[] {
  const chain = ordered[0]?.chain
  return [
    ...ordered.flatMap(({ use, certificate, key }) => [
      { name: `${NAMES[use]}.pem`, text: certificate },
      ...(key === null ? [] : [{ name: `${NAMES[use]}.key`, text: key }]),
    ]),
    // The bank's own certificate in the sandbox comes from the same root.
    ...(chain ? [{ name: 'chain.pem', text: chain }] : []),
  ]
}
