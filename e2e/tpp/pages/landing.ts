import { html } from 'hono/html'
import type { Customer, Notice } from '../store'
import { layout, type Site } from './layout'
import { signUpForm } from './sign-in'

/** Where one learns what the app wants from the bank, before the bank is asked; `customer` is null while nobody is signed in. */
export function landingPage({ site, customer, form, signUp, notice }: LandingPage) {
  return layout({
    site,
    title: 'Your month at a glance',
    notice: notice ?? customer?.notice ?? null,
    calls: customer?.calls,
    home: Boolean(customer?.connection),
    children: html`
      <div class="landing">
        <section class="hero">
          <h1>${site.brand}</h1>
          <p class="promise">What came in, what went out, what is left.</p>
          <p>One page for your month, sorted by what the money was for. We read your account; you do the living.</p>
          ${customer?.connection ? html`<p><a class="button quiet" href="/accounts">Open your money</a></p>` : ''}
        </section>
        ${customer ? connectForm(site, form) : signUpForm({ site, form: signUp })}
        <section class="terms">
          <h2>What we ask of your bank</h2>
          <dl>
            <div><dt>We read</dt><dd>Names of your accounts, balances, and payments. Your bank lets us read up to 13 months back; we read the last 90 days.</dd></div>
            <div><dt>How long</dt><dd>180 days at most. Then we have to ask you again.</dd></div>
            <div><dt>When you are away</dt><dd>Up to four times a day, so that the page is fresh in the morning.</dd></div>
            <div><dt>We cannot</dt><dd>Pay, move money, or change anything.</dd></div>
            <div><dt>To stop</dt><dd>Disconnect here, or stop it at your bank without telling us. Both work at once.</dd></div>
          </dl>
        </section>
        ${customer ? leave(site) : ''}
      </div>`,
  })
}

function connectForm(site: Site, form: LandingPage['form']) {
  const named = form !== undefined
  return html`<form class="card" method="post" action="/connect" novalidate>
    <h2>Start with ${site.bankName}</h2>
    <fieldset>
      <legend>Which accounts?</legend>
      ${choice({ value: 'bank', isChecked: !named, name: 'I’ll choose at the bank', hint: 'We learn of no account before you have picked it.' })}
      ${choice({ value: 'named', isChecked: named, name: 'I’ll name the account', hint: 'One step less at the bank, but you type its number here.' })}
      <div class="named">
        <label for="iban">IBAN</label>
        <input id="iban" name="iban" value="${form?.typed ?? ''}" autocomplete="off" spellcheck="false" inputmode="text"
          aria-describedby="${form ? 'iban-fault iban-hint' : 'iban-hint'}" aria-invalid="${form ? 'true' : 'false'}" ${form ? 'autofocus' : ''}>
        ${form ? html`<p class="fault" id="iban-fault">${form.fault}</p>` : ''}
        <p class="hint" id="iban-hint">Several? Put a comma between them.</p>
      </div>
    </fieldset>
    <button>Connect ${site.bankName}</button>
    <p class="hint">You sign in at ${site.bankName}, never here. We see nothing that you sign in with there.</p>
  </form>`
}

function leave({ brand }: Site) {
  return html`<section class="terms">
    <h2>If you no longer want ${brand}</h2>
    <p>We end the connection at your bank and delete all that we hold, your name and password with it.</p>
    <form method="post" action="/forget"><button class="quiet">Delete your account</button></form>
  </section>`
}

/** The hint describes the choice and does not belong to its name, so that both are read out but only one is called for. */
function choice({ value, isChecked, name, hint }: Choice) {
  return html`<label class="choice"><input type="radio" name="choice" value="${value}" aria-labelledby="${value}-name" aria-describedby="${value}-hint" ${isChecked ? 'checked' : ''}>
    <span><strong id="${value}-name">${name}</strong><small id="${value}-hint">${hint}</small></span></label>`
}

type Choice = { value: string; isChecked: boolean; name: string; hint: string }

/** `form` and `signUp` are set when what was typed there could not be used. */
type LandingPage = {
  site: Site
  customer: Customer | null
  form?: Refused
  signUp?: Refused
  notice?: Notice
}
type Refused = { typed: string; fault: string }
