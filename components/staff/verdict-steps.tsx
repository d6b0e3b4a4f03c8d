import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import type { StepResult } from '@/lib/eidas/verdict'

/** Each step of a verdict in its order: what was found, whose word it was, and how old that word is. */
export function VerdictSteps({ steps }: { steps: readonly StepResult[] }) {
  const t = useTranslations('staff.certificate')
  const formats = useFormats()
  return (
    <details className="mt-2">
      <summary className="inline-flex min-h-11 items-center underline decoration-1 underline-offset-4">
        {t('steps', { count: steps.filter(({ result }) => result === 'passed').length, of: steps.length })}
      </summary>
      <ol className="mt-1 grid gap-2">
        {steps.map(({ step, result, reason, text, source, asOf }) => (
          <li key={step}>
            <span className="font-strong">{t(`step.${step}`)}</span>{' '}
            <span className={result === 'failed' ? 'text-danger' : 'text-muted'}>
              {t(`result.${result}`)}
            </span>
            {reason ? (
              <>
                {' '}
                <code className="font-mono text-label wrap-anywhere">{reason}</code>
              </>
            ) : null}
            <span className="block">
              <bdi>{text}</bdi>
            </span>
            {source ? (
              <span className="block text-muted wrap-anywhere">
                {asOf ? t('sourceAsOf', { source, at: formats.dateTime(asOf.toISOString()) }) : source}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </details>
  )
}
