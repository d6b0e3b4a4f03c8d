import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ShownCopy } from '@/components/evidence/shown-copy'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../../../customer-frame'
import { openedReceipt, type ReceiptAddress, receiptHref } from '../../opened-receipt'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('receipt'))('copyTitle') })

/** The approval page once more, as its record keeps it. */
export default async function ShownPage({ params }: { params: Promise<ReceiptAddress> }) {
  const customer = await requireCustomer()
  const address = await params
  const receipt = await openedReceipt(customer.psuId, address)
  const allowed = receipt?.kind === 'grant' ? receipt.allowed : null
  if (!allowed?.record.sentences) notFound()
  const href = receiptHref(address)
  return (
    <CustomerFrame name={customer.name} path={`${href}/shown`}>
      <ShownCopy
        view={{
          sentences: allowed.record.sentences,
          shownAt: allowed.at,
          backHref: href,
          language: allowed.record.locale,
        }}
      />
    </CustomerFrame>
  )
}
