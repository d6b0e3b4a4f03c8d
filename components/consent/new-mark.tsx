import { useTranslations } from 'next-intl'
import type { RenewalNews } from './approval-view'

/** The one mark of a renewal: what stands beside it was not shared before. What is as it was has none. */
export function NewMark() {
  const t = useTranslations('approval')
  return (
    <>
      {' '}
      <span className="rounded-pill bg-paused-tint px-2 py-0.5 font-strong text-label text-paused">
        {t('new')}
      </span>
    </>
  )
}

/** What of a renewal's terms is more than it was: longer, oftener, again and again. */
export function NewTerms({ news }: { news: RenewalNews }) {
  const t = useTranslations('approval')
  const said = [
    news.longer ? t('newLonger', news.longer) : null,
    news.oftener ? t('newOftener', news.oftener) : null,
    news.again ? t('newAgain') : null,
  ].filter((text) => text !== null)
  if (said.length === 0) return null
  return (
    <ul className="mb-3 grid gap-1">
      {said.map((text) => (
        <li key={text}>
          <NewMark /> {text}
        </li>
      ))}
    </ul>
  )
}
