import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { BackLink } from '@/components/ui/back-link'
import { Card, Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { plain, tags } from '@/components/ui/rich-text'
import type { ShownSentences } from '@/lib/consent/shown-sentences'

/**
 * The approval page once more, from the sentences that its record keeps: in the order and the words of then, whatever the
 * page says today. Marked as a copy, and without anything to answer with.
 */
export function ShownCopy({ view }: { view: ShownCopyView }) {
  const t = useTranslations('receipt')
  const formats = useFormats()
  const frame = useTranslations('frame')
  const quoted = (words: string) => frame.markup('quoted', { words, ...plain })
  const { sentences, shownAt, backHref, language } = view
  const { who, data, accounts } = sentences
  const [brand, ...about] = who
  return (
    <>
      <div className="screen-only">
        <BackLink href={backHref}>{t('backReceipt')}</BackLink>
      </div>
      <div className="mb-5">
        <Notice icon="info" tone="attention">
          {t('copyNotice', { date: formats.dateTime(shownAt) })} {t('copyAccounts')}
        </Notice>
      </div>
      <div data-copy="" lang={language}>
        <PageHeader eyebrow={<bdi>{sentences.eyebrow}</bdi>} title={<bdi>{sentences.title}</bdi>} />
        <Card>
          <p className="font-strong">
            <bdi>{brand}</bdi>
          </p>
          {about.map((line) => (
            <p className="text-muted text-small" key={line}>
              <bdi>{line}</bdi>
            </p>
          ))}
        </Card>
        {sentences.purpose ? (
          <p className="mt-4">
            <bdi>{sentences.purpose}</bdi>
          </p>
        ) : null}
        <div className="mt-7">
          <Section id="data" title={<bdi>{data.title}</bdi>}>
            {data.news.map((line) => (
              <p className="mb-1" key={line}>
                {line}
              </p>
            ))}
            <ul className="border-line border-y">
              {data.parts.map((part) => (
                <li className="flex gap-3 border-line border-b py-2.5 last:border-b-0" key={part.name}>
                  <Icon className="mt-0.5 text-primary" name="eye" size={20} />
                  <div className="min-w-0">
                    <p className="font-strong">{part.mark ? `${part.name} ${part.mark}` : part.name}</p>
                    <p className="text-muted text-small">{part.says}</p>
                    <p className="mt-1 text-small">{part.more}</p>
                  </div>
                </li>
              ))}
            </ul>
            <div className="mt-4">
              <Notice icon="lock">{data.limits}</Notice>
            </div>
            {data.card.map((line) => (
              <p className="mt-4" key={line}>
                <bdi>{line}</bdi>
              </p>
            ))}
          </Section>
          <Section id="accounts" title={<bdi>{accounts.title}</bdi>}>
            {accounts.hint ? <p className="mb-2 text-muted text-small">{accounts.hint}</p> : null}
            <ul className="rounded-card border border-line bg-surface">
              {accounts.listed.map((account) => (
                <li className="border-line border-b px-4 py-3 last:border-b-0" key={account}>
                  <bdi dir="ltr">{account}</bdi>
                </li>
              ))}
            </ul>
          </Section>
        </div>
        {sentences.replaces ? <p className="mt-4">{sentences.replaces}</p> : null}
        {sentences.confirm ? (
          <p className="mt-4">{t.rich('copyTicked', { sentence: sentences.confirm, ...tags })}</p>
        ) : null}
        <p className="mt-6 text-muted text-small">
          {t('copyAnswers', { answers: formats.list(sentences.answers.map(quoted)) })}
        </p>
        {sentences.later.map((line) => (
          <p className="mt-2 text-muted text-small" key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
      </div>
    </>
  )
}

/** `language` is the one it was shown in. */
export type ShownCopyView = {
  sentences: ShownSentences
  shownAt: string
  backHref: string
  language: string
}
