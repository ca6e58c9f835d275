import { css } from 'lit';

/** What lies over all tracks (frames, the playhead), and the whole recording in small below them. */
export const overStyles = css`
  .over {
    position: absolute;
    inset: 0 0 0 var(--gutter);
    overflow: clip;
    pointer-events: none;
  }

  .over > [data-away] {
    visibility: hidden;
  }

  /* A frame that the eye had to look for still takes the focus. */
  .over > .frame[data-away] {
    visibility: visible;
    opacity: 0;
  }

  .frame {
    position: absolute;
    box-sizing: border-box;
    inset-block: 25px 0;
    inset-inline-start: 0;
    inline-size: max(3px, var(--w, 0px));
    transform: translateX(var(--x, 0px));
    border: 2px solid var(--frame);
    border-radius: 4px;
    background: color-mix(in srgb, var(--frame) 7%, transparent);
  }

  .frame[data-right='false'] {
    border-color: var(--danger);
    border-block-start-width: 5px;
    background: color-mix(in srgb, var(--danger) 9%, transparent);
  }

  .frame:focus-visible {
    outline-offset: 1px;
  }

  .pointed,
  .playhead {
    position: absolute;
    inset-block: 25px 0;
    inset-inline-start: 0;
    inline-size: 1px;
    transform: translateX(var(--x, 0px));
    background: var(--muted);
    opacity: 0.6;
  }

  .playhead {
    inline-size: 2px;
    background: var(--accent);
    opacity: 1;
  }

  /* The whole recording in small. */

  .mini-map {
    position: relative;
    block-size: 44px;
    margin-inline-start: var(--gutter);
    border-radius: 6px;
    background: var(--lane);
    cursor: grab;
    touch-action: none;
  }

  .mini-map:active {
    cursor: grabbing;
  }

  canvas.mini {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
  }

  .thumb {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--x, 0%);
    box-sizing: border-box;
    inline-size: max(8px, var(--w, 100%));
    border: 2px solid var(--accent);
    border-radius: 6px;
    background: color-mix(in srgb, var(--accent) 14%, transparent);
  }

  @media (forced-colors: active) {
    .frame,
    .thumb {
      border-color: Highlight;
    }
  }
`;
