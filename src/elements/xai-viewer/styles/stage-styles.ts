import { css } from 'lit';

/** The picture and what lies over it. */
export const stageStyles = css`
  .stage,
  .view {
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
    clip-path: inset(0 calc(100% - var(--wipe, 100%)) 0 0);
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

  .boxes {
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

  /* In a small picture a name would lie over the neighbours'; pointed at, it is whole. */
  @container (max-inline-size: 34rem) {
    .box:not([aria-selected='true'], :hover, :focus-visible) > .label {
      overflow: hidden;
      max-inline-size: max(100%, 2.5rem);
      padding-inline: 0.3rem;
      text-overflow: ellipsis;
    }
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

`;
