import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { plain, tags } from '@/components/ui/rich-text'

/**
 * How a payment came out, and the way back to the third party at once and by itself, as after a permission: the payment does not
 * hang on it (EBA Q&A 2025_7603). The link stays in case the third party does not answer.
 */
export function ReturningPayment({ view }: { view: ReturningPaymentView }) {
  const t = useTranslations('payment')
  const returning = useTranslations('returning')
  const formats = useFormats()
  const { outcome, executeOn } = view
  const name = { tpp: view.tpp, ...tags }
  const told = { date: executeOn ? formats.dayInHeading(executeOn) : '' }
  return (
    <>
      <title>{t.markup(`${outcome}Title`, { tpp: view.tpp, ...told, ...plain })}</title>
      <meta content={`0;url=${view.href}`} httpEquiv="refresh" />
      <div className="sm:pt-4" role="status">
        <h1 className="text-h1 sm:text-h1-wide">{t.rich(`${outcome}Title`, { ...name, ...told })}</h1>
        <p className="mt-4">{t(`${outcome}Text`)}</p>
      </div>
      <p className="mt-5">
        <a className="inline-block py-2.5" href={view.href}>
          {returning.rich('go', name)}
        </a>
      </p>
      <p className="after-five-seconds mt-2 text-muted">{returning.rich('slow', name)}</p>
    </>
  )
}

/** `href` is the address that came with the request and was checked then. `executeOn`: the later day of `later`. */
export type ReturningPaymentView = {
  tpp: string
  outcome: PaymentOutcome
  executeOn: string | null
  href: string
}

/** `going`: approved, and not carried out yet, though no later day was asked for. */
export type PaymentOutcome = 'paid' | 'going' | 'later' | 'declined' | 'funds' | 'failed' | 'takenBack'
