import { css } from 'lit';

export const viewerStyles = css`
  :host {
    --accent: var(--xai-accent, light-dark(#0b6e6e, #5fd4cd));
    --on-accent: light-dark(#ffffff, #06272a);
    --surface: var(--xai-surface, light-dark(#ffffff, #14181d));
    --raised: light-dark(#f3f5f7, #1d232a);
    --text: var(--xai-text, light-dark(#16202a, #e8edf2));
    --muted: var(--xai-muted, light-dark(#52606d, #a3b0bd));
    --border: var(--xai-border, light-dark(#d9dfe5, #333c46));
    --danger: light-dark(#a32020, #ff9c94);
    --radius: var(--xai-radius, 12px);
    --gap: 0.75rem;

    display: block;
    container-type: inline-size;
    min-block-size: 12rem;
    color: var(--text);
    font: 400 0.9375rem / 1.45 system-ui, sans-serif;
    text-align: start;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  figure {
    display: grid;
    gap: var(--gap);
    margin: 0;
  }

  p {
    margin: 0;
  }

  b {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  /* The picture and what lies over it. */

  .stage {
    --ratio: 1.3333;
    position: relative;
    inline-size: min(100%, calc(var(--xai-max-height, 70vh) * var(--ratio)));
    aspect-ratio: var(--ratio);
    margin-inline: auto;
    border-radius: var(--radius);
    background: var(--raised);
    isolation: isolate;
    direction: ltr;
  }

  canvas.picture,
  canvas.map {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
  }

  canvas.picture {
    transition: filter 200ms;
  }

  /* The map's colours are read more surely over a picture with few of its own. */
  canvas.picture[data-under-map] {
    filter: var(--xai-picture-filter, grayscale(0.75));
  }

  canvas.map {
    mix-blend-mode: var(--xai-map-blend, normal);
    pointer-events: none;
  }

  .poster {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    overflow: hidden;
    border-radius: inherit;
    color: var(--muted);
  }

  .boxes,
  .drawing {
    position: absolute;
    inset: 0;
  }

  .box {
    position: absolute;
    box-sizing: border-box;
    border: 2px solid #ffffff;
    border-radius: 4px;
    box-shadow:
      0 0 0 1px rgb(8 15 22 / 0.75),
      inset 0 0 0 1px rgb(8 15 22 / 0.55);
    cursor: pointer;
    transition: opacity 120ms;
  }

  /* However small the object, there are 24 pixels to point at. */
  .box::before {
    content: '';
    position: absolute;
    inset: 50%;
    inline-size: max(100%, 24px);
    block-size: max(100%, 24px);
    translate: -50% -50%;
  }

  .label {
    position: absolute;
    inset-block-end: calc(100% + 3px);
    inset-inline-start: -2px;
    padding: 0.1rem 0.5rem;
    border-radius: 5px;
    background: rgb(12 19 27 / 0.86);
    color: #ffffff;
    font-size: 0.8125rem;
    line-height: 1.35;
    white-space: nowrap;
    pointer-events: none;
  }

  .label-inside > .label {
    inset-block: 3px auto;
    inset-inline-start: 3px;
  }

  .label-right > .label {
    inset-inline: auto -2px;
  }

  .box:hover {
    background: rgb(255 255 255 / 0.14);
  }

  .chosen .box:not([aria-selected='true'], :hover, :focus-visible) {
    opacity: 0.75;
    border-width: 1px;
  }

  .crowded .box:not([aria-selected='true'], :hover, :focus-visible) > .label {
    display: none;
  }

  .box:hover,
  .box:focus-visible,
  .box[aria-selected='true'] {
    z-index: 1000 !important;
  }

  .box[aria-selected='true'] {
    border-width: 3px;
  }

  .box[aria-selected='true'] > .label {
    background: #ffffff;
    color: #10181f;
    box-shadow: 0 0 0 1px rgb(8 15 22 / 0.6);
  }

  .box:focus-visible {
    outline: 3px solid #ffd54a;
    outline-offset: 2px;
  }

  .drawing {
    cursor: crosshair;
    touch-action: none;
    border-radius: inherit;
    background: rgb(8 15 22 / 0.25);
  }

  .box.drawn {
    border-style: dashed;
    pointer-events: none;
  }

  .start {
    position: absolute;
    inset: 0;
    inline-size: max-content;
    block-size: max-content;
    margin: auto;
    padding: 0.7rem 1.3rem;
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.3);
  }

  .error {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--border);
    border-inline-start: 4px solid var(--danger);
    border-radius: calc(var(--radius) - 4px);
    background: var(--surface);
  }

  .error .said {
    flex: 1 1 16rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .error .code {
    margin-block-start: 0.35rem;
    color: var(--muted);
    font-size: 0.8125rem;
  }

  /* Where things stand. */

  .status {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0.4rem 1rem;
    min-block-size: 3.1rem;
  }

  .headline {
    font-weight: 600;
  }

  .particulars {
    color: var(--muted);
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    min-block-size: 1.45em;
  }

  progress {
    grid-column: 1 / -1;
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--raised);
  }

  slot[name='progress'] {
    display: block;
    grid-column: 1 / -1;
    line-height: 0;
  }

  progress::-webkit-progress-bar {
    background: var(--raised);
  }

  progress::-webkit-progress-value {
    border-radius: 3px;
    background: var(--accent);
    transition: inline-size 150ms linear;
  }

  progress::-moz-progress-bar {
    border-radius: 3px;
    background: var(--accent);
  }

  progress[data-unknown] {
    background: linear-gradient(90deg, var(--raised) 30%, var(--accent) 50%, var(--raised) 70%) 0 0 / 300% 100%;
    animation: wander 1.8s linear infinite;
  }

  progress[data-unknown]::-webkit-progress-bar {
    background: transparent;
  }

  @keyframes wander {
    from {
      background-position: 120% 0;
    }
    to {
      background-position: -30% 0;
    }
  }

  /* Answers about the whole picture. */

  .classes {
    display: grid;
    gap: 2px;
  }

  .class {
    display: grid;
    grid-template-columns: minmax(7rem, 1fr) minmax(4rem, 2fr) 3.5rem;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 2.25rem;
    padding: 0.1rem 0.75rem;
    border-radius: 8px;
    cursor: pointer;
  }

  .class b {
    text-align: end;
  }

  .class:hover {
    background: var(--raised);
  }

  .class[aria-selected='true'] {
    background: var(--raised);
    box-shadow: inset 3px 0 0 var(--accent);
  }

  meter {
    appearance: none;
    inline-size: 100%;
    block-size: 8px;
    border-radius: 4px;
    background: var(--border);
    overflow: hidden;
  }

  meter::-webkit-meter-inner-element {
    display: block;
    block-size: 100%;
  }

  meter::-webkit-meter-bar {
    block-size: 100%;
    border: 0;
    border-radius: 4px;
    background: var(--border);
  }

  meter::-webkit-meter-optimum-value {
    border-radius: 4px;
    background: var(--accent);
  }

  meter::-moz-meter-bar {
    border-radius: 4px;
    background: var(--accent);
  }

  /* Controls. */

  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 1.25rem;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 2.25rem;
    color: var(--muted);
    font-size: 0.875rem;
    white-space: nowrap;
  }

  input {
    accent-color: var(--accent);
    margin: 0;
  }

  input[type='checkbox'] {
    inline-size: 1.15rem;
    block-size: 1.15rem;
  }

  input[type='range'] {
    inline-size: 7.5rem;
    block-size: 1.5rem;
  }

  select,
  button {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--border);
    border-radius: 8px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 0.875rem;
  }

  button {
    padding-inline: 0.95rem;
    font-weight: 600;
    cursor: pointer;
  }

  button:hover,
  select:hover {
    border-color: var(--muted);
  }

  button[aria-pressed='true'],
  .start {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  /* The numbers behind the colours. */

  .legend {
    color: var(--muted);
    font-size: 0.8125rem;
  }

  .legend[data-empty] {
    visibility: hidden;
  }

  .scale {
    display: grid;
    grid-template-columns: auto minmax(6rem, 22rem) auto;
    justify-content: start;
    align-items: center;
    gap: 0.6rem;
    margin-block-end: 0.15rem;
  }

  .number {
    color: var(--text);
    font-variant-numeric: tabular-nums;
  }

  .bar {
    inline-size: 100%;
    block-size: 12px;
    border-radius: 3px;
    box-shadow: 0 0 0 1px var(--border);
  }

  figcaption:empty {
    display: none;
  }

  .notes {
    color: var(--muted);
    font-size: 0.875rem;
  }

  .notes ul {
    margin: 0.35rem 0 0;
    padding-inline-start: 1.2rem;
  }

  summary {
    min-block-size: 24px;
    cursor: pointer;
  }

  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @container (max-inline-size: 26rem) {
    .toolbar {
      gap: 0.25rem 0.9rem;
    }
    .label {
      font-size: 0.75rem;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .box {
      border-color: CanvasText;
      forced-color-adjust: none;
    }
    .box[aria-selected='true'] {
      border-color: Highlight;
    }
    .class[aria-selected='true'] {
      outline: 2px solid Highlight;
    }
    progress {
      forced-color-adjust: auto;
      appearance: auto;
    }
  }
`;
