import { DeveloperShell } from '@/components/developer/developer-shell'
import { DeveloperSignIn } from '@/components/developer/developer-sign-in'
import { brand } from '@/lib/brand'
import { developerPath, requireSandbox } from '@/lib/session/developer'

export const metadata = { title: 'Sign in as a developer' }

/** Signing in with a passkey of a developer and nothing else. */
export default async function DeveloperSignInPage({ searchParams }: DeveloperSignInPageProps) {
  requireSandbox()
  const { next } = await searchParams
  const path = developerPath(typeof next === 'string' ? next : null)
  return (
    <DeveloperShell brand={brand} sandbox>
      <DeveloperSignIn resultUrl={`/developer/sign-in/result?${new URLSearchParams({ next: path })}`} />
    </DeveloperShell>
  )
}

type DeveloperSignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
