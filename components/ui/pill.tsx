import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

/** A state in a word, a drawing and a colour, so that no one of the three has to be seen. */
export function Pill({ tone, icon, children }: PillProps) {
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 rounded-[0.8125rem] border border-transparent py-0.5 ps-2 pe-2.5 font-strong text-label ${TONES[tone]}`}
    >
      <Icon name={icon} size={15} />
      <span>{children}</span>
    </span>
  )
}

const TONES = {
  active: 'bg-active-tint text-active',
  expiring: 'bg-expiring-tint text-expiring',
  ended: 'bg-ended-tint text-ended',
  revoked: 'bg-revoked-tint text-revoked',
  paused: 'bg-paused-tint text-paused',
}

export type PillTone = keyof typeof TONES
export type PillProps = { tone: PillTone; icon: IconName; children: ReactNode }
