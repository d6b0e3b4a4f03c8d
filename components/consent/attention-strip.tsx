import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import type { PermissionRow } from './permission-view'

/** What needs the customer, a sentence and a way each; of many the first few, `more` says how many are behind them. */
export function AttentionStrip({ permissions, more, letters }: AttentionStripProps) {
  const t = useTranslations('list')
  const sentences = permissions.flatMap(({ state, tpp, href }) => {
    const name = { tpp: tpp.name, ...tags }
    if (state.kind === 'expiring')
      return linked(href, t.rich('attentionExpiring', { days: state.daysLeft, ...name }))
    if (state.kind === 'paused')
      return linked(href, t.rich('attentionPaused', { asks: state.asks ? 'yes' : 'no', ...name }))
    if (state.kind === 'shutOut')
      return linked(href, t.rich('attentionShutOut', { asks: state.asks ? 'yes' : 'no', ...name }))
    if (state.kind !== 'waiting') return []
    const a = (words: ReactNode) => <a href={href}>{words}</a>
    return { href, text: t.rich('attentionWaitingYou', { ...name, a }) }
  })
  if (letters > 0) sentences.push(linked('/removals', t('attentionLetters', { count: letters })))
  if (sentences.length === 0) return null
  return (
    <div className="mb-5">
      <Notice icon="clock" tone="attention">
        <p className="font-strong">{t('attention', { count: sentences.length + more })}</p>
        <ul>
          {sentences.map(({ href, text }) => (
            <li key={href}>{text}</li>
          ))}
        </ul>
        {more > 0 ? <p>{t('attentionMore', { count: more })}</p> : null}
      </Notice>
    </div>
  )
}

const linked = (href: string, words: ReactNode) => ({
  href,
  text: (
    <a className="inline-block py-1.5" href={href}>
      {words}
    </a>
  ),
})

type AttentionStripProps = {
  permissions: PermissionRow[]
  more: number
  /** Letters to third parties that lie here until the customer sends them. */
  letters: number
}
