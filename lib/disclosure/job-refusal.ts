/** Why a job is not run, in a sentence that says what to do. An expected "no" of a command, that no door ever answers with. */
export class JobRefusal extends Error {
  override readonly name = 'JobRefusal'
}
