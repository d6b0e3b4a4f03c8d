import { notFound, redirect } from 'next/navigation'
import { verdictPath } from '@/app/developer/certificate/pasted-certificate'
import { findCertificate } from '@/lib/developers/certificates'
import { requireDeveloper } from '@/lib/session/developer'

/** Leads to what the bank thinks of one of the organisation's own certificates. */
export async function GET(request: Request, { params }: CertificateContext): Promise<never> {
  const { tppId } = await requireDeveloper()
  const { serial } = await params
  if (!/^[0-9a-f]{1,40}$/.test(serial)) notFound()
  const pem = await findCertificate({ tppId, serial })
  if (!pem) notFound()
  const use = new URL(request.url).searchParams.get('use') === 'eseal' ? 'eseal' : 'web'
  redirect(verdictPath({ pem, use }))
}

type CertificateContext = { params: Promise<{ serial: string }> }
