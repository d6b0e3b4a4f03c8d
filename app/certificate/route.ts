import { mountCertificate } from '@/lib/xs2a/mount-certificate'

export const dynamic = 'force-dynamic'
export {
  mountCertificate as DELETE,
  mountCertificate as GET,
  mountCertificate as HEAD,
  mountCertificate as OPTIONS,
  mountCertificate as PATCH,
  mountCertificate as POST,
  mountCertificate as PUT,
}
