import { DeveloperShell } from '@/components/developer/developer-shell'
import { SecurityCheck } from '@/components/developer/security-check'
import { SecurityGuide } from '@/components/developer/security-guide'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { env } from '@/lib/env'
import { findPosture } from '@/lib/posture/find-posture'
import { findDeveloperHere } from '@/lib/session/developer'
import { problemText } from '@/lib/session/refusal-words'

export const metadata = { title: 'Integrate securely' }

/** The guide, for everybody; and what the bank sees of one's own endpoints, for a signed-in developer of the sandbox. */
export default async function SecurityPage({ searchParams }: SecurityPageProps) {
  const developer = await findDeveloperHere()
  const posture = developer ? await findPosture(developer.tppId, await currentTime()) : null
  const query = await searchParams
  const problem = typeof query.problem === 'string' ? problemText(query.problem, 'en') : null
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <PageHeader eyebrow="For developers" title="Integrate securely">
        <p className="mt-2 max-w-prose">
          What keeps your customers safe when something goes wrong, and what the bank can see of it from
          outside. None of it is a condition: the bank serves every licensed third party (PSD2 Art. 68(5)).
        </p>
      </PageHeader>
      <ProblemNotice>{problem}</ProblemNotice>
      {env.SANDBOX ? (
        <Section id="check" title="Your endpoints">
          {query.checked === undefined ? null : (
            <div className="mb-5">
              <Notice icon="tick" status>
                Looked at just now.
              </Notice>
            </div>
          )}
          {posture ? (
            <SecurityCheck posture={posture} />
          ) : (
            <p className="max-w-prose">
              <a href="/developer/sign-in?next=/developer/security">Sign in as a developer</a> to see what the
              bank sees of the addresses and keys that you registered, and to have it look again.
            </p>
          )}
        </Section>
      ) : null}
      <SecurityGuide bank={{ phone: brand.phone, supportUrl: brand.supportUrl }} />
    </DeveloperShell>
  )
}

type SecurityPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
