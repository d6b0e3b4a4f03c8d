import { DeveloperShell } from '@/components/developer/developer-shell'
import { SignUp } from '@/components/developer/sign-up'
import { Notice } from '@/components/ui/notice'
import { brand } from '@/lib/brand'
import { findFreeInstitutions } from '@/lib/developers/organisations'
import { isRefusal } from '@/lib/errors'
import { requireSandbox } from '@/lib/session/developer'

export const metadata = { title: 'Sign up as a developer' }

/** An organisation and a passkey: that is an account. */
export default async function SignUpPage() {
  requireSandbox()
  const institutions = await findFreeInstitutions().catch((thrown) => {
    if (isRefusal(thrown)) return null
    throw thrown
  })
  return (
    <DeveloperShell brand={brand} sandbox>
      {institutions ? (
        <SignUp institutions={institutions} />
      ) : (
        <Notice alert tone="danger">
          The sandbox&apos;s trust service does not answer, so nobody can be certified now. npm run demo
          starts it.
        </Notice>
      )}
    </DeveloperShell>
  )
}
