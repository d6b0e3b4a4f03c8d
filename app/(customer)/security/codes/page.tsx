import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { RecoveryCodeList } from '@/components/sca/recovery-code-list'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { PrintButton } from '@/components/ui/print-button'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { coolsUntil } from '@/lib/psu/cool-down'
import { draftRecoveryCodes, findRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { CustomerFrame } from '../../customer-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('codes'))('title') })

/**
 * Ten codes, drawn anew for each look at this page and never twice the same; the ones in front of the customer work once they
 * say that they have them. Only for somebody who has just shown a passkey, and not for one that a recovery has made.
 */
export default async function RecoveryCodesPage() {
  const customer = await requireCustomer()
  const now = await currentTime()
  if (!isRecent(customer, now)) redirect(signInPath('/security/codes', true))
  const { psuId, sessionId } = customer
  if (await coolsUntil({ ...customer, now })) redirect('/security')
  const t = await getTranslations('codes')
  const security = await getTranslations('security')
  const { codes, sealed } = await draftRecoveryCodes({ psuId, sessionId, now })
  const replaces = (await findRecoveryCodes(psuId)) !== null
  return (
    <CustomerFrame name={customer.name} path="/security/codes">
      <BackLink href="/security">{security('back')}</BackLink>
      <div className="screen-only">
        <PageHeader title={t('title')}>
          <p className="mt-2">{t('lead')}</p>
        </PageHeader>
      </div>
      <RecoveryCodeList bank={brand.name} codes={codes} madeAt={now.toISOString()} />
      <div className="mt-4 grid gap-3 screen-only">
        <p>{t('note')}</p>
        <p className="text-muted text-small">{t('print')}</p>
        <div className="empty:hidden sm:max-w-80">
          <PrintButton label={t('printButton')} look={buttonClass('secondary')} />
        </div>
        {replaces ? <Notice>{t('replaces')}</Notice> : null}
      </div>
      <form action="/security/codes/keep" className="mt-6 screen-only" method="post">
        <input name="draft" type="hidden" value={sealed} />
        <ButtonPair>
          <Button kind="primary">{t('keep')}</Button>
          <Button href="/security">{t('leave')}</Button>
        </ButtonPair>
      </form>
    </CustomerFrame>
  )
}
