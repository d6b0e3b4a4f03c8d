import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { derOf, makeAuthorities, makeCertificate } from './make-certificate'
import { AUTHORITIES } from './recipe'
import { ZOO } from './zoo'
import { authorityFile, certificateFile } from './zoo-files'

/** Makes every file of the zoo anew with the openssl program, under new keys, which nobody keeps. Says how many. */
export function makeZoo(target: string): { authorities: number; certificates: number } {
  const folder = mkdtempSync(join(tmpdir(), 'placet-zoo-'))
  try {
    makeAuthorities(folder)
    const authorities = Object.keys(AUTHORITIES).map((name) => ({
      file: authorityFile(name),
      der: derOf(readFileSync(join(folder, `${name}.pem`), 'utf8')),
    }))
    const certificates = ZOO.flatMap(({ certificate, recipe }) =>
      recipe ? [{ file: certificateFile(certificate), der: makeCertificate(folder, recipe) }] : [],
    )
    rmSync(target, { recursive: true, force: true })
    mkdirSync(target, { recursive: true })
    for (const { file, der } of [...authorities, ...certificates])
      writeFileSync(join(target, file), toPem(der))
    return { authorities: authorities.length, certificates: certificates.length }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
