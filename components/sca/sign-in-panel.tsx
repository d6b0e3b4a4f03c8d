import { useTranslations } from 'next-intl'
import { type Money, useFormats } from '@/components/format'
import { buttonClass } from '@/components/ui/button-class'
import { Field } from '@/components/ui/field'
import { Fold } from '@/components/ui/fold'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

import { PasskeyNoScript } from './passkey-no-script'
import { PasskeySignIn } from './passkey-sign-in'
import { usePasskeyTexts } from './passkey-texts'

/**
 * Signing in, the same for the bank's own pages and for a request: a button, and the browser's list of passkeys.
 * With `tpp` there is no other way in and nothing that a page of a fraudster would ask for; the ways to a passkey are folded.
 */
export function SignInPanel({ view }: { view: SignInView }) {
  const t = useTranslations('signIn')
  const formats = useFormats()
  const amount = view.pays ? formats.money(view.pays.money) : ''
  const texts = usePasskeyTexts(t('busy'), t('closed', { phone: view.phone }))
  return (
    <>
      <PageHeader title={t('title')}>
        <p className="mt-2 text-muted">{t('lead')}</p>
      </PageHeader>
      {view.tpp ? (
        <div className="mb-5">
          <Notice>
            {view.pays
              ? t.rich('bannerPays', { tpp: view.tpp, payee: view.pays.payee, amount, ...tags })
              : t.rich('banner', { tpp: view.tpp, ...tags })}
          </Notice>
        </div>
      ) : null}
      {view.message ? (
        <div className="mb-5">
          <Notice tone="quiet">{view.message}</Notice>
        </div>
      ) : null}
      <PasskeySignIn
        look={buttonClass('primary')}
        below={
          <div className="mt-6 border-line border-t pt-5">
            <Field
              autoComplete="username webauthn"
              hint={t('fieldHint', { bank: view.bank })}
              id="passkeys"
              label={t('field')}
              name="passkeys"
            />
          </div>
        }
        icon={<Icon name="key" size={20} />}
        label={t('button')}
        noScript={<PasskeyNoScript />}
        optionsUrl={view.optionsUrl}
        resultUrl={view.resultUrl}
        texts={texts}
      />
      {view.tpp ? (
        <div className="mt-4">
          <Fold label={t('without')}>
            <WithoutPasskey phone={view.phone} />
          </Fold>
        </div>
      ) : (
        <div className="mt-9 border-line border-t pt-5">
          <WithoutPasskey phone={view.phone} />
        </div>
      )}
    </>
  )
}

/** The ways to a passkey, for who has none yet or none any more. */
function WithoutPasskey({ phone }: { phone: string }) {
  const t = useTranslations('signIn')
  const recover = useTranslations('recover')
  return (
    <section aria-labelledby="activation">
      <h2 className="font-heading text-h2" id="activation">
        {t('activation')}
      </h2>
      <p className="mt-1 text-muted">{t('activationText', { phone })}</p>
      <p className="mt-3 font-strong">{recover('lost')}</p>
      <p className="text-muted">
        {recover.rich('lostText', { go: (chunks) => <a href="/recover">{chunks}</a> })}
      </p>
    </section>
  )
}

export type SignInView = {
  bank: string
  phone: string
  /** The brand that asks, where signing in answers its request. */
  tpp: string | null
  /** What it asks to be paid and to whom, as it says itself, where it asks for a payment. */
  pays?: { money: Money; payee: string }
  /** A line such as why the session ended, already in words. */
  message: string | null
  optionsUrl: string
  resultUrl: string
}
