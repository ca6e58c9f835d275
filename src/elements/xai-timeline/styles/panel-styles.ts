import { css } from 'lit';

/** What is known about the chosen window, the list of tracks, the keys. */
export const panelStyles = css`
  .toolbar .buttons {
    display: inline-flex;
    gap: 0.3rem;
  }

  .toolbar .buttons > button:not(.quiet) {
    min-inline-size: 2.25rem;
    padding-inline: 0;
    font-size: 1.05rem;
    line-height: 1;
  }

  .toolbar .play {
    min-inline-size: 6rem;
  }

  .toolbar select {
    max-inline-size: 13rem;
  }

  progress[data-idle] {
    visibility: hidden;
  }

  .status {
    min-block-size: 0;
  }

  .window {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: 0.9rem 1.75rem;
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .verdict {
    display: grid;
    align-content: start;
    gap: 0.35rem;
  }

  .steps {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.45rem;
  }

  .wrong-steps {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    margin-inline-start: auto;
    color: var(--muted);
    font-size: 0.875rem;
  }

  button.step {
    min-block-size: 1.9rem;
    min-inline-size: 1.9rem;
    padding: 0;
    font-size: 1.05rem;
    line-height: 1;
  }

  button:disabled {
    color: var(--muted);
    opacity: 0.55;
    cursor: default;
  }

  .when {
    font-variant-numeric: tabular-nums;
  }

  .when span,
  .fed figcaption span {
    color: var(--muted);
    font-size: 0.8125rem;
  }

  dl {
    display: grid;
    gap: 0.2rem;
    margin: 0;
  }

  .verdict dl > div {
    display: grid;
    grid-template-columns: 4rem 1fr;
    gap: 0.5rem;
  }

  dt {
    color: var(--muted);
  }

  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .swatch {
    display: inline-block;
    inline-size: 0.75rem;
    block-size: 0.75rem;
    margin-inline-end: 0.4rem;
    border-radius: 3px;
    background: var(--class-colour);
    forced-color-adjust: none;
  }

  .judgement {
    color: var(--muted);
    font-weight: 650;
  }

  .judgement[data-right='true'] {
    color: var(--accent);
  }

  .judgement[data-right='false'] {
    color: var(--danger);
  }

  .fed {
    display: grid;
    grid-template-rows: minmax(6.5rem, 1fr) auto;
    gap: 0.3rem;
    margin: 0;
    min-inline-size: 0;
  }

  .fed canvas {
    inline-size: 100%;
    block-size: 100%;
    border-radius: 6px;
    background: var(--lane);
  }

  .fed figcaption {
    font-size: 0.8125rem;
  }

  .scores {
    display: grid;
    align-content: start;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.875rem;
  }

  .scores li {
    display: grid;
    grid-template-columns: minmax(4.5rem, 1fr) minmax(4rem, 2fr) 3.2rem;
    align-items: center;
    gap: 0.6rem;
  }

  .scores li > span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .scores b {
    text-align: end;
  }

  .level {
    block-size: 8px;
    border-radius: 4px;
    background:
      linear-gradient(var(--class-colour) 0 0) 0 0 / calc(100% * max(0, var(--share))) 100% no-repeat,
      var(--raised);
    forced-color-adjust: none;
  }

  /* The list of tracks, and the keys. */

  .panels {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1.75rem;
    font-size: 0.875rem;
  }

  .panels summary {
    color: var(--accent);
    font-weight: 600;
  }

  .panels ul {
    display: grid;
    gap: 0.1rem;
    margin: 0.4rem 0;
    padding: 0;
    list-style: none;
  }

  .panels li {
    display: grid;
    grid-template-columns: minmax(11rem, 1fr) auto auto;
    align-items: center;
    gap: 0.35rem;
  }

  .keys dl > div {
    display: grid;
    grid-template-columns: 6rem 1fr;
    gap: 0.75rem;
  }

  kbd {
    color: var(--text);
    font: inherit;
    font-weight: 600;
    white-space: nowrap;
  }

  .about {
    color: var(--muted);
    font-size: 0.8125rem;
  }

  .about ul {
    margin: 0.35rem 0 0;
    padding-inline-start: 1.2rem;
  }
`;
