import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { visitorForm } from '@/lib/session/visitor-form'
import { callSandbox } from '@/lib/xs2a/call-sandbox'
import { keepForPage } from '@/lib/xs2a/kept-answers'

/** The fields of `try-form`, named by where each goes: `path.consentId`, `header.Consent-ID`. */
const Fields = z.looseObject({ operation: z.string().max(70), body: z.string().max(70_000).default('') })

/** Sends what the form holds to the sandbox and leads to the page that shows the answer. */
export const POST = visitorForm(Fields, async ({ input: { operation, body, ...fields } }) => {
  const of = (place: string) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) =>
        name.startsWith(`${place}.`) && typeof value === 'string' && value !== ''
          ? [[name.slice(place.length + 1), value.trim()]]
          : [],
      ),
    )
  const answer = await callSandbox({
    operationId: operation,
    path: of('path'),
    query: of('query'),
    headers: of('header'),
    body: body.replaceAll('\r\n', '\n'),
  })
  if (!answer) throw new Refusal('resource_unknown')
  return `/developer/try/${encodeURIComponent(operation)}?answer=${keepForPage(answer)}#answer`
})
