import { getTranslations } from 'next-intl/server'
import { DeadMailTable } from '@/components/staff/dead-mail-table'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { findDeadMails } from '@/lib/notices/find-dead-mails'
import { requireColleague } from '@/lib/session/colleague'
import { mayDo } from '@/lib/staff/roles'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.mail') })

/** Mail to customers that was given up: why, and another try. */
export default async function DeadMailPage({ searchParams }: DeadMailPageProps) {
  const colleague = await requireColleague('mail.see')
  const { done } = await searchParams
  const t = await getTranslations('staff')
  const mails = await findDeadMails()
  return (
    <StaffFrame current="mail" colleague={colleague} path="/staff/mail">
      <PageHeader title={t('parts.mail')}>
        <p className="mt-1 max-w-160 text-muted">{t('mail.lead')}</p>
      </PageHeader>
      <Outcome>
        {done === 'again' ? (
          <Notice icon="tick">{t('mail.again')}</Notice>
        ) : done === 'gone' ? (
          <Notice>{t('mail.gone')}</Notice>
        ) : null}
      </Outcome>
      <DeadMailTable
        mails={mails.map(({ noticeId, psuId, kind, attempts, lastFault, settledAt }) => ({
          id: noticeId,
          customer: psuId,
          kind,
          attempts,
          fault: lastFault ?? '',
          at: settledAt?.toISOString() ?? null,
        }))}
        maySend={mayDo(colleague.roles, 'mail.send')}
      />
    </StaffFrame>
  )
}

type DeadMailPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
