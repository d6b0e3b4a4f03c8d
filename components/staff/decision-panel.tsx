import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import type { DecisionView } from '@/lib/staff/find-decisions'
import { staffButton } from './staff-button'

/** A proposal whole: what, why, whom it touches, what each side is told; and the answers that this reader may give. */
export function DecisionPanel({ decision, affected, tpp, own, mayApprove, mayDrop }: DecisionPanelProps) {
  const t = useTranslations('staff.decision')
  const formats = useFormats()
  const { action, state, ground, endsAt, requestedAt, tppId, id } = decision
  const here = `/staff/third-parties/${tppId}/decisions/${id}`
  const words = (text: string | null) => (text === null ? t('untold') : <bdi>{text}</bdi>)
  const rows = [
    { id: 'who', term: t('who'), detail: <bdi>{tpp}</bdi> },
    {
      id: 'what',
      term: t('what'),
      detail: t(`action.${action}`, {
        date: endsAt ? formats.date(new Date(endsAt.getTime() - 1).toISOString()) : '',
      }),
    },
    { id: 'state', term: t('stateTerm'), detail: t(`state.${state}`) },
    ...(ground ? [{ id: 'ground', term: t('groundTerm'), detail: t(`ground.${ground}`) }] : []),
    { id: 'note', term: t('note'), detail: <bdi className="wrap-anywhere">{decision.note}</bdi> },
    {
      id: 'by',
      term: t('by'),
      detail: t('proposedBy', {
        name: decision.requestedByName ?? t('register'),
        at: formats.dateTime(requestedAt.toISOString()),
      }),
    },
    ...(action === 'resume'
      ? []
      : [
          { id: 'tpp', term: t('tppText'), detail: words(decision.tppText) },
          { id: 'customers', term: t('customersText'), detail: words(decision.customersText) },
        ]),
  ]
  return (
    <div className="max-w-200">
      <Card>
        <SummaryList rows={rows} />
      </Card>
      {state === 'proposed' ? (
        <Section id="effect" title={t('effect')}>
          <p>{t.rich(`effectOf.${action}`, { tpp, ...tags })}</p>
          <p className="mt-1">{t('affected', affected)}</p>
          {own ? (
            <div className="mt-4">
              <Notice>{t('own')}</Notice>
            </div>
          ) : null}
          <div className="mt-5 flex flex-wrap gap-3">
            {mayApprove ? (
              <form action={`${here}/approve`} method="post">
                <button className={staffButton('primary')} type="submit">
                  {t('approve')}
                </button>
              </form>
            ) : null}
            {mayDrop ? (
              <form action={`${here}/drop`} method="post">
                <button className={staffButton('secondary')} type="submit">
                  {t(own ? 'withdraw' : 'decline')}
                </button>
              </form>
            ) : null}
          </div>
        </Section>
      ) : null}
    </div>
  )
}

type DecisionPanelProps = {
  decision: DecisionView
  affected: { consents: number; customers: number }
  tpp: string
  own: boolean
  mayApprove: boolean
  mayDrop: boolean
}
