import { getTranslations } from 'next-intl/server'
import { ObjectionPanel } from '@/components/sca/objection-panel'
import { SecureMark } from '@/components/ui/header-aside'
import { MessagePage } from '@/components/ui/message-page'
import { PageShell } from '@/components/ui/page-shell'
import { phoneWords } from '@/components/ui/phone-words'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findObjectable, objectionDone } from '@/lib/sca/object-to-recovery'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('objection'))('title') })

/**
 * Where a notice of a recovery leads: says what happened, names nobody, and asks before it does anything, because programs that
 * read mail open links too. Needs no sign-in: who reads it may have lost every passkey. The
 * address can end a recovery: under `same-origin` (`proxy.ts`) no other site is told of it, and the form still says whose it is.
 */
export default async function ObjectionPage({ params, searchParams }: ObjectionPageProps) {
  const { token } = await params
  const { done } = await searchParams
  const t = await getTranslations('objection')
  const asked = { token, now: await currentTime() }
  const found = await findObjectable(asked)
  const phone = phoneWords(brand.phone)
  // By the trail: whoever made that passkey could send a link that says so, too.
  const state = found ? null : done === '' && (await objectionDone(asked)) ? 'done' : 'over'
  return (
    <PageShell
      aside={<SecureMark />}
      brand={brand}
      language={{
        action: `/language?next=${encodeURIComponent(`/recover/object/${token}${state === 'done' ? '?done' : ''}`)}`,
      }}
    >
      {found ? (
        <ObjectionPanel
          action={`/recover/object/${token}/confirm`}
          madeAt={found.madeAt.toISOString()}
          until={found.until.toISOString()}
        />
      ) : (
        <MessagePage
          errorId={`recovery-${state}`}
          title={t(state === 'done' ? 'doneTitle' : 'overTitle')}
          why={<p>{t.rich(state === 'done' ? 'doneText' : 'overText', phone)}</p>}
        />
      )}
    </PageShell>
  )
}

type ObjectionPageProps = {
  params: Promise<{ token: string }>
  searchParams: Promise<{ done?: string }>
}
