import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { SummaryList } from '@/components/ui/summary-list'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'

/** The receipt itself, as it is read and as it is printed. `level` 2 where the page says something else first. */
export function ReceiptBody({ printed, under = false }: { printed: PrintedReceipt; under?: boolean }) {
  const { eyebrow, title, rows, sections } = printed
  return (
    <>
      {under ? (
        <h3 className="mb-2 font-heading text-body">
          <bdi>{title}</bdi>
        </h3>
      ) : (
        <PageHeader eyebrow={eyebrow} title={<bdi>{title}</bdi>} />
      )}
      <SummaryList
        rows={rows.map(({ id, term, lines }) => ({
          id,
          term,
          detail: (
            <ul className={TECHNICAL.includes(id) ? 'break-all font-mono text-label' : undefined}>
              {lines.map((line) => (
                <li key={line}>
                  <bdi>{line}</bdi>
                </li>
              ))}
            </ul>
          ),
        }))}
      />
      {under
        ? null
        : sections.map((section) => (
            <Section id={section.id} key={section.id} title={section.title}>
              {section.lines.map((line) => (
                <p className="max-w-[62ch]" key={line}>
                  {line}
                </p>
              ))}
            </Section>
          ))}
    </>
  )
}

/** What is compared letter by letter. */
const TECHNICAL = ['reference', 'endToEnd', 'hash', 'event']
