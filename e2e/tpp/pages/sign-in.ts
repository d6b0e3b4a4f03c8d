import { html } from 'hono/html'
import { layout, type Site } from './layout'

/** Where somebody who has an account here signs in. `form` is set when what was typed was refused. */
export function signInPage({ site, form }: SignInPage) {
  return layout({
    site,
    title: 'Sign in',
    children: html`
      <section class="message">
        <h1>Sign in to ${site.brand}</h1>
        <form class="card" method="post" action="/sign-in">
          ${nameAndPassword({ form, password: 'current-password' })}
          <button>Sign in</button>
          <p class="hint">No account yet? <a href="/">Create one</a>.</p>
        </form>
      </section>`,
  })
}

/** The form of somebody new, for the landing page. */
export function signUpForm({ site, form }: SignInPage) {
  return html`<form class="card" method="post" action="/sign-up">
    <h2>Start with a name</h2>
    ${nameAndPassword({ form, password: 'new-password' })}
    <button>Create account</button>
    <p class="hint">${site.brand} is an app of its own, and never learns how you sign in at ${site.bankName}.</p>
    <p>Have an account? <a href="/sign-in">Sign in</a></p>
  </form>`
}

function nameAndPassword({ form, password }: Fields) {
  const isNew = password === 'new-password'
  const described = [form ? 'fault' : '', isNew ? 'password-hint' : ''].filter(Boolean).join(' ')
  return html`
    ${form ? html`<p class="fault" id="fault" role="alert">${form.fault}</p>` : ''}
    <div class="field">
      <label for="name">Name</label>
      <input id="name" name="name" value="${form?.typed ?? ''}" autocomplete="username" maxlength="60" required ${form ? 'autofocus' : ''}>
    </div>
    <div class="field">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="${password}" maxlength="200" required
        ${described ? html`aria-describedby="${described}"` : ''}>
      ${isNew ? html`<p class="hint" id="password-hint">At least 12 characters; three words will do.</p>` : ''}
    </div>`
}

type Refused = { typed: string; fault: string }
type SignInPage = { site: Site; form?: Refused }
type Fields = { form?: Refused; password: 'new-password' | 'current-password' }
