import type { ReactNode } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { buttonClass } from '@/components/ui/button-class'
import { PageHeader } from '@/components/ui/page-header'
import { PrintButton } from '@/components/ui/print-button'

/** A text to print or to copy: only the sheet itself is on paper. */
export function WrittenPage({
  backHref,
  back,
  title,
  how,
  lang,
  lines,
  sign,
  print,
  children,
}: WrittenPageProps) {
  return (
    <>
      <div className="screen-only">
        <BackLink href={backHref}>{back}</BackLink>
        <PageHeader title={title}>
          <p className="mt-2 max-w-[58ch]">{how}</p>
        </PageHeader>
        {children}
        <div className="mb-4 empty:hidden sm:max-w-80">
          <PrintButton label={print} look={buttonClass('primary')} />
        </div>
      </div>
      <article
        lang={lang}
        className="grid gap-4 rounded-card border border-line bg-surface p-5 wrap-anywhere sm:p-8"
      >
        {lines.map(({ id, text, strong = false }) => (
          <p className={strong ? 'font-strong' : 'whitespace-pre-line'} key={id}>
            {text}
          </p>
        ))}
        <p className="mt-10 border-line border-t pt-2 text-muted text-small">{sign}</p>
      </article>
    </>
  )
}

type WrittenPageProps = {
  backHref: string
  back: ReactNode
  title: ReactNode
  how: ReactNode
  /** Where the sheet is in another language than the page. */
  lang?: string
  lines: { id: string; text: ReactNode; strong?: boolean }[]
  sign: ReactNode
  /** The words of the button that prints. */
  print: string
  children?: ReactNode
}
