/** The request header by which `proxy.ts` tells a page its own path; it overwrites what a browser sent under it. */
export const PATH_HEADER = 'x-placet-path'

/** The header by which `proxy.ts` tells the page that stands while the database is away where to try again; else it is not there. */
export const AWAY_HEADER = 'x-placet-away'
