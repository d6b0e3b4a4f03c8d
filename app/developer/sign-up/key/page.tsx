import { redirect } from 'next/navigation'
import { z } from 'zod'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { SignUpByKey } from '@/components/developer/sign-up-by-key'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { lineOfProof } from '@/lib/developers/prove-key'
import { isRefusal } from '@/lib/errors'
import { requireSandbox } from '@/lib/session/developer'

export const metadata = { title: 'Sign up by a key' }

/** The line that the key of a certificate has to sign, and the form that takes the signature. */
export default async function SignUpByKeyPage({ searchParams }: SignUpByKeyPageProps) {
  requireSandbox()
  const { data: proofId } = z.uuid().safeParse((await searchParams).proof)
  if (!proofId) redirect('/developer/sign-up')
  const line = await lineOfProof(proofId, await currentTime()).catch((thrown) => {
    if (isRefusal(thrown)) return null
    throw thrown
  })
  if (line === null) redirect('/developer/sign-up')
  return (
    <DeveloperShell brand={brand} sandbox>
      <SignUpByKey line={line} proofId={proofId} />
    </DeveloperShell>
  )
}

type SignUpByKeyPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
