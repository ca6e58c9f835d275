import { css } from 'lit';

/** The axis of time and the tracks on it. */
export const timelineStyles = css`
  :host {
    --gutter: 52px;
    --lane: light-dark(#f6f8f9, #191f26);
    --frame: var(--text);
  }

  @container (max-inline-size: 36rem) {
    .stage {
      --gutter: 40px;
    }
  }

  /* Colours for what is painted are read off these. */
  .inks {
    display: none;
  }
  .ink-text {
    color: var(--text);
  }
  .ink-muted {
    color: var(--muted);
  }
  .ink-line {
    color: var(--border);
  }
  .ink-danger {
    color: var(--danger);
  }
  .ink-accent {
    color: var(--accent);
  }
  .ink-lane {
    color: var(--lane);
  }

  .poster {
    display: grid;
    place-items: center;
    min-block-size: 14rem;
    border: 1px dashed var(--border);
    border-radius: var(--radius);
    color: var(--muted);
  }

  .stage {
    display: grid;
    gap: 0.6rem;
    min-inline-size: 0;
    direction: ltr;
  }

  .field {
    position: relative;
    min-inline-size: 0;
    cursor: crosshair;
    touch-action: pan-y;
    user-select: none;
  }

  canvas.ruler {
    display: block;
    inline-size: calc(100% - var(--gutter));
    block-size: 26px;
    margin-inline-start: var(--gutter);
  }

  .track {
    position: relative;
  }

  .track .title {
    position: relative;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9rem;
    margin: 0;
    padding: 0.3rem 0 0.15rem calc(var(--gutter) + 4px);
    pointer-events: none;
    color: var(--muted);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.3;
  }

  /* The frame of a window passes behind the words. */
  .title > :is(.name, .channel) {
    padding-inline: 0.3rem;
    border-radius: 4px;
    background: var(--lane);
  }

  .grip {
    position: absolute;
    inset-block-end: -1px;
    inset-inline-start: calc(var(--gutter) - 28px);
    min-block-size: 24px;
    inline-size: 24px;
    padding: 5px 7px;
    border: 0;
    background: radial-gradient(circle, var(--muted) 1.4px, transparent 1.9px) 50% 50% / 5px 5px content-box content-box;
    pointer-events: auto;
    cursor: grab;
    touch-action: none;
  }

  .grip:hover {
    background-color: color-mix(in srgb, var(--accent) 20%, transparent);
  }

  .grip:active {
    cursor: grabbing;
  }

  .channel {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    color: var(--text);
    font-weight: 500;
  }

  .channel::before {
    content: '';
    inline-size: 0.9rem;
    block-size: 3px;
    border-radius: 2px;
    background: var(--class-colour);
    forced-color-adjust: none;
  }

  .channel.class::before {
    inline-size: 0.7rem;
    block-size: 0.7rem;
    border-radius: 3px;
  }

  .lane {
    position: relative;
    block-size: var(--height);
    background: linear-gradient(var(--lane) 0 0) var(--gutter) 0 / calc(100% - var(--gutter)) 100% no-repeat;
  }

  .lane > canvas {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--gutter);
    inline-size: calc(100% - var(--gutter));
    block-size: 100%;
  }

  .rows {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    inline-size: calc(var(--gutter) - 6px);
    overflow: hidden;
    color: var(--muted);
    font-size: 0.75rem;
    line-height: 1;
    text-align: end;
  }

  /* A name in the middle of its strip. */
  [data-track='map'] .rows > span {
    flex: 1;
    display: grid;
    align-items: center;
    justify-content: end;
    min-block-size: 0;
  }

  .empty {
    position: absolute;
    inset: 0 0 0 var(--gutter);
    display: grid;
    align-items: center;
    padding-inline: 0.75rem;
    color: var(--muted);
    font-size: 0.8125rem;
  }

  .resizer {
    position: absolute;
    inset-inline: var(--gutter) 0;
    inset-block-end: -5px;
    z-index: 2;
    block-size: 10px;
    cursor: row-resize;
    touch-action: none;
  }

  .resizer::after {
    content: '';
    position: absolute;
    inset-inline: 0;
    inset-block-start: 4px;
    block-size: 2px;
    border-radius: 1px;
    background: var(--accent);
    opacity: 0;
  }

  .resizer:is(:hover, :focus-visible, :active)::after {
    opacity: 1;
  }

  /* What uPlot puts into a lane: the rules that it needs, of its own sheet. */
  .uplot,
  .uplot * {
    box-sizing: border-box;
  }
  .u-wrap {
    position: relative;
  }
  .u-over,
  .u-under,
  .u-axis {
    position: absolute;
    pointer-events: none;
  }
  .uplot canvas {
    display: block;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
  }
`;
