import { openApiDocument } from './openapi'
import { ROUTES } from './routes'

/** The contract as the file of a release, `docs/openapi.json`: at no bank in particular. */
export function openApiFile(): string {
  const places = {
    bank: 'Placet',
    mtlsOrigin: 'https://xs2a.bank.example',
    publicOrigin: 'https://bank.example',
    sandbox: false,
  }
  return `${JSON.stringify(openApiDocument(ROUTES, places), null, 2)}\n`
}
