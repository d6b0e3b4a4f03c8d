import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { Pill } from '@/components/ui/pill'
import type { DecisionView } from '@/lib/staff/find-decisions'
import { staffButton } from './staff-button'

/** What was proposed and decided, newest first; an open proposal leads to where it is answered. */
export function DecisionList({ decisions, tppId, mayReport }: DecisionListProps) {
  const t = useTranslations('staff.decision')
  const formats = useFormats()
  if (decisions.length === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <ol className="grid gap-3">
      {decisions.map((decision) => {
        const here = `/staff/third-parties/${tppId}/decisions/${decision.id}`
        const { state, action, endsAt, requestedAt, decidedAt } = decision
        const byRegister = decision.requestedBy === null
        return (
          <li key={decision.id}>
            <Card>
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong className="font-strong">
                  {t(`action.${action}`, {
                    date: endsAt ? formats.date(new Date(endsAt.getTime() - 1).toISOString()) : '',
                  })}
                </strong>
                <Pill {...LOOKS[state]}>
                  {t(`state.${byRegister && state === 'approved' ? 'followed' : state}`)}
                </Pill>
              </p>
              {decision.ground ? <p className="mt-1 text-muted">{t(`ground.${decision.ground}`)}</p> : null}
              <p className="mt-1 wrap-anywhere">
                <bdi>{decision.note}</bdi>
              </p>
              <p className="mt-1 text-muted">
                {t(byRegister ? 'saidBy' : 'proposedBy', {
                  name: decision.requestedByName ?? t('register'),
                  at: formats.dateTime(requestedAt.toISOString()),
                })}
                {decidedAt && decision.decidedByName
                  ? ` ${t('decidedBy', { name: decision.decidedByName, at: formats.dateTime(decidedAt.toISOString()) })}`
                  : null}
              </p>
              {state === 'proposed' ? (
                <p className="mt-3">
                  <a className={staffButton('primary')} href={here}>
                    {t('answer')}
                  </a>
                </p>
              ) : null}
              {state === 'approved' && mayReport ? (
                <p className="mt-1">
                  <a className="inline-flex min-h-11 items-center gap-1.5" href={`${here}/report`}>
                    <Icon name="download" />
                    {t('report')}
                  </a>
                </p>
              ) : null}
            </Card>
          </li>
        )
      })}
    </ol>
  )
}

const LOOKS = {
  proposed: { tone: 'expiring', icon: 'hourglass' },
  approved: { tone: 'active', icon: 'doubleTick' },
  declined: { tone: 'ended', icon: 'ringCross' },
  withdrawn: { tone: 'ended', icon: 'ringLine' },
} as const

type DecisionListProps = { decisions: DecisionView[]; tppId: string; mayReport: boolean }
