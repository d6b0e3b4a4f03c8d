import { useFormats } from '@/components/format'
import { Pill, type PillProps } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { Step, StepResult } from '@/lib/eidas/verdict'

/** What each step of a verdict asks, in the order in which it is asked. */
const QUESTIONS: Record<Step, string> = {
  parse: 'Form',
  time: 'Time',
  chain: 'Issuer',
  'trust-service': 'Trust service',
  use: 'Kind and use',
  'psd2-statement': 'PSD2 statement',
  identity: 'Identity',
  revocation: 'Revocation',
  'issuer-revocation': "The issuer's own revocation",
  register: 'Register of the authority',
}

const RESULTS: Record<StepResult['result'], Omit<PillProps, 'children'> & { word: string }> = {
  passed: { tone: 'active', icon: 'tick', word: 'Passed' },
  failed: { tone: 'expiring', icon: 'ringCross', word: 'Failed' },
  warning: { tone: 'paused', icon: 'info', word: 'Passed, with a warning' },
  'not-reached': { tone: 'ended', icon: 'ringLine', word: 'Not reached' },
}

/** Each step of the verdict on a certificate: what was found, whose word it was, and how old that word is. */
export function VerdictTable({ steps }: { steps: readonly VerdictStep[] }) {
  const formats = useFormats()
  return (
    <Table
      caption="Steps of the verdict"
      columns={[
        { id: 'step', label: 'Step' },
        { id: 'result', label: 'Result' },
        { id: 'found', label: 'What was found' },
        { id: 'source', label: 'Whose word, how old' },
      ]}
      rows={steps.map(({ step, result, reason, text, source, asOf, ageSeconds }) => {
        const { word, ...look } = RESULTS[result]
        return {
          id: step,
          cells: {
            step: QUESTIONS[step],
            result: <Pill {...look}>{word}</Pill>,
            found: (
              <>
                <bdi className="wrap-anywhere">{text}</bdi>
                {reason ? <code className="block break-all font-mono text-label">{reason}</code> : null}
              </>
            ),
            source: source ? (
              <>
                <bdi className="wrap-anywhere">{source}</bdi>
                {asOf && ageSeconds !== null ? (
                  <span className="block text-muted">
                    {`${formats.dateTime(asOf.toISOString())}, ${ageInWords(ageSeconds)} old`}
                  </span>
                ) : null}
              </>
            ) : result === 'not-reached' ? (
              '–'
            ) : (
              'The certificate itself'
            ),
          },
        }
      })}
    />
  )
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

function ageInWords(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[3]
  const many = Math.floor(seconds / size)
  return `${many} ${unit}${many === 1 ? '' : 's'}`
}

type VerdictStep = StepResult & { ageSeconds: number | null }
