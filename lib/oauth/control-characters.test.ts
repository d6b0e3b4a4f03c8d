import { beforeAll, expect, test } from 'vitest'
import { post } from '@/e2e/fixtures/oauth-raw'
import { givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'

let tpp: Tpp
beforeAll(async () => {
  tpp = await givenTpp()
})

test.each(['state', 'nonce', 'ui_locales', 'login_hint', 'acr_values'])(
  'a control character in %s is refused when pushed, before any column meets it',
  async (name) => {
    for (const character of ['\u0000', '\n', '\u0085'])
      expect(
        await post(tpp, '/oauth/par', {
          response_type: 'code',
          redirect_uri: REDIRECT_URI,
          scope: 'openid',
          code_challenge: 'a'.repeat(43),
          code_challenge_method: 'S256',
          [name]: `a${character}b`,
        }),
      ).toMatchObject({ status: 400, error: 'invalid_request' })
  },
)
