import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon, type IconName } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import type { RemovalStep } from './removal-view'

/** The way of a request from the customer's word to the answer, one step under the other; what is to come is grey. */
export function RemovalSteps({ steps, tpp, dueOn }: RemovalStepsProps) {
  const t = useTranslations('removal')
  const formats = useFormats()
  return (
    <ol className="rounded-card border border-line bg-surface px-4 shadow-card">
      {steps.map((step) => (
        <li
          aria-current={step.state === 'now' ? 'step' : undefined}
          className={`flex gap-3 border-line border-b py-3 last:border-b-0 ${step.state === 'later' ? 'text-muted' : ''}`}
          key={step.word}
        >
          <Icon className={`mt-0.5 ${COLOURS[step.state]}`} name={ICONS[step.state]} />
          <span className="min-w-0 grow xs:flex xs:justify-between xs:gap-4">
            <span className={`block min-w-0 wrap-anywhere ${step.state === 'now' ? 'font-strong' : ''}`}>
              {t.rich(`step.${step.word}`, {
                tpp,
                name: step.name ?? '',
                reason: step.reason ?? '',
                date: dueOn ? formats.day(dueOn) : '',
                ...tags,
              })}
            </span>
            {step.at ? (
              <time className="block shrink-0 text-muted text-small" dateTime={step.at}>
                {formats.dateTime(step.at)}
              </time>
            ) : (
              <span className="sr-only">{step.state === 'now' ? t('next') : null}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

const ICONS: Record<RemovalStep['state'], IconName> = {
  done: 'tick',
  now: 'hourglass',
  later: 'ringLine',
  missed: 'clock',
}
const COLOURS: Record<RemovalStep['state'], string> = {
  done: 'text-active',
  now: 'text-ink',
  later: 'text-muted',
  missed: 'text-expiring',
}

type RemovalStepsProps = { steps: RemovalStep[]; tpp: string; dueOn: string | null }
