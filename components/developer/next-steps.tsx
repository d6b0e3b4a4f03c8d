import { Button } from '@/components/ui/button'
import type { Step } from '@/lib/console/next-steps'
import { CodedText } from './coded-text'

/** Where an answer leads: the first way stands out. */
export function NextSteps({ steps }: { steps: Step[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {steps.map(({ href, label, note }, index) => (
        <li key={href}>
          <Button href={href} kind={index === 0 ? 'primary' : 'secondary'}>
            {label}
          </Button>
          {note ? (
            <p className="mt-2 text-muted text-small">
              <CodedText>{note}</CodedText>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
