import { useTranslations } from 'next-intl'
import { Tabs } from '@/components/ui/tabs'

/** The two trails: what was decided, and what was turned away. */
export function AuditTabs({ current }: { current: keyof typeof TABS }) {
  const t = useTranslations('staff.audit')
  return (
    <Tabs
      items={[
        { href: TABS.decided, label: t('decided'), current: current === 'decided' },
        { href: TABS.turnedAway, label: t('turnedAway'), current: current === 'turnedAway' },
      ]}
      label={t('trails')}
    />
  )
}

const TABS = { decided: '/staff/audit', turnedAway: '/staff/audit/turned-away' }
