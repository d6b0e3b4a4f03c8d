import { z } from 'zod'
import { callSandbox } from '@/lib/console/call-sandbox'
import { openConsole } from '@/lib/console/console-cookie'
import { keepForPage } from '@/lib/console/kept-answers'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { visitorForm } from '@/lib/session/visitor-form'

/** The fields of `try-form`, named by where each goes: `path.consentId`, `header.Consent-ID`. */
const Fields = z.looseObject({ operation: z.string().max(70), body: z.string().max(70_000).default('') })

/** Sends what the form holds to the sandbox and leads to the page that shows the answer. */
export const POST = visitorForm(Fields, async ({ input: { operation, body, ...fields } }) => {
  if (!env.SANDBOX) throw new Refusal('resource_unknown')
  const session = await openConsole()
  const trimmed = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value.trim()]] : [],
  )
  const answer = await callSandbox(session, {
    operationId: operation,
    fields: Object.fromEntries(trimmed),
    body: body.replaceAll('\r\n', '\n'),
  })
  if (!answer) throw new Refusal('resource_unknown')
  return `/developer/try/${encodeURIComponent(operation)}?answer=${keepForPage(session, answer)}#answer`
})
