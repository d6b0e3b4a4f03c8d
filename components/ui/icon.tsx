/** A line drawing beside a word, never instead of one: it is hidden from assistive technology. */
export function Icon({ name, size = 18, className = '' }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      className={`shrink-0 ${TURNED.has(name) ? 'rtl:-scale-x-100' : ''} ${className}`}
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={name === 'tick' || name === 'cross' ? 2.25 : 1.75}
      viewBox="0 0 24 24"
      width={size}
    >
      <path d={DRAWINGS[name]} />
    </svg>
  )
}

/** What points somewhere points the other way where the script runs from the right. */
const TURNED = new Set<IconName>(['forward', 'back', 'outward'])

const RING = 'M3.5 12a8.500 8.500 0 1 0 17 0a8.500 8.500 0 1 0-17 0'

const DRAWINGS = {
  tick: 'M5 12.500l4.500 4.500L19 7.500',
  doubleTick: 'M2.500 12.500l4 4L15 8M11.500 15.500l1 1L21.500 8',
  clock: `${RING}M12 7.200V12l3.200 2`,
  moon: 'M19.800 14.200A8.200 8.200 0 0 1 9.800 4.200a8.200 8.200 0 1 0 10 10z',
  pause: 'M9 6.500v11M15 6.500v11',
  ringLine: `${RING}M8.500 12h7`,
  cross: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  ringCross: `${RING}M9 9l6 6M15 9l-6 6`,
  hourglass:
    'M7 3.500h10M7 20.500h10M8.200 3.500v3c0 2.400 3.800 3.500 3.800 5.500s-3.800 3.100-3.800 5.500v3M15.800 3.500v3c0 2.400-3.800 3.500-3.800 5.500s3.800 3.100 3.800 5.500v3',
  eye: 'M2.500 12S6 5.800 12 5.800 21.500 12 21.500 12 18 18.200 12 18.200 2.500 12 2.500 12zM9.200 12a2.800 2.800 0 1 0 5.600 0a2.800 2.800 0 1 0-5.600 0',
  lock: 'M7.500 10.500h9a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-2.500 2.500h-9A2.500 2.500 0 0 1 5 18v-5a2.500 2.500 0 0 1 2.500-2.500zM8 10.500V7.500a4 4 0 0 1 8 0v3',
  shield:
    'M12 3l7.500 2.800v5.400c0 4.600-3 8-7.500 9.800-4.500-1.800-7.500-5.200-7.500-9.800V5.800zM8.600 12l2.400 2.400 4.400-4.800',
  forward: 'M9.500 6l6 6-6 6',
  back: 'M14.500 6l-6 6 6 6',
  down: 'M6 9.500l6 6 6-6',
  info: `${RING}M12 11v5.200M12 7.800v.1`,
  key: 'M4.500 16a3.800 3.800 0 1 0 7.600 0a3.800 3.800 0 1 0-7.600 0M11 13.300L19.500 4.800M15.500 8.800l3 3M18 6.300l2 2',
  outward: 'M10 6H5.500v12.500H18V14M13.500 5H19v5.500M19 5l-8 8',
  download: 'M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14',
  account: 'M3.500 9.500L12 5l8.500 4.500M5.500 10v7M10 10v7M14 10v7M18.500 10v7M3.500 19.500h17',
} as const

export type IconName = keyof typeof DRAWINGS
export type IconProps = { name: IconName; size?: number; className?: string }
