import { useTranslations } from 'next-intl'

/** What a passkey is, in three questions, before the system's own dialog says anything. */
export function PasskeyQuestions() {
  const t = useTranslations('passkey')
  return (
    <dl className="rounded-card border border-line bg-surface shadow-card">
      {QUESTIONS.map(([question, answer]) => (
        <div className="border-line border-b px-4 py-3.5 last:border-b-0" key={question}>
          <dt className="font-strong">{t(question)}</dt>
          <dd className="mt-0.5 text-muted">{t(answer)}</dd>
        </div>
      ))}
    </dl>
  )
}

const QUESTIONS = [
  ['what', 'whatText'],
  ['where', 'whereText'],
  ['face', 'faceText'],
] as const
