import type { RequestPage } from '@/lib/psu/asked-languages'

/** Which third party's request a path is a page of, or null. */
export function requestPage(path: string): RequestPage | null {
  const [, door, id, next] = /^\/(interaction|pay)\/([\w-]{1,128})([/?]|$)/.exec(path) ?? []
  return id ? { about: door === 'pay' ? 'payment' : 'interaction', id, front: next !== '/' } : null
}
