import { getTranslations } from 'next-intl/server'
import { RemovalDetail } from '@/components/removal/removal-detail'
import { toRemovalDetail } from '@/components/removal/to-removal-view'
import { plain } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { CustomerFrame } from '../../customer-frame'
import { holderNames } from '../../holder-names'
import { openedRemoval, peekedRemoval } from './opened-removal'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: Pick<RemovalPageProps, 'params'>) {
  const t = await getTranslations('removal')
  const removal = await peekedRemoval(params)
  return { title: removal ? t.markup('one', { tpp: removal.tpp.brand, ...plain }) : t('title') }
}

/** One request to delete, step by step. */
export default async function RemovalPage({ params, searchParams }: RemovalPageProps) {
  const { customer, removal } = await openedRemoval(params)
  const other = removal.psuId === customer.psuId ? null : removal.psuId
  const { done } = await searchParams
  const names = await holderNames(other ? [other] : [])
  const askedBy = other && (names.get(other) ?? null)
  return (
    <CustomerFrame name={customer.name} path={`/removals/${removal.id}`}>
      <RemovalDetail
        done={done === 'asked' || done === 'sent' ? done : null}
        view={toRemovalDetail(removal, { askedBy, authority: brand.dataAuthority.name })}
      />
    </CustomerFrame>
  )
}

type RemovalPageProps = {
  params: Promise<{ removalId: string }>
  searchParams: Promise<{ done?: string }>
}
