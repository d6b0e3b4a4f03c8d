import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import type { BrandView } from '@/components/ui/brand-view'
import { Section } from '@/components/ui/card'
import { phoneWords } from '@/components/ui/phone-words'

/** The day on which the statement was last compared with the pages. */
const AS_OF = '2026-11-21'

/** What each section says, in its order; the texts stand under the same names in the messages. */
const SECTIONS = {
  service: ['what', 'parts', 'others'],
  use: ['passkey', 'puzzles', 'script', 'phone'],
  rules: ['act', 'standard', 'conforms'],
  met: ['perceive', 'operate', 'time', 'understand', 'robust'],
  limits: ['browsers', 'names', 'english', 'pdf', 'people'],
  checked: ['automatic', 'keyboard', 'noScript', 'self'],
} as const

/**
 * How far these pages are accessible, in the parts that the law names: what the service is, how to use it, how each requirement
 * is met (Annex V), and what is not. `children`: the form for a barrier.
 */
export function Statement({ bank, authority, children }: StatementProps) {
  const t = useTranslations('accessibility')
  const format = useFormats()
  const values = {
    bank: bank.name,
    ...phoneWords(bank.phone),
  }
  return (
    <>
      <p className="mb-6 max-w-[62ch]">{t('lead')}</p>
      {(Object.keys(SECTIONS) as SectionName[]).map((section) => (
        <Section id={section} key={section} title={t(`${section}.title`)}>
          <ul className="grid max-w-[62ch] list-disc gap-2 ps-5">
            {SECTIONS[section].map((line) => (
              <li key={line}>{t.rich(`${section}.${line}` as 'use.phone', values)}</li>
            ))}
          </ul>
        </Section>
      ))}
      <Section id="report" title={t('report.title')}>
        {children}
      </Section>
      <Section id="authority" title={t('authority.title')}>
        <p className="max-w-[62ch]">
          {t.rich('authority.text', {
            name: authority.name,
            link: (chunks) => (
              <a className="wrap-anywhere" href={authority.url}>
                {chunks}
              </a>
            ),
          })}
        </p>
      </Section>
      <p className="mt-8 text-muted text-small">{t('asOf', { day: format.day(AS_OF) })}</p>
    </>
  )
}

type SectionName = keyof typeof SECTIONS
type StatementProps = {
  bank: BrandView
  authority: { name: string; url: string }
  children: ReactNode
}
