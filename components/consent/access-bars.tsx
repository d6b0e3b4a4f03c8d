import { useFormats } from '@/components/format'
import type { AccessDay, AccessView } from './access-view'

const HEIGHT = 128

/**
 * A bar a day. Looks while away stand at the bottom, hatched, so that they can be read against the dashed line
 * of what is allowed; looks with the customer above them, solid; those that showed nothing on top, outlined. The picture is
 * hidden from assistive technology: the sentence and the table say the same.
 */
export function AccessBars({
  access,
  label,
  limitLabel,
}: {
  access: AccessView
  label: string
  /** The words for the line of what is allowed; null where there is no such line. */
  limitLabel: string | null
}) {
  const formats = useFormats()
  const highest = Math.max(
    access.awayPerDay ?? 1,
    ...access.days.map((day) => day.away + day.withYou + day.refused + day.failed),
  )
  const unit = (HEIGHT - 6) / highest
  const slot = 100 / access.days.length
  const limitAt = access.awayPerDay === null ? null : HEIGHT - access.awayPerDay * unit
  return (
    <figure className="mt-5">
      <figcaption className="sr-only">{label}</figcaption>
      {limitLabel ? (
        <p aria-hidden="true" className="mb-1.5 flex items-center justify-end gap-2 text-label text-muted">
          <svg aria-hidden="true" height="2" width="26">
            <line
              className="chart-limit stroke-muted"
              strokeDasharray="5 4"
              strokeWidth="1.500"
              x2="26"
              y1="1"
              y2="1"
            />
          </svg>
          {limitLabel}
        </p>
      ) : null}
      <div aria-hidden="true" className="grid grid-cols-[auto_1fr] gap-x-2.5 text-label text-muted">
        <div className="flex flex-col justify-between text-end leading-none" data-axis="">
          <span>{formats.number(highest)}</span>
          <span>0</span>
        </div>
        <svg aria-hidden="true" className="overflow-visible" height={HEIGHT} width="100%">
          <defs>
            <pattern
              height="5"
              id="hatch"
              patternTransform="rotate(45)"
              patternUnits="userSpaceOnUse"
              width="5"
            >
              <rect className="fill-surface" height="5" width="5" />
              <rect className="chart-solid fill-chart-1" height="5" width="2.500" />
            </pattern>
          </defs>
          {access.days.map((day, index) => (
            <DayBar day={day} key={day.date} unit={unit} width={slot * 0.7} x={slot * (index + 0.15)} />
          ))}
          <line className="stroke-control" x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
          {limitAt === null ? null : (
            <line
              className="chart-limit stroke-muted"
              strokeDasharray="5 4"
              strokeWidth="1.500"
              x1="0"
              x2="100%"
              y1={limitAt}
              y2={limitAt}
            />
          )}
        </svg>
        <span />
        <div className="mt-1.5 flex justify-between">
          {[access.days.at(0), access.days.at(Math.floor(access.days.length / 2)), access.days.at(-1)].map(
            (day) => (day ? <span key={day.date}>{formats.dayOfYear(day.date)}</span> : null),
          )}
        </div>
      </div>
    </figure>
  )
}

function DayBar({ day, unit, width, x }: { day: AccessDay; unit: number; width: number; x: number }) {
  const away = day.away * unit
  const withYou = day.withYou * unit
  const nothing = (day.refused + day.failed) * unit
  const at = { width: `${width}%`, x: `${x}%` }
  return (
    <>
      {away > 0 ? (
        <rect
          className="chart-hatch stroke-chart-1"
          fill="url(#hatch)"
          height={away}
          rx="1.500"
          y={HEIGHT - away}
          {...at}
        />
      ) : null}
      {withYou > 0 ? (
        <rect
          className="chart-solid fill-chart-1"
          height={withYou}
          rx="1.500"
          y={HEIGHT - away - withYou}
          {...at}
        />
      ) : null}
      {nothing > 0 ? (
        <rect
          className="chart-outline fill-transparent stroke-chart-2"
          height={Math.max(nothing - 2, 3)}
          rx="1.500"
          strokeWidth="1.500"
          y={HEIGHT - away - withYou - nothing}
          {...at}
        />
      ) : null}
    </>
  )
}
