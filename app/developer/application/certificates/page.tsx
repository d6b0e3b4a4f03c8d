import { DeveloperShell } from '@/components/developer/developer-shell'
import { NewCertificates } from '@/components/developer/new-certificates'
import { BackLink } from '@/components/ui/back-link'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { certificateFiles } from '@/lib/developers/certificate-files'
import type { OrderedCertificate } from '@/lib/developers/certificates'
import { takeOnce } from '@/lib/developers/shown-once'
import { zipFiles } from '@/lib/developers/zip-files'
import { env } from '@/lib/env'
import { requireDeveloper } from '@/lib/session/developer'
import { APPLICATION_PAGE } from '../draft'

export const metadata = { title: 'New certificates' }

/** What was just ordered, keys included, this one time. */
export default async function NewCertificatesPage({ searchParams }: NewCertificatesPageProps) {
  const { developerId } = await requireDeveloper()
  const { shown } = await searchParams
  const ordered = typeof shown === 'string' ? takeOnce(developerId, shown) : null
  const files = isOrdered(ordered) ? certificateFiles(ordered) : null
  return (
    <DeveloperShell brand={brand} sandbox>
      <BackLink href={APPLICATION_PAGE}>Your application</BackLink>
      <PageHeader eyebrow="For developers" title="New certificates" />
      {files ? (
        <NewCertificates
          files={files}
          mtlsOrigin={env.MTLS_ORIGIN}
          zip={zipFiles(files).toString('base64')}
        />
      ) : (
        <Notice tone="attention">
          They were shown already, and nobody keeps their keys. If you do not have them, order new ones and
          revoke those.
        </Notice>
      )}
    </DeveloperShell>
  )
}

const isOrdered = (shown: unknown): shown is OrderedCertificate[] => Array.isArray(shown)

type NewCertificatesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
