import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SummaryList } from '@/components/ui/summary-list'
import type { OpenedPermission as Opened } from '@/lib/staff/open-permission'

/** A permission as its customer knows it, while the look lasts. */
export function OpenedPermission({ opened }: { opened: Opened }) {
  const t = useTranslations('staff.permission')
  const formats = useFormats()
  const { permission, customer, standing, accounts, until } = opened
  const moment = (at: Date | null) => (at === null ? t('never') : formats.dateTime(at.toISOString()))
  return (
    <div className="grid max-w-200 gap-4">
      <Notice icon="eye">{t('opened', { time: formats.time(until.toISOString()) })}</Notice>
      <Card>
        <SummaryList
          rows={[
            {
              id: 'customer',
              term: t('customer'),
              detail: (
                <>
                  <bdi>{customer}</bdi>
                  {standing ? <p className="text-danger text-small">{t('standing', { standing })}</p> : null}
                </>
              ),
            },
            { id: 'tpp', term: t('tpp'), detail: <bdi>{permission.tpp.brand}</bdi> },
            {
              id: 'status',
              term: t('status'),
              detail: <code className="font-mono text-label">{permission.status}</code>,
            },
            { id: 'allowed', term: t('allowed'), detail: moment(permission.allowedAt) },
            { id: 'looked', term: t('looked'), detail: moment(permission.lastLookedAt) },
            {
              id: 'accounts',
              term: t('accounts'),
              detail:
                accounts.length === 0 ? (
                  t('noAccounts')
                ) : (
                  <ul>
                    {accounts.map(({ id, name, number }) => (
                      <li key={id}>
                        {name ? <bdi>{name} </bdi> : null}
                        <bdi className="font-mono text-label wrap-anywhere">{number}</bdi>
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      </Card>
    </div>
  )
}
