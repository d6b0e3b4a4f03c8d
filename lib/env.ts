import { readEnvironment } from './environment'

/** The configuration of this process, read when this module is first loaded; programs complete it before that. */
export const env = readEnvironment(process.env)
