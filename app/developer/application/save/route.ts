import { z } from 'zod'
import { FIELD_LABELS, inFieldWords } from '@/lib/developers/field-words'
import { keepOnce } from '@/lib/developers/shown-once'
import { isRefusal } from '@/lib/errors'
import { readRegistration } from '@/lib/oauth/read-registration'
import { developerForm } from '@/lib/session/developer-form'
import { findApplication } from '@/lib/tpp/find-application'
import { registerApplication } from '@/lib/tpp/register-application'
import { APPLICATION_PAGE, type Draft } from '../draft'

const Fields = z.strictObject({
  name: z.string().max(200),
  redirectUris: z.string().max(12_000),
  notificationUri: z.string().max(1_000),
  jwks: z.string().max(40_000),
  method: z.string().max(40),
})

/** Sets the application as `POST /oauth/register` does; what is wrong is told beside what was typed. */
export const POST = developerForm(
  Fields,
  async ({ input, developer, requestId, now }) => {
    const { tppId, developerId } = developer
    const back = (fault: string) => {
      const draft: Draft = { ...input, fault }
      return `${APPLICATION_PAGE}?draft=${keepOnce(developerId, draft)}#application`
    }
    const known = await findApplication(tppId)
    if (!known)
      return back(
        'The bank does not know this organisation yet: make a first good call with its QWAC, or get a pair here.',
      )
    if (input.jwks.trim() && jsonOf(input.jwks) === null)
      return back(`${FIELD_LABELS.jwks}: this is not JSON. Paste the whole set, from { to }.`)
    const read = await readRegistration(await toMetadata(input, known))
    if ('error' in read) return back(inFieldWords(read.text))
    const fault = await registerApplication({
      tpp: { id: tppId },
      registration: read.registration,
      by: `developer:${developerId}`,
      requestId,
      now,
    }).then(
      () => null,
      (thrown: unknown) => {
        if (isRefusal(thrown)) return inFieldWords(thrown.text ?? thrown.code)
        throw thrown
      },
    )
    return fault ? back(fault) : `${APPLICATION_PAGE}?saved=application#application`
  },
  { page: APPLICATION_PAGE },
)

/** What the form does not show stays as it was registered. */
async function toMetadata(input: z.infer<typeof Fields>, known: Known) {
  const lines = input.redirectUris.split(/\s+/).filter((line) => line !== '')
  return {
    redirect_uris: lines,
    token_endpoint_auth_method: input.method,
    ...(input.name.trim() && { client_name: input.name.trim() }),
    ...(input.jwks.trim() && { jwks: jsonOf(input.jwks) }),
    ...(input.notificationUri.trim() && { notification_uri: input.notificationUri.trim() }),
    ...(known.clientUri && { client_uri: known.clientUri }),
    purposes: known.purposes,
    ...(known.dataRemovalEndpoint && { data_removal_endpoint: known.dataRemovalEndpoint }),
    ...(known.eventMethod === 'poll' && { event_delivery: { method: 'urn:ietf:rfc:8936' } }),
    ...(known.eventEndpoint && {
      event_delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: known.eventEndpoint },
    }),
    rotates_refresh_tokens: known.rotatesRefreshTokens === 'yes',
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Known = {
  clientUri: string | null
  purposes: string[]
  rotatesRefreshTokens: 'yes' | 'no'
  dataRemovalEndpoint: string | null
  eventMethod: 'push' | 'poll' | null
  eventEndpoint: string | null
}
