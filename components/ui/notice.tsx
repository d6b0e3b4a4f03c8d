import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

/** A line that must be read but asks nothing. `alert` is for an answer that was refused, `status` for one that was done. */
export function Notice({
  tone = 'info',
  icon = 'info',
  children,
  alert = false,
  status = false,
}: NoticeProps) {
  return (
    <div
      className={`flex gap-3 rounded-control border px-3.5 py-3 text-small ${TONES[tone]}`}
      role={alert ? 'alert' : status ? 'status' : undefined}
    >
      <Icon className="mt-0.5" name={icon} />
      <div className="min-w-0 text-ink">{children}</div>
    </div>
  )
}

const TONES = {
  info: 'border-transparent bg-paused-tint text-paused',
  attention: 'border-transparent bg-expiring-tint text-expiring',
  danger: 'border-danger bg-danger-tint text-danger',
  quiet: 'border-line bg-sunken text-muted',
}

export type NoticeProps = {
  tone?: keyof typeof TONES
  icon?: IconName
  children: ReactNode
  alert?: boolean
  status?: boolean
}
