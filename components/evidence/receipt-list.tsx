import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { BackLink } from '@/components/ui/back-link'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

/** Every receipt of a permission, newest first, each to read, as a PDF and as a signed file. */
export function ReceiptList({ view }: { view: ReceiptListView }) {
  const t = useTranslations('receipt')
  const formats = useFormats()
  const { tpp, receipts } = view
  return (
    <>
      <BackLink href={view.backHref}>
        <span>{t.rich('backDetail', { tpp, ...tags })}</span>
      </BackLink>
      <PageHeader title={t('list')} />
      <p className="mb-5 max-w-[62ch]">
        {receipts.length === 0 ? t('listEmpty') : t.rich('listLead', { tpp, ...tags })}
      </p>
      <ul className="grid gap-3">
        {receipts.map(({ href, at, title }) => (
          <li key={href}>
            <Card>
              <h2 className="font-strong text-body">
                <a className="inline-block py-1" href={href}>
                  <bdi>{title}</bdi>
                </a>
              </h2>
              <p className="text-muted text-small">{formats.dateTime(at)}</p>
              <p className="mt-1 flex flex-wrap gap-x-5 text-small">
                <a aria-label={`${t('pdf')}: ${title}`} className={FILE} href={`${href}/pdf`}>
                  {t('pdf')}
                </a>
                <a aria-label={`${t('signed')}: ${title}`} className={FILE} href={`${href}/signed`}>
                  {t('signed')}
                </a>
              </p>
            </Card>
          </li>
        ))}
      </ul>
    </>
  )
}

const FILE = 'inline-flex min-h-11 items-center'

export type ReceiptListView = {
  backHref: string
  tpp: string
  receipts: { href: string; at: string; title: string }[]
}
