/** The page of the third party; a browser keeps the part of an address behind `#` over a redirect by itself. */
export const securityOf = ({ tppId = '' }: Record<string, string>) =>
  `/staff/third-parties/${encodeURIComponent(tppId)}`
