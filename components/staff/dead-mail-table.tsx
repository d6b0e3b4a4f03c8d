import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import { staffButton } from './staff-button'

/** Mails that were given up, the youngest first. */
export function DeadMailTable({ mails, maySend }: DeadMailTableProps) {
  const t = useTranslations('staff.mail')
  const formats = useFormats()
  if (mails.length === 0) return <p>{t('none')}</p>
  const columns = [
    'at',
    'kind',
    'customer',
    'fault',
    'attempts',
    ...(maySend ? (['send'] as const) : []),
  ] as const
  return (
    <Card>
      <Table
        caption={t('caption')}
        columns={columns.map((id) => ({ id, label: t(`columns.${id}`), number: id === 'attempts' }))}
        rows={mails.map((mail) => ({
          id: mail.id,
          cells: {
            at: mail.at ? formats.dateTime(mail.at) : '',
            kind: <span className="font-mono text-label">{mail.kind}</span>,
            customer: <span className="font-mono text-label wrap-anywhere">{mail.customer}</span>,
            fault: <span className="wrap-anywhere">{mail.fault}</span>,
            attempts: formats.number(mail.attempts),
            send: (
              <form action="/staff/mail/again" method="post">
                <input name="notice" type="hidden" value={mail.id} />
                <button className={staffButton('secondary')} type="submit">
                  {t('send')}
                </button>
              </form>
            ),
          },
        }))}
        wide={true}
      />
    </Card>
  )
}

type DeadMailTableProps = {
  mails: { id: string; customer: string; kind: string; attempts: number; fault: string; at: string | null }[]
  maySend: boolean
}
