import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Table } from '@/components/ui/table'
import type { WaitingLetter } from '@/lib/staff/find-letters'

/** The letters that wait, the oldest first, each with the way to its sheet. */
export function LetterTable({ letters }: { letters: readonly WaitingLetter[] }) {
  const t = useTranslations('staff.letters')
  const formats = useFormats()
  if (letters.length === 0) return <p>{t('empty')}</p>
  return (
    <Table
      caption={t('caption')}
      columns={[
        { id: 'customer', label: t('customer') },
        { id: 'asked', label: t('asked') },
        { id: 'print', label: t('sheet') },
      ]}
      rows={letters.map(({ id, customer, askedAt }) => ({
        id,
        cells: {
          customer: <bdi>{customer}</bdi>,
          asked: formats.dateTime(askedAt.toISOString()),
          print: <a href={`/staff/letters/${id}`}>{t('open')}</a>,
        },
      }))}
    />
  )
}
