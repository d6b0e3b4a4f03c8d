export const APPLICATION_PAGE = '/developer/application'

/** What was typed into the form of an application and refused, with the reason. */
export type Draft = {
  name: string
  redirectUris: string
  notificationUri: string
  jwks: string
  method: string
  fault: string
}

export function isDraft(shown: unknown): shown is Draft {
  return typeof shown === 'object' && shown !== null && 'fault' in shown
}
