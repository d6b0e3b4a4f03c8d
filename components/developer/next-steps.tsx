import { Button } from '@/components/ui/button'
import type { Step } from '@/lib/console/next-steps'

/** Where an answer leads: the first way stands out. */
export function NextSteps({ steps }: { steps: Step[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {steps.map(({ href, label }, index) => (
        <li key={href}>
          <Button href={href} kind={index === 0 ? 'primary' : 'secondary'}>
            {label}
          </Button>
        </li>
      ))}
    </ul>
  )
}
