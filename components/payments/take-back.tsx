import { useTranslations } from 'next-intl'
import { WhatChanges } from '@/components/consent/what-changes'
import { type Money, useFormats } from '@/components/format'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

/** The question before a payment is taken back: what changes, what stays, two answers of one size, no script and no passkey. */
export function TakeBack({ view }: { view: TakeBackView }) {
  const t = useTranslations('payments.cancel')
  const formats = useFormats()
  const { payee, tpp, keepHref } = view
  const names = { payee, tpp, amount: formats.money(view.money), date: formats.day(view.executeOn), ...tags }
  return (
    <>
      <BackLink href={keepHref}>{t('back')}</BackLink>
      <PageHeader title={<span className="wrap-anywhere">{t.rich('title', names)}</span>} />
      <WhatChanges
        parts={[
          { title: t('now'), text: t.rich('nowText', names) },
          { title: t('not'), text: t.rich('notText', names) },
        ]}
      />
      <form action={view.action} className="mt-6" method="post">
        <ButtonPair>
          <Button href={keepHref}>{t('keep')}</Button>
          <Button kind="primary">{t('confirm')}</Button>
        </ButtonPair>
      </form>
    </>
  )
}

export type TakeBackView = {
  payee: string
  tpp: string
  money: Money
  /** The day of the bank on which it would be paid. */
  executeOn: string
  action: string
  keepHref: string
}
