import { z } from 'zod'
import { startProof } from '@/lib/developers/prove-key'
import { requireSandbox } from '@/lib/session/developer'
import { visitorForm } from '@/lib/session/visitor-form'

/** Gives a line to sign. */
export const POST = visitorForm(z.strictObject({}), async ({ now }) => {
  requireSandbox()
  const { proofId } = await startProof(now)
  return `/developer/sign-up/key?${new URLSearchParams({ proof: proofId })}`
})
