import { html } from 'hono/html'
import type { Good } from '../goods'

/** A drawing of what is sold; its name stands beside it. */
export function picture(id: Good['id']) {
  return id === 'lamp' ? lamp() : bicycle()
}

/** A road at night, and the lamp that lights it. */
function lamp() {
  return html`<svg class="picture night" viewBox="0 0 320 220" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
    <linearGradient id="light"><stop offset="0" stop-color="#ffd76a" stop-opacity="0"/><stop offset="1" stop-color="#ffd76a" stop-opacity="0.85"/></linearGradient>
    <rect class="sky" width="320" height="220"/>
    <circle class="moon" cx="268" cy="42" r="14"/>
    <path class="hill" d="M0 150c50-34 96-40 150-22s110 14 170-20v112H0z"/>
    <path class="road" d="M0 220 118 132h22l58 88z"/>
    <path fill="url(#light)" d="M212 128-10 84v136l222-72z"/>
    <path class="bar" d="M318 92h-44c-16 0-20 10-20 22v10"/>
    <rect class="case" x="212" y="120" width="62" height="34" rx="12"/>
    <rect class="glass" x="206" y="124" width="12" height="26" rx="6"/>
    <path class="fins" d="M236 128v18M246 128v18M256 128v18"/>
  </svg>`
}

/** A city bicycle against a wall in the sun. */
function bicycle() {
  return html`<svg class="picture day" viewBox="0 0 320 220" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
    <rect class="wall" width="320" height="220"/>
    <path class="bricks" d="M18 34h40M70 34h26M232 62h46M34 90h30M262 120h34M22 128h22"/>
    <rect class="pavement" y="180" width="320" height="40"/>
    <circle class="rubber" cx="92" cy="144" r="42"/>
    <circle class="rubber" cx="232" cy="144" r="42"/>
    <path class="tubes" d="M92 144 126 84h82l24 60M92 144h62l54-60M154 144 126 84"/>
    <path class="trim" d="M118 68h20M128 68l-2 16M208 84l-6-24h-14M186 60h16"/>
    <path class="rack" d="M214 78h40v18h-34z"/>
    <circle class="crank" cx="154" cy="144" r="10"/>
    <circle class="axle" cx="92" cy="144" r="4"/>
    <circle class="axle" cx="232" cy="144" r="4"/>
  </svg>`
}
