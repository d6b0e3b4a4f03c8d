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

/** What was typed into the form of the incident contact and refused, with what is wrong at each field. */
export type ContactDraft = {
  mail: string
  phone: string
  securityTxt: string
  faults: { mail?: string; phone?: string; securityTxt?: string }
}

export function isContactDraft(shown: unknown): shown is ContactDraft {
  return typeof shown === 'object' && shown !== null && 'faults' in shown
}

export function isDraft(shown: unknown): shown is Draft {
  return typeof shown === 'object' && shown !== null && 'fault' in shown
}
