import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { ConfirmChange } from '@/components/consent/confirm-change'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { CustomerFrame } from '../../../../customer-frame'
import { toTppView } from '../../../../permission-row'
import { toldView } from '../../../../told-view'
import { openChange } from '../open-change'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('change'))('endConfirm') })

/** The question before an earlier end; a day that is none, past or no earlier leads back to where it is chosen. */
export default async function EarlierEndPage({ params, searchParams }: EarlierEndPageProps) {
  const { customer, permission, may, href, now } = await openChange(params)
  const { data: until } = z.iso.date().safeParse((await searchParams).until)
  const { validUntil } = permission
  if (!may.narrow || !until || until >= validUntil || until < bankDay(now, brand.timeZone))
    redirect(`${href}/change?day#end`)
  return (
    <CustomerFrame name={customer.name} path={`${href}/change/end?until=${until}`}>
      <ConfirmChange
        view={{
          tpp: toTppView(permission.tpp),
          action: `${href}/change/end/confirm`,
          fields: { until },
          keepHref: `${href}/change`,
          // Who only holds the account sees nothing of an earlier end.
          told: { ...(await toldView(customer.psuId, [permission.id])), hold: [] },
          step: { kind: 'end', until, before: validUntil },
        }}
      />
    </CustomerFrame>
  )
}

type EarlierEndPageProps = {
  params: Promise<{ consentId: string }>
  searchParams: Promise<{ until?: string }>
}
