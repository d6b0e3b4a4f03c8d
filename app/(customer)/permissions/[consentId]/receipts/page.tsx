import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { titleOf } from '@/components/evidence/print-receipt'
import { ReceiptList } from '@/components/evidence/receipt-list'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { findReceipts } from '@/lib/evidence/find-receipts'
import { nameHolders } from '@/lib/psu/name-holders'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { receiptWords } from '../../../receipt-words'
import { receiptHref } from './opened-receipt'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('receipt'))('list') })

/** Every receipt of one permission: its grant, each change, its end. */
export default async function ReceiptsPage({ params }: { params: Promise<{ consentId: string }> }) {
  const customer = await requireCustomer()
  const { consentId } = await params
  const { psuId } = customer
  if (!z.uuid().safeParse(consentId).success) notFound()
  const [permission] = await findPermissions({ psuId, consentId, now: await currentTime() })
  if (!permission) notFound()
  const { brand: tpp } = permission.tpp
  const words = await receiptWords()
  const entries = await findReceipts({ consentId, psuId })
  const receipts = entries.map(async ({ id, at, what, by, holder }) => {
    const [name = null] = holder ? await nameHolders([holder]) : []
    const funds = what === 'allowed' && permission.kind === 'fundsConfirmation'
    const title = titleOf({ decision: { what, by, name }, brand: tpp, funds }, words)
    return { href: receiptHref({ consentId, eventId: id }), at: at.toISOString(), title }
  })
  return (
    <CustomerFrame name={customer.name} path={`/permissions/${consentId}/receipts`}>
      <ReceiptList
        view={{ backHref: `/permissions/${consentId}`, tpp, receipts: await Promise.all(receipts) }}
      />
    </CustomerFrame>
  )
}
