import { useTranslations } from 'next-intl'
import { tags } from '@/components/ui/rich-text'

/** The card for which a third party wants to ask, as far as it told: never more of its number than may be shown. */
export function PayerCard({ card, tpp }: { card: PayerCardView; tpp: string }) {
  const t = useTranslations('approval')
  const { number, information, registration } = card
  const told = [information, registration].filter((text) => text !== null)
  return (
    <>
      {number ? <p className="mt-4">{t.rich('card', { number, ...tags })}</p> : null}
      {told.map((text) => (
        <p className="mt-2" key={text}>
          {t.rich('cardTold', { text, tpp, ...tags })}
        </p>
      ))}
    </>
  )
}

/** `information` and `registration` are in the third party's own words. */
export type PayerCardView = { number: string | null; information: string | null; registration: string | null }
