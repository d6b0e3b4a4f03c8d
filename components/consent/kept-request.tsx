import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

/**
 * In the place of a request that the customer has refused once and for all: that they have, since when, what its third party gets
 * to know, the way back, and the way to change it.
 */
export function KeptRequest({ view }: { view: KeptRequestView }) {
  const t = useTranslations('neverShare')
  const approval = useTranslations('approval')
  const formats = useFormats()
  const { tpp, account, since, decline } = view
  const name = { tpp, ...tags }
  return (
    <div data-error-id="kept-back">
      <PageHeader
        eyebrow={approval.rich('eyebrowOne', name)}
        title={account === null ? t.rich('refusedApp', name) : t.rich('refusedAccount', { account, ...tags })}
      />
      <p className="max-w-[58ch]">{t.rich('refusedText', { date: formats.date(since), ...name })}</p>
      <form action={decline.action} className="mt-6 max-w-80" method="post">
        <Button kind="primary">{decline.leaves ? approval.rich('back', name) : approval('decline')}</Button>
      </form>
      <p className="mt-3">
        <a className="inline-flex min-h-11 items-center" href="/privacy/never-share">
          {t('change')}
        </a>
      </p>
    </div>
  )
}

export type KeptRequestView = {
  tpp: string
  /** The account that is never shared; null where nothing is, with this third party. */
  account: string | null
  since: string
  /** `leaves`: the no leads back to the third party. */
  decline: { action: string; leaves: boolean }
}
