import { useFormats } from '@/components/format'
import { type AccessBar, type AccessView, looksOf } from './access-view'

const HEIGHT = 128

/**
 * A bar a day, or a week, each a way to its calls. Looks while away stand at the bottom, hatched, so that they can be read
 * against the dashed line of what is allowed; looks with the customer above them, solid; those that showed nothing on top,
 * outlined. The picture is hidden from assistive technology, its links from the keyboard: the sentence and the table say and
 * lead to the same.
 */
export function AccessBars({
  access,
  bars,
  label,
  limitLabel,
}: {
  access: AccessView
  bars: AccessBar[]
  label: string
  /** The words for the line of what is allowed; null where there is no such line. */
  limitLabel: string | null
}) {
  const formats = useFormats()
  const highest = Math.max((limitLabel && access.awayPerDay) || 1, ...bars.map(looksOf))
  const unit = (HEIGHT - 6) / highest
  const slot = 100 / bars.length
  const limitAt = limitLabel === null || access.awayPerDay === null ? null : HEIGHT - access.awayPerDay * unit
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
              <rect className="chart-ground fill-surface" height="5" width="5" />
              <rect className="chart-solid fill-chart-1" height="5" width="2.500" />
            </pattern>
          </defs>
          {bars.map((bar, index) => (
            <Bar access={access} bar={bar} key={bar.first} slot={slot} unit={unit} x={slot * index} />
          ))}
          <line className="chart-limit stroke-control" x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
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
          {[bars.at(0)?.first, bars.at(Math.floor(bars.length / 2))?.first, bars.at(-1)?.last].map((day) =>
            day ? <span key={day}>{formats.dayOfYear(day)}</span> : null,
          )}
        </div>
      </div>
    </figure>
  )
}

function Bar({ access, bar, slot, unit, x }: BarProps) {
  const away = bar.away * unit
  const withYou = bar.withYou * unit
  const nothing = (bar.refused + bar.failed) * unit
  const at = { width: `${slot * 0.7}%`, x: `${x + slot * 0.15}%` }
  if (bar.day === null) return null
  const chosen = access.chosen !== null && bar.first <= access.chosen && access.chosen <= bar.last
  return (
    <a href={`${access.dayHrefPrefix}${bar.day}#calls`} tabIndex={-1}>
      {/* The whole column can be touched; behind the chosen one it can be seen. */}
      <rect
        className={chosen ? 'chart-ground fill-paused-tint' : 'fill-transparent'}
        height={HEIGHT}
        width={`${slot}%`}
        x={`${x}%`}
        y="0"
      />
      {chosen ? (
        <rect className="chart-chosen fill-ink" height="3" width={`${slot}%`} x={`${x}%`} y={HEIGHT} />
      ) : null}
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
    </a>
  )
}

/** `slot` and `x` in hundredths of the chart's width, `unit` the pixels of one look. */
type BarProps = { access: AccessView; bar: AccessBar; slot: number; unit: number; x: number }
