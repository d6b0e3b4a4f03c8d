import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { HiddenFields } from '@/components/ui/hidden-fields'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

/** What taking it back opens and what it does not, and the step that is due: the passkey first, then the button. */
export function TakeBackNever({ view, children }: { view: TakeBackNeverView; children: ReactNode }) {
  const t = useTranslations('neverShare')
  const privacy = useTranslations('privacy')
  const { what, name, step, listHref } = view
  const isAccount = what === 'account'
  return (
    <>
      <BackLink href={listHref}>{t('title')}</BackLink>
      <PageHeader
        title={t.rich(isAccount ? 'backTitleAccount' : 'backTitleApp', { account: name, tpp: name, ...tags })}
      />
      {children}
      <p className="max-w-[58ch]">{t('backText', { what: isAccount ? 'account' : 'app' })}</p>
      {step.by === 'form' ? (
        <form action={step.action} className="mt-6" method="post">
          <HiddenFields fields={step.fields} />
          <ButtonPair>
            <Button href={listHref}>{t('keep')}</Button>
            <Button kind="primary">{t('takeBack')}</Button>
          </ButtonPair>
        </form>
      ) : null}
      {step.by === 'sign-in' ? (
        <>
          <p className="mt-6 mb-3 max-w-[58ch]">{t('confirmFirst')}</p>
          <div className="max-w-80">
            <Button href={step.href} kind="primary">
              {privacy('export.confirm')}
            </Button>
          </div>
        </>
      ) : null}
    </>
  )
}

export type TakeBackNeverView = {
  what: 'account' | 'third-party'
  name: string
  listHref: string
  /** `nothing`: a passkey that has just led somebody back in opens nothing. */
  step:
    | { by: 'form'; action: string; fields: Record<string, string> }
    | { by: 'sign-in'; href: string }
    | { by: 'nothing' }
}
