import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { SummaryList } from '@/components/ui/summary-list'
import type { MaskedPermission } from '@/lib/staff/find-permission'
import { OpenWithReason } from './open-with-reason'
import { SearchForm } from './search-form'

/** What lies behind a reference, without whose it is; opening it needs a reason that the customer reads. */
export function PermissionFinds({ found, reference, mayOpen, elsewhere }: PermissionFindsProps) {
  const t = useTranslations('staff.permission')
  const formats = useFormats()
  return (
    <>
      <SearchForm hint={t('searchHint')} label={t('search')} name="ref" value={reference} />
      {reference && found.length === 0 && !elsewhere ? <p role="status">{t('none')}</p> : null}
      <ul className="grid max-w-200 gap-4">
        {found.map((one) => (
          <li key={one.id}>
            <Card>
              <SummaryList
                rows={[
                  { id: 'reference', term: t('reference'), detail: one.reference },
                  {
                    id: 'tpp',
                    term: t('tpp'),
                    detail: (
                      <a href={`/staff/third-parties/${one.tppId}`}>
                        <bdi>{one.brand}</bdi>
                      </a>
                    ),
                  },
                  {
                    id: 'status',
                    term: t('status'),
                    detail: (
                      <>
                        <code className="font-mono text-label">{one.status}</code>
                        {one.endedByBank ? ` ${t('endedByBank')}` : null}
                      </>
                    ),
                  },
                  { id: 'kind', term: t('kind'), detail: t(`kinds.${one.kind}`) },
                  { id: 'customer', term: t('customer'), detail: one.customer ?? t('nobody') },
                  { id: 'asked', term: t('asked'), detail: formats.dateTime(one.askedAt.toISOString()) },
                  { id: 'last', term: t('last'), detail: formats.dateTime(one.lastActionAt.toISOString()) },
                ]}
              />
              {mayOpen && one.customer !== null ? (
                <OpenWithReason action={`/staff/permissions/${one.id}/open`} />
              ) : null}
            </Card>
          </li>
        ))}
      </ul>
    </>
  )
}

/** `elsewhere`: the reference is another thing's. */
type PermissionFindsProps = {
  found: MaskedPermission[]
  reference: string
  mayOpen: boolean
  elsewhere: boolean
}
