import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import type { IconName } from '@/components/ui/icon'
import { Pill, type PillTone } from '@/components/ui/pill'

/** How a payment stands as a pill: word, drawing and colour from one table. */
export function PaymentPill({ state }: { state: PaymentState }) {
  const t = useTranslations('payments.state')
  const formats = useFormats()
  return (
    <Pill {...LOOKS[state.kind]}>
      {t(state.kind, {
        date:
          state.kind === 'planned'
            ? formats.day(state.on)
            : state.kind === 'paid'
              ? formats.date(state.at)
              : '',
        why: state.kind === 'failed' ? state.why : '',
      })}
    </Pill>
  )
}

const LOOKS: Record<PaymentState['kind'], { tone: PillTone; icon: IconName }> = {
  planned: { tone: 'paused', icon: 'clock' },
  underway: { tone: 'paused', icon: 'hourglass' },
  paid: { tone: 'active', icon: 'tick' },
  failed: { tone: 'revoked', icon: 'ringCross' },
  takenBack: { tone: 'ended', icon: 'cross' },
  declined: { tone: 'ended', icon: 'ringCross' },
}

/** `on` is a day of the bank. `underway`: approved to be paid at once, or its day has begun, and it is not done yet. */
export type PaymentState =
  | { kind: 'planned'; on: string }
  | { kind: 'underway' }
  | { kind: 'paid'; at: string }
  | { kind: 'failed'; why: 'funds' | 'account' | 'payee' | 'other' }
  | { kind: 'takenBack' }
  | { kind: 'declined' }
