/** The request header by which `proxy.ts` tells a page its own path; it overwrites what a browser sent under it. */
export const PATH_HEADER = 'x-placet-path'
