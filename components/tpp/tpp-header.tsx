import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { TppTile } from './tpp-tile'
import type { TppView } from './tpp-view'

/** The header of a page about one third party: its tile, and under the title the name by which the law knows it. */
export function TppHeader({ tpp, title, children }: TppHeaderProps) {
  return (
    <PageHeader mark={<TppTile size="large" tpp={tpp} />} title={title}>
      <p className="text-muted text-small">
        <bdi>{tpp.legalName}</bdi>
      </p>
      {children}
    </PageHeader>
  )
}

type TppHeaderProps = { tpp: TppView; title: ReactNode; children?: ReactNode }
