import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { InterfaceStateView } from '@/components/state/interface-state'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { interfaceState } from '@/lib/incidents/interface-state'
import { percentAnswered } from '@/lib/measurements/find-availability'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('status'))('title') })

/** Whether the interface and the bank's books answer, and how they did lately; for anybody. */
export default async function StatusPage() {
  const t = await getTranslations('status')
  const theme = (await cookies()).get('theme')?.value
  const state = await interfaceState()
  return (
    <PageShell
      brand={brand}
      homeHref="/"
      language={{ action: '/language?next=%2Fstatus' }}
      theme={{
        action: '/theme?next=%2Fstatus',
        current: theme === 'light' || theme === 'dark' ? theme : 'device',
      }}
    >
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[62ch]">{t('lead')}</p>
      </PageHeader>
      <InterfaceStateView
        view={{
          checkedAt: state.checkedAt.toISOString(),
          parts: (['interface', 'books'] as const).map((part) => ({
            part,
            is: state[part].is,
            since: state[part].since?.toISOString() ?? null,
          })),
          measured: state.availability.map(({ days, calls, faults, since }) => ({
            days,
            calls,
            percent: percentAnswered({ calls, faults }),
            since: since?.toISOString() ?? null,
          })),
          incidents: state.incidents.map(({ id, rule, from, until, open }) => ({
            id,
            rule,
            from: from.toISOString(),
            until: open ? null : until.toISOString(),
          })),
        }}
      />
    </PageShell>
  )
}
