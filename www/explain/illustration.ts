import { html, type TemplateResult } from 'lit';
import { words } from '../words.ts';

/** A boat at sea, its frame and the glow on its sail: what the app does, in a drawing. */
export function renderIllustration(): TemplateResult {
  return html`<svg direction="ltr" class="illustration" viewBox="0 0 480 360" role="img" aria-label=${words.startPictureAlt}>
    <defs>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#8fb8d8" />
        <stop offset="1" stop-color="#e6eef0" />
      </linearGradient>
      <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#4f86a3" />
        <stop offset="1" stop-color="#24506b" />
      </linearGradient>
      <radialGradient id="glow">
        <stop offset="0" stop-color="#fde725" stop-opacity="0.95" />
        <stop offset="0.3" stop-color="#7ad151" stop-opacity="0.85" />
        <stop offset="0.62" stop-color="#21918c" stop-opacity="0.6" />
        <stop offset="1" stop-color="#3b528b" stop-opacity="0" />
      </radialGradient>
      <clipPath id="frame"><rect width="480" height="360" rx="20" /></clipPath>
    </defs>
    <g clip-path="url(#frame)">
      <rect width="480" height="360" fill="url(#sky)" />
      <circle cx="92" cy="82" r="30" fill="#fffaf0" />
      <path d="M0 214 L70 176 L128 208 L196 160 L270 214 Z" fill="#7c97a6" opacity="0.6" />
      <path d="M330 214 L398 182 L480 214 Z" fill="#7c97a6" opacity="0.45" />
      <rect y="210" width="480" height="150" fill="url(#sea)" />
      <g stroke="#ffffff" stroke-opacity="0.35" stroke-width="3" stroke-linecap="round">
        <path d="M34 246 h52 M118 300 h70 M372 252 h64 M402 318 h48 M40 334 h44 M212 336 h40" />
      </g>
      <g>
        <path d="M286 72 V234" stroke="#4a3a30" stroke-width="6" stroke-linecap="round" />
        <path d="M278 82 C240 130 222 176 216 220 H278 Z" fill="#fbf7ee" />
        <path d="M294 96 C330 132 348 178 352 220 H294 Z" fill="#d9534a" />
        <path d="M196 236 H372 C362 266 344 280 318 280 H250 C224 280 206 266 196 236 Z" fill="#5b4032" />
        <path d="M196 236 H372 L368 246 H200 Z" fill="#f0e3cf" />
      </g>
      <rect width="480" height="360" fill="#2b1c4f" opacity="0.16" />
      <ellipse class="glow" cx="282" cy="158" rx="120" ry="112" fill="url(#glow)" />
    </g>
    <rect x="182" y="60" width="204" height="230" rx="5" fill="none" stroke="#0d1720" stroke-opacity="0.5" stroke-width="6" />
    <rect x="182" y="60" width="204" height="230" rx="5" fill="none" stroke="#ffffff" stroke-width="3" />
    <g>
      <rect x="181" y="30" width="100" height="25" rx="6" fill="#ffffff" />
      <text x="192" y="48" font-size="15" fill="#10181f">boat <tspan font-weight="700">97 %</tspan></text>
    </g>
  </svg>`;
}
