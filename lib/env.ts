import { readEnvironment } from './environment'

/** The configuration of this process, read when this module is first loaded; programs complete it before that. */
export const env = readEnvironment(process.env)

/** How long to wait at most for somebody else, in milliseconds: what is usual, times TIME_LIMIT_FACTOR. */
export const timeLimit = (usualMillis: number) => usualMillis * env.TIME_LIMIT_FACTOR
