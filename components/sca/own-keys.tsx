import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import type { SignedInBrowser } from '@/lib/session/find-sessions'
import { PasskeyCards, type PasskeyView } from './passkey-cards'
import { SignedInBrowsers } from './signed-in-browsers'

/** The passkeys of somebody who is no customer, where they are signed in, and the ways out. `base` is the page's own address. */
export function OwnKeys({ view }: { view: OwnKeysView }) {
  const { base, passkeys, browsers, addButton, done, problem, now } = view
  const t = useTranslations('ownKeys')
  const security = useTranslations('security')
  const passkey = useTranslations('passkey')
  return (
    <div className="max-w-160">
      <PageHeader title={t('title')}>
        <p className="mt-1 text-muted">{t('lead', { count: passkeys.length })}</p>
      </PageHeader>
      <Outcome>
        {problem ? (
          <Notice tone="danger">{problem}</Notice>
        ) : done ? (
          <Notice icon="tick">{done === 'ended' ? t('ended') : security(done)}</Notice>
        ) : null}
      </Outcome>
      <Section id="passkeys" title={passkey('title')}>
        <PasskeyCards now={now} passkeys={passkeys} removeText={t('removeText')} />
        <p className="mt-4">
          <a className={addButton} href={`${base}/add`}>
            {passkey('add')}
          </a>
        </p>
      </Section>
      <SignedInBrowsers
        browsers={browsers}
        endAction={(sessionId) => `${base}/sessions/${sessionId}/end`}
        signOut={view.signOut}
      />
    </div>
  )
}

/** What a change says when it has led back to the page (`?done=`). */
export const OWN_KEYS_DONE = ['created', 'renamed', 'removed', 'ended'] as const

export type OwnKeysView = {
  base: string
  signOut: string
  passkeys: PasskeyView[]
  browsers: SignedInBrowser[]
  /** The classes of the button that leads to a further passkey, as its realm's buttons look. */
  addButton: string
  done: (typeof OWN_KEYS_DONE)[number] | null
  problem: string | null
  now: string
}
