import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { phoneWords } from '@/components/ui/phone-words'
import { SummaryList } from '@/components/ui/summary-list'
import { brand } from '@/lib/brand'
import { choicesAt } from '../reader-choices'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('help'))('title') })

const SECTIONS = {
  app: ['what', 'never', 'licence'],
  stop: ['here', 'phone', 'after'],
  pay: ['what', 'each', 'back'],
  wrong: ['unknown', 'payment', 'stranger', 'bank'],
} as const

/** The words of these pages, one for one thing, as the glossary of the translations has them. */
const WORDS = ['permission', 'look', 'pause', 'record', 'removal', 'passkey', 'codes'] as const

/** What an app with access is, how to stop it, what to do when something is wrong, and what our words mean; for anybody. */
export default async function HelpPage() {
  const t = await getTranslations('help')
  const link = (href: string) => (chunks: ReactNode) => <a href={href}>{chunks}</a>
  const values = {
    ...phoneWords(brand.phone),
    authority: brand.authority,
    dataAuthority: brand.dataAuthority.name,
    apps: link('/'),
    payments: link('/?tab=payments'),
    security: link('/security'),
    data: link(brand.dataAuthority.url),
    accessibility: link('/accessibility'),
  }
  return (
    <PageShell brand={brand} homeHref="/" {...(await choicesAt('/help'))}>
      <PageHeader title={t('title')} />
      {(Object.keys(SECTIONS) as SectionName[]).map((section) => (
        <Section id={section} key={section} title={t(`${section}.title`)}>
          <ul className="grid max-w-[62ch] list-disc gap-2 ps-5">
            {SECTIONS[section].map((line) => (
              <li key={line}>{t.rich(`${section}.${line}` as 'stop.phone', values)}</li>
            ))}
          </ul>
        </Section>
      ))}
      <Section id="words" title={t('words.title')}>
        <SummaryList
          rows={WORDS.map((word) => ({
            id: word,
            term: t(`words.${word}.word`),
            detail: t(`words.${word}.means`),
          }))}
        />
      </Section>
      <Section id="law" title={t('law.title')}>
        <p className="max-w-[62ch]">{t.rich('law.text', values)}</p>
      </Section>
    </PageShell>
  )
}

type SectionName = keyof typeof SECTIONS
