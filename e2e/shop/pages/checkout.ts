import { html } from 'hono/html'
import { formatMoney } from '../../outside/money'
import { type Faults, type Filled, laterDays } from '../checkout'
import type { Good } from '../goods'
import { layout, type Site } from './layout'
import { picture } from './picture'

/** What is bought, when and from which account it is paid; `faults` where what was filled in cannot be used. */
export function checkoutPage({ site, good, filled, faults = {}, today }: CheckoutPage) {
  const price = formatMoney({ amount: good.price, currency: 'EUR' })
  return layout({
    site,
    title: `Pay for ${good.short}`,
    children: html`
      <div class="till">
        <section class="basket" aria-label="What you buy">
          ${picture(good.id)}
          <div><h1>${good.name}</h1><p class="price">${price}</p><p class="hint">Postage is on us.</p></div>
        </section>
        <form class="slip" method="post" action="/buy/${good.id}" novalidate>
          <h2>Pay from your account at ${site.bankName}</h2>
          <p class="hint">${site.payLane}, our payment service, asks your bank. You approve there; neither of us sees how you sign in or how much you have. If it is too little, your bank tells us so.</p>
          <fieldset>
            <legend>When?</legend>
            ${choice({ value: 'today', isChecked: !filled.later, name: 'Pay today', hint: 'We pack it at once.' })}
            ${choice({ value: 'later', isChecked: filled.later, name: 'Pay on a later day', hint: 'We send it when it is paid.' })}
            ${dayField(filled, faults, today)}
          </fieldset>
          ${ibanField(filled, faults)}
          <button>Pay ${price}</button>
        </form>
      </div>`,
  })
}

function dayField({ day }: Filled, { day: fault }: Faults, today: string) {
  const { first, last } = laterDays(today)
  return html`<div class="field day">
    <label for="day">Day</label>
    <input id="day" name="day" type="date" value="${day}" min="${first}" max="${last}"
      ${fault ? html`aria-invalid="true" aria-describedby="day-fault"` : ''}>
    ${fault ? html`<p class="fault" id="day-fault">${fault}</p>` : ''}
  </div>`
}

function ibanField({ iban, remember }: Filled, { iban: fault }: Faults) {
  return html`<div class="field">
    <label for="iban">My account (IBAN), optional</label>
    <input id="iban" name="iban" value="${iban}" autocomplete="off" spellcheck="false"
      aria-describedby="${fault ? 'iban-fault iban-hint' : 'iban-hint'}" ${fault ? html`aria-invalid="true"` : ''}>
    ${fault ? html`<p class="fault" id="iban-fault">${fault}</p>` : ''}
    <p class="hint" id="iban-hint">With it there is one step less at your bank. Without it you pick the account there.</p>
    <label class="tick"><input type="checkbox" name="remember" ${remember ? 'checked' : ''}> Remember it in this browser</label>
  </div>`
}

/** The hint describes the choice and does not belong to its name, so that both are read out but only one is called for. */
function choice({ value, isChecked, name, hint }: Choice) {
  return html`<label class="choice"><input type="radio" name="when" value="${value}" aria-labelledby="${value}-name" aria-describedby="${value}-hint" ${isChecked ? 'checked' : ''}>
    <span><strong id="${value}-name">${name}</strong><small id="${value}-hint">${hint}</small></span></label>`
}

type Choice = { value: string; isChecked: boolean; name: string; hint: string }
type CheckoutPage = { site: Site; good: Good; filled: Filled; faults?: Faults; today: string }
