import { css } from 'lit';

/** Labels that are being edited: what lies over their track, and the panel below the tracks. */
export const labelStyles = css`
  .label-layer {
    position: absolute;
    inset: 0 0 0 var(--gutter);
    overflow: clip;
    overflow-clip-margin: 8px;
    cursor: crosshair;
  }

  .label-layer[data-grip='label'] {
    cursor: grab;
  }

  .label-layer[data-grip='label']:active {
    cursor: grabbing;
  }

  .label-layer:is([data-grip='start'], [data-grip='end']) {
    cursor: ew-resize;
  }

  .label-frame,
  .label-edge {
    position: absolute;
    box-sizing: border-box;
    inset-inline-start: 0;
    transform: translateX(var(--x, 0px));
    pointer-events: none;
  }

  .label-frame {
    inset-block: -2px;
    inline-size: max(3px, var(--w, 0px));
    border: 2px solid var(--text);
    border-radius: 4px;
    box-shadow: inset 0 0 0 1px var(--surface);
  }

  .label-edge {
    inset-block: 2px;
    inline-size: 8px;
    margin-inline-start: -6px;
    border: 2px solid var(--surface);
    border-radius: 4px;
    background: var(--text);
  }

  /* Mostly outside, so that a short label is seen between them. */
  .label-edge[data-edge='end'] {
    margin-inline-start: -2px;
  }

  /* What lies beside the view still takes the focus. */
  :is(.label-frame, .label-edge)[data-away] {
    opacity: 0;
  }

  .labelling {
    display: grid;
    gap: 0.55rem;
    padding: 0.7rem 1.1rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .labelling :is(.choose, .undo) {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }

  .labelling .undo {
    margin-inline-start: auto;
  }

  .labelling .hint {
    color: var(--muted);
    font-size: 0.875rem;
  }

  .names,
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
  }

  .fields {
    align-items: center;
    gap: 0.35rem 1rem;
  }

  .names button {
    min-block-size: 1.9rem;
    padding-inline: 0.65rem;
    font-weight: 500;
  }

  .fields input {
    box-sizing: border-box;
    inline-size: 9rem;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.6rem;
    border: 1px solid var(--border);
    border-radius: 8px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 0.875rem;
  }

  .fields input[type='number'] {
    inline-size: 6.5rem;
  }

  .fields .unit {
    margin-inline-start: -0.25rem;
  }

  .label-delete {
    margin-inline-start: auto;
    color: var(--danger);
  }

  @media (forced-colors: active) {
    .label-frame {
      border-color: Highlight;
    }
  }
`;
