import { useTranslations } from 'next-intl'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import { ReceiptBody } from './receipt-body'

/** One receipt to read and to print, and the ways to keep it. */
export function ReceiptPage({ view }: { view: ReceiptPageView }) {
  const t = useTranslations('receipt')
  return (
    <>
      <div className="screen-only">
        <BackLink href={view.backHref}>{t(view.of === 'payment' ? 'backPayment' : 'back')}</BackLink>
      </div>
      <ReceiptBody printed={view.printed} />
      <div className="screen-only mt-8 grid gap-3 xs:grid-cols-2">
        <Button href={view.pdfHref} icon={<Icon name="download" />}>
          {t('pdf')}
        </Button>
        <Button href={view.signedHref} icon={<Icon name="shield" />}>
          {t('signed')}
        </Button>
        {view.shownHref ? (
          <Button href={view.shownHref} icon={<Icon name="eye" />}>
            {t('page')}
          </Button>
        ) : null}
        <Button href="/verify" icon={<Icon name="tick" />}>
          {t('check')}
        </Button>
      </div>
    </>
  )
}

/** `of`: to what `backHref` leads. `shownHref` is null where no page asked, or where it is not shown again. */
export type ReceiptPageView = {
  printed: PrintedReceipt
  of: 'permission' | 'payment'
  backHref: string
  pdfHref: string
  signedHref: string
  shownHref: string | null
}
