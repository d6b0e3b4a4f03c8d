import { z } from 'zod'
import { sameOriginPath } from '@/lib/session/same-origin-path'
import { visitorForm } from '@/lib/session/visitor-form'

const YEAR_SECONDS = 31_536_000
const Theme = z.strictObject({ theme: z.enum(['light', 'dark', 'device']) })

/** Keeps the choice of colours in a cookie that the server reads, so that no script has to. */
export const POST = visitorForm(Theme, async ({ input, request, cookies }) => {
  if (input.theme === 'device') cookies.delete('theme')
  else cookies.set('theme', input.theme, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true })
  return sameOriginPath(new URL(request.url).searchParams.get('next'))
})
