import { useTranslations } from 'next-intl'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import { RemovalPill } from './removal-pill'
import { RemovalSteps } from './removal-steps'
import type { RemovalDetailView } from './removal-view'

/** One request to delete: how far it has come, what the customer can do now, and what nobody but the app can know. */
export function RemovalDetail({ view, done }: RemovalDetailProps) {
  const t = useTranslations('removal')
  const name = { tpp: view.tpp, ...tags }
  return (
    <>
      <BackLink href="/removals">{t('toList')}</BackLink>
      <PageHeader title={t.rich('one', name)}>
        <p className="mt-1.5 flex">
          <RemovalPill row={view.row} />
        </p>
      </PageHeader>
      <Outcome>{done ? <Done done={done} view={view} /> : null}</Outcome>
      <Notice tone="quiet">{t.rich('inside', name)}</Notice>
      <Section id="steps" title={t('steps')}>
        <RemovalSteps dueOn={view.row.dueOn} steps={view.steps} tpp={view.tpp} />
      </Section>
      {view.letter ? <Letter letter={view.letter} tpp={view.tpp} /> : null}
      {view.complaintHref ? (
        <Section id="complain" title={t('complainTitle')}>
          <p className="mb-3">{t('complainText', { authority: view.authority })}</p>
          <div className="max-w-80">
            <Button href={view.complaintHref}>{t('complainLink')}</Button>
          </div>
        </Section>
      ) : null}
      <Section id="facts" title={t('facts')}>
        <SummaryList
          rows={[
            {
              id: 'reference',
              term: t('reference'),
              detail: <bdi className="font-mono text-label">{view.reference}</bdi>,
            },
            {
              id: 'permission',
              term: t('permission'),
              detail: (
                <a className="inline-flex min-h-6 items-center" href={view.permission.href}>
                  <bdi className="font-mono text-label">{view.permission.reference}</bdi>
                </a>
              ),
            },
            { id: 'company', term: t('company'), detail: <bdi>{view.legalName}</bdi> },
          ]}
        />
      </Section>
    </>
  )
}

function Done({ done, view }: { done: 'asked' | 'sent'; view: RemovalDetailView }) {
  const t = useTranslations('removal')
  const asked = view.letter ? 'stopAskedLetter' : 'stopAsked'
  return (
    <Notice icon="tick">
      {t.rich(done === 'sent' ? 'step.letterSent' : asked, { tpp: view.tpp, ...tags })}
    </Notice>
  )
}

function Letter({ letter, tpp }: { letter: NonNullable<RemovalDetailView['letter']>; tpp: string }) {
  const t = useTranslations('removal')
  return (
    <div className="mt-6">
      {letter.sentAction ? <p className="mb-3">{t.rich(letter.why, { tpp, ...tags })}</p> : null}
      <div className="grid gap-3 xs:grid-cols-2">
        <Button href={letter.href}>{t('letterLink')}</Button>
        {letter.sentAction ? (
          <form action={letter.sentAction} className="grid" method="post">
            <Button>{t('sent')}</Button>
          </form>
        ) : null}
      </div>
    </div>
  )
}

/** `done`: what the customer has just done about it. */
type RemovalDetailProps = { view: RemovalDetailView; done: 'asked' | 'sent' | null }
