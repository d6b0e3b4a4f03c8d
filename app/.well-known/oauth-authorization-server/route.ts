import { mountOAuth } from '@/lib/oauth/next-mount'

export const dynamic = 'force-dynamic'
export {
  mountOAuth as DELETE,
  mountOAuth as GET,
  mountOAuth as HEAD,
  mountOAuth as OPTIONS,
  mountOAuth as PATCH,
  mountOAuth as POST,
  mountOAuth as PUT,
}
